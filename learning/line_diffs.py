"""Compares two texts line by line: what stayed, went, came or changed, with a little around it. Pure.

The matching is Python's difflib (Ratcliff and Metzener, "Pattern Matching: The Gestalt Approach", Dr. Dobb's
Journal, July 1988). Its time grows with the square of the lines and worse, so what two texts begin and end with is
set aside first, and what is left is matched only while it is reasonably small.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

CONTEXT = 3
MOST_PAIRS = 1_000_000  # lines of one side times lines of the other that are still matched with each other


class Kind(StrEnum):
    """What happened to a line; a gap stands for lines that stayed and are not shown."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the comparison: the numbers of its lines, from 1, on each side; `skipped` counts the lines of a gap."""

    kind: Kind
    old: int | None = None
    new: int | None = None
    skipped: int = 0


Step = tuple[
    str, int, int, int, int
]  # as difflib's opcodes: "equal", "replace", "delete" or "insert", and four ends


def compare(old: Sequence[str], new: Sequence[str], *, context: int = CONTEXT) -> list[Row]:
    """The rows of a comparison of two texts, given as lines. Equal texts have no rows at all."""
    steps = _steps(old, new)
    if all(name == "equal" for name, *_ends in steps):
        return []
    rows: list[Row] = []
    for nth, (name, old_from, old_to, new_from, new_to) in enumerate(steps):
        if name == "equal":
            head = context if nth else 0
            tail = context if nth < len(steps) - 1 else 0
            rows += _stayed(old_from, new_from, old_to - old_from, head, tail)
        else:
            rows += _differ(old_from, old_to, new_from, new_to)
    return rows


def moved(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Where each line of the old text that stayed stands in the new one; both numbered from 1."""
    found: dict[int, int] = {}
    for name, old_from, old_to, new_from, _new_to in _steps(old, new):
        if name == "equal":
            found |= {old_from + nth + 1: new_from + nth + 1 for nth in range(old_to - old_from)}
    return found


def _steps(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    shorter = min(len(old), len(new))
    begin = next((nth for nth in range(shorter) if old[nth] != new[nth]), shorter)
    left = shorter - begin
    end = next((nth for nth in range(left) if old[-1 - nth] != new[-1 - nth]), left)
    old_end, new_end = len(old) - end, len(new) - end
    steps: list[Step] = [("equal", 0, begin, 0, begin)] if begin else []
    steps += _middle(old[begin:old_end], new[begin:new_end], begin)
    return steps + ([("equal", old_end, len(old), new_end, len(new))] if end else [])


def _middle(old: Sequence[str], new: Sequence[str], begin: int) -> Iterator[Step]:
    if not old and not new:
        return
    if len(old) * len(new) > MOST_PAIRS:
        yield "replace", begin, begin + len(old), begin, begin + len(new)
        return
    for name, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        yield name, begin + old_from, begin + old_to, begin + new_from, begin + new_to


def _stayed(old_from: int, new_from: int, lines: int, head: int, tail: int) -> Iterator[Row]:
    hidden = lines - head - tail
    for nth in range(lines):
        if hidden > 1 and head <= nth < lines - tail:
            if nth == head:
                yield Row(Kind.GAP, skipped=hidden)
            continue
        yield Row(Kind.SAME, old_from + nth + 1, new_from + nth + 1)


def _differ(old_from: int, old_to: int, new_from: int, new_to: int) -> Iterator[Row]:
    pairs = min(old_to - old_from, new_to - new_from)
    for nth in range(pairs):
        yield Row(Kind.CHANGED, old_from + nth + 1, new_from + nth + 1)
    for nth in range(old_from + pairs, old_to):
        yield Row(Kind.REMOVED, old=nth + 1)
    for nth in range(new_from + pairs, new_to):
        yield Row(Kind.ADDED, new=nth + 1)
