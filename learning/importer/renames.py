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
    scores = _scores(new, old)
    found: dict[str, str] = {}
    while sure := _sure(scores):
        found.update(sure)
        taken = {key for pair in sure for key in pair}
        scores = {pair: score for pair, score in scores.items() if not set(pair) & taken}
    unsure: dict[str, list[str]] = {}
    for mine, theirs in sorted(scores):
        unsure.setdefault(mine, []).append(theirs)
    return found, unsure


def _scores(new: Mapping[str, Bag], old: Mapping[str, Bag]) -> dict[tuple[str, str], float]:
    """How like each other the pairs are that are like each other at all."""
    scores: dict[tuple[str, str], float] = {}
    sizes = {key: said.total() for key, said in old.items()}
    for mine, said in new.items():
        size = said.total()
        for theirs, before in old.items():
            least = SHORT_ALIKE if min(size, sizes[theirs]) < SHORT else ALIKE
            if 2 * min(size, sizes[theirs]) >= least * (size + sizes[theirs]):  # else they cannot be
                score = likeness(said, before)
                if score >= least:
                    scores[mine, theirs] = score
    return scores


def _sure(scores: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    ranked: dict[str, list[float]] = {}
    for pair, score in scores.items():
        for key in pair:
            ranked[key] = sorted([*ranked.get(key, []), score], reverse=True)[:2]
    return [
        pair
        for pair, score in scores.items()
        if all(ranked[key][0] == score and score - (*ranked[key], 0.0)[1] >= APART for key in pair)
    ]
