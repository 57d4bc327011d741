"""The part of a text that shows why it was found. Pure, no Django."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from .spelling import fold, forms

LONGEST_TEXT = 60_000  # characters looked at
MOST_PLACES = 60  # hits looked at
LONGEST = 240  # characters shown
BEFORE = 110  # of them before the first hit, at most
_JOINT = re.compile(r"([.!?:;,…]), ")  # how the index joins two blocks, of which the first ends a sentence
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:]\s+")

Piece = tuple[str, bool]


def excerpt(text: str, words: Sequence[str]) -> list[Piece]:
    """The sentence with most of the words as (text, is one of the words), or [] when none of them is in it."""
    text = _JOINT.sub(r"\1 ", " ".join(unicodedata.normalize("NFC", text[:LONGEST_TEXT]).split()))
    places = _places(text, words)
    if not places:
        return []
    start, end = max(
        (_around(text, place[0], place[1]) for place in places),
        key=lambda part: len({nth for begin, stop, nth in places if part[0] <= begin and stop <= part[1]}),
    )
    return _pieces(text, start, end, [place for place in places if start <= place[0] and place[1] <= end])


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """A short text as a whole, with the words marked."""
    text = unicodedata.normalize("NFC", text)
    return _pieces(text, 0, len(text), _places(text, words), is_whole=True)


def titled(title: str, words: Sequence[str]) -> float:
    """How well a title fits, from 0 to 2: the share of the words that are in it, and the share of it that are the words."""
    named = _WORD.findall(fold(unicodedata.normalize("NFC", title)))
    if not named or not words:
        return 0.0
    wanted = [set(forms(word)) for word in words]
    held = sum(not each.isdisjoint(named) for each in wanted) / len(wanted)
    return held + sum(any(name in each for each in wanted) for name in named) / len(named)


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where the words stand: start, end and which word."""
    which = {form: nth for nth, word in enumerate(words) for form in forms(word)}
    if not which:
        return []
    choices = "|".join(sorted(map(re.escape, which), key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)(?:{choices})(?!\w)", fold(text))
    return [(hit.start(), hit.end(), which[hit[0]]) for hit in islice(found, MOST_PLACES)]


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a place, cut at a space where it is too long."""
    earliest = max(0, start - BEFORE)
    ends = [hit.end() for hit in _SENTENCE_END.finditer(text, earliest, start)]
    first = ends[-1] if ends else earliest
    if not ends and earliest:
        first = text.find(" ", earliest, start) + 1 or start
    latest = min(len(text), max(first + LONGEST, end))
    stop = _SENTENCE_END.search(text, end, latest)
    if stop:
        return first, stop.start() + 1
    return first, latest if latest == len(text) else max(text.rfind(" ", end, latest), end)


def _pieces(
    text: str, start: int, end: int, places: list[tuple[int, int, int]], *, is_whole: bool = False
) -> list[Piece]:
    pieces: list[Piece] = (
        [("… ", False)] if start and not _SENTENCE_END.fullmatch(text[start - 2 : start]) else []
    )
    reached = start
    for begin, stop, _nth in places:
        pieces += [(text[reached:begin], False), (text[begin:stop], True)]
        reached = stop
    pieces.append((text[reached:end], False))
    if not is_whole and end < len(text) and text[end - 1] not in ".!?…":
        pieces.append((" …", False))
    return [piece for piece in pieces if piece[0]]
