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


def _pieces(text: str, start: int, end: int, places: list[tuple[int, int, int]]) -> list[Piece]:
    pieces: list[Piece] = (
        [("… ", False)] if start and not _SENTENCE_END.fullmatch(text[start - 2 : start]) else []
    )
    reached = start
    for begin, stop, _nth in places:
        pieces += [(text[reached:begin], False), (text[begin:stop], True)]
        reached = stop
    pieces.append((text[reached:end], False))
    if end < len(text) and text[end - 1] not in ".!?…":
        pieces.append((" …", False))
    return [piece for piece in pieces if piece[0]]
