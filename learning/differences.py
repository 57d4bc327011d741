"""What is different between two versions of a lesson, block by block, word by word. Pure.

Blocks are the same block when they have the same id, wherever they stand now. Text is compared word by word, code
line by line, with the longest matching stretches first (Ratcliff and Obershelp 1988, as `difflib` has it).
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from .readable import Part, Piece

# A word with the space after it; signs of scripts that put no spaces between words stand alone.
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]\s*|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+\s*"
)
MOST_WORDS = 800  # a longer paragraph is told as taken out and put in
MOST_LINES = 3000
ALIKE = 0.35  # two paragraphs with less in common are not the same paragraph in other words
AROUND_CODE, AROUND_TEXT = 2, 0


class What(StrEnum):
    """What became of a block. One that was changed and moved is CHANGED and `moved`."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and whether they came in ("ins"), went out ("del") or stayed ("")."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph or a line of code. An empty one stands for lines that stayed as they were."""

    runs: tuple[Run, ...] = ()

    @property
    def is_gap(self) -> bool:
        return not self.runs


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a block with what changed in it."""

    rows: tuple[Row, ...]
    is_code: bool = False


@dataclass(slots=True)
class Difference:
    """What became of one block. Without `parts` what changed is no text: a picture, a link, the look."""

    id: str
    what: What
    kind: str
    place: str
    section: str
    moved: bool = False
    parts: list[Shown] = field(default_factory=list)
    beside: tuple[str, ...] = ()


def differences(before: Sequence[Piece], after: Sequence[Piece]) -> list[Difference]:
    """Everything a reader of `before` would find different in `after`, in reading order; empty when it reads the same.

    What was taken out stands where it stood. What a new or a removed block holds is told together with it.
    """
    old = {piece.id: piece for piece in before}
    moved = _moved(before, after)
    told: dict[str, Difference] = {}
    found: list[Difference] = []
    for piece, is_gone in _in_order(before, after):
        one = _removed(piece) if is_gone else _became(old.get(piece.id), piece, piece.id in moved)
        if one is None:
            continue
        above = told.get(piece.parent)
        if above and above.what == one.what and one.what in {What.ADDED, What.REMOVED}:
            above.parts += one.parts
            told[piece.id] = above
        else:
            told[piece.id] = one
            found.append(one)
    return found


def _in_order(before: Sequence[Piece], after: Sequence[Piece]) -> list[tuple[Piece, bool]]:
    """The pieces that are there, and between them, after their old neighbors, those that are gone (True)."""
    there = {piece.id for piece in after}
    gone: dict[str, list[Piece]] = {}
    neighbor = ""
    for piece in before:
        if piece.id in there:
            neighbor = piece.id
        else:
            gone.setdefault(neighbor, []).append(piece)
    ordered = [(piece, True) for piece in gone.get("", [])]
    for piece in after:
        ordered.append((piece, False))
        ordered += [(each, True) for each in gone.get(piece.id, [])]
    return ordered


