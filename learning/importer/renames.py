"""Finds a lesson again whose file got another name: by what it says, compared with what was imported before."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

ALIKE = 0.5  # as Git: half of the text is the same
SHORT, SHORT_ALIKE = 25, 0.8  # a few words are soon alike
APART = 0.1  # how far the second best must stay behind
STEP = 3  # words to a shingle

type Bag = Counter[tuple[str, ...]]


def bag(*said: Any) -> Bag:
    """Every three words that follow each other in a text, however it is nested; ids and markup do not count."""
    words = (
        "".join(letter if letter.isalnum() else " " for letter in " ".join(_texts(list(said))))
        .lower()
        .split()
    )
    return Counter(tuple(words[place : place + STEP]) for place in range(max(len(words) - STEP + 1, 1)))


def _texts(value: Any) -> list[str]:
    found: list[str] = []
    waiting = [value]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, str):
            found.append(entry)
        elif isinstance(entry, list | tuple):
            waiting += reversed(entry)
        elif isinstance(entry, dict):
            waiting += [
                said for name, said in reversed(entry.items()) if name not in {"id", "type", "exercise"}
            ]
    return found


def likeness(one: Bag, other: Bag) -> float:
    """How much of both texts is the same: 0 nothing, 1 everything."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def matches(new: Mapping[str, Bag], old: Mapping[str, Bag]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """New key → the old key that is surely the same lesson; and new keys → old keys it might be, without a decision.

    A pair is sure if each is the other's best match and no second comes near. Those found leave the others clearer.
    """
    scores = {
        (mine, theirs): score
        for mine, said in new.items()
        for theirs, before in old.items()
        if (score := likeness(said, before))
        >= (SHORT_ALIKE if min(said.total(), before.total()) < SHORT else ALIKE)
    }
    found: dict[str, str] = {}
    while sure := [pair for pair in scores if _is_sure(pair, scores)]:
        found.update(sure)
        taken = {key for pair in sure for key in pair}
        scores = {pair: score for pair, score in scores.items() if not set(pair) & taken}
    unsure: dict[str, list[str]] = {}
    for mine, theirs in sorted(scores):
        unsure.setdefault(mine, []).append(theirs)
    return found, unsure


def _is_sure(pair: tuple[str, str], scores: Mapping[tuple[str, str], float]) -> bool:
    others = [score for rival, score in scores.items() if rival != pair and set(rival) & set(pair)]
    return all(scores[pair] - score >= APART for score in others)