def _moved(before: Sequence[Piece], after: Sequence[Piece]) -> set[str]:
    """The ids of the fewest blocks that must have moved: into another block, or among their neighbors."""
    old = {piece.id: (nth, piece.parent) for nth, piece in enumerate(before)}
    both = [piece for piece in after if piece.id in old]
    moved = {piece.id for piece in both if old[piece.id][1] != piece.parent}
    by_parent: dict[str, list[str]] = {}
    for piece in both:
        if piece.id not in moved:
            by_parent.setdefault(piece.parent, []).append(piece.id)
    for ids in by_parent.values():
        stayed = _longest_rising([old[each][0] for each in ids])
        moved |= {each for nth, each in enumerate(ids) if nth not in stayed}
    return moved


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest rising subsequence (Schensted 1961)."""
    tails: list[int] = []
    ends: list[int] = []
    came_from: list[int] = []
    for nth, number in enumerate(numbers):
        at = bisect_left(tails, number)
        came_from.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [nth]
    chosen: set[int] = set()
    here = ends[-1] if ends else -1
    while here >= 0:
        chosen.add(here)
        here = came_from[here]
    return chosen


def _removed(piece: Piece) -> Difference:
    parts = [_whole(part, "del") for part in piece.parts]
    return Difference(piece.id, What.REMOVED, piece.kind, "", piece.section, parts=parts, beside=piece.beside)


def _became(old: Piece | None, new: Piece, moved: bool) -> Difference | None:
    place = (new.place, new.section)
    if old is None:
        parts = [_whole(part, "ins") for part in new.parts]
        return Difference(new.id, What.ADDED, new.kind, *place, parts=parts, beside=new.beside)
    if (old.kind, old.parts, old.beside) != (new.kind, new.parts, new.beside):
        parts = _changed_parts(old.parts, new.parts)
        return Difference(new.id, What.CHANGED, new.kind, *place, moved, parts, new.beside)
    if moved:
        parts = [
            Shown(tuple(Row((Run(line),)) for line in part.lines[:1]), part.is_code) for part in new.parts[:1]
        ]
        return Difference(new.id, What.MOVED, new.kind, *place, True, parts, new.beside)
    return None


def _whole(part: Part, mark: str) -> Shown:
    return Shown(tuple(Row((Run(line or " ", mark),)) for line in part.lines), part.is_code)


def _changed_parts(old: Sequence[Part], new: Sequence[Part]) -> list[Shown]:
    """Parts are paired by their name and their place among those of the same name."""
    before, after = _numbered(old), _numbered(new)
    shown = []
    for name in [*after, *(name for name in before if name not in after)]:
        ours, theirs = before.get(name), after.get(name)
        if ours and theirs and ours.lines != theirs.lines:
            shown.append(_compared(ours, theirs))
        elif ours is None and theirs:
            shown.append(_whole(theirs, "ins"))
        elif theirs is None and ours:
            shown.append(_whole(ours, "del"))
    return shown


def _numbered(parts: Sequence[Part]) -> dict[tuple[str, int], Part]:
    found: dict[tuple[str, int], Part] = {}
    for part in parts:
        nth = sum(1 for name, _nth in found if name == part.name)
        found[part.name, nth] = part
    return found


def _compared(old: Part, new: Part) -> Shown:
    if len(old.lines) + len(new.lines) > MOST_LINES:
        return Shown(_whole(old, "del").rows + _whole(new, "ins").rows, new.is_code)
    rows: list[Row] = []
    around = AROUND_CODE if new.is_code else AROUND_TEXT
    matcher = SequenceMatcher(None, old.lines, new.lines, autojunk=False)
    for group in matcher.get_grouped_opcodes(around):
        if group[0][1] or group[0][3]:
            rows.append(Row())
        for tag, a1, a2, b1, b2 in group:
            if tag == "equal":
                rows += [Row((Run(line or " "),)) for line in new.lines[b1:b2]]
            else:
                rows += _replaced(old.lines[a1:a2], new.lines[b1:b2], is_code=new.is_code)
    last = group[-1]
    if last[2] < len(old.lines) or last[4] < len(new.lines):
        rows.append(Row())
    return Shown(tuple(rows), new.is_code)


def _replaced(old: Sequence[str], new: Sequence[str], *, is_code: bool) -> list[Row]:
    if is_code:
        return [
            Row((Run(line or " ", mark),)) for lines, mark in ((old, "del"), (new, "ins")) for line in lines
        ]
    rows: list[Row] = []
    for ours, theirs in zip_longest(old, new):
        rows += words(ours, theirs)
    return rows


def words(old: str | None, new: str | None) -> list[Row]:
    """One paragraph beside its older self; two rows when they have little in common."""
    if old is None or new is None:
        return [Row((Run(text, mark),)) for text, mark in ((old, "del"), (new, "ins")) if text is not None]
    ours, theirs = WORD.findall(old), WORD.findall(new)
    if max(len(ours), len(theirs)) <= MOST_WORDS:
        bare = [[word.strip() for word in each] for each in (ours, theirs)]
        matcher = SequenceMatcher(None, *bare, autojunk=False)
        if matcher.ratio() >= ALIKE:
            runs = []
            for tag, a1, a2, b1, b2 in matcher.get_opcodes():
                if tag == "equal":
                    runs.append(Run("".join(theirs[b1:b2])))
                    continue
                runs += [Run("".join(ours[a1:a2]), "del")] if a2 > a1 else []
                runs += [Run("".join(theirs[b1:b2]), "ins")] if b2 > b1 else []
            return [Row(tuple(runs))]
    return [Row((Run(old, "del"),)), Row((Run(new, "ins"),))]
