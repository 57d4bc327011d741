"""A version as numbered lines in color with the notes at them, and beside the version before it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from cms.highlighting import highlighted_lines
from learning import line_diffs
from learning.line_diffs import Kind

MOST_LINES = 5000  # with a number each; the rest is shown as one piece


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number from 1, what was said at it, and what is being typed at it."""

    number: int
    html: SafeString
    notes: tuple[Any, ...] = ()
    drafts: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A text in numbered lines; `rest` is what comes after the last that has a number, `whole` notes without a line."""

    lines: tuple[Line, ...] = ()
    rest: str = ""
    whole: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a compared row; without a number there is nothing on this side."""

    number: int | None = None
    html: SafeString = field(default_factory=SafeString)


@dataclass(frozen=True, slots=True)
class Change:
    """A row of two versions beside each other."""

    kind: Kind
    old: Side
    new: Side
    skipped: int = 0


def split(text: str) -> list[str]:
    """The lines of a text as they are numbered: empty ones at the end do not count."""
    return text.rstrip("\n").split("\n") if text else []


def listing(
    text: str, language: str, *, notes: Iterable[Any] = (), drafts: Mapping[int, Sequence[Any]] | None = None
) -> Listing:
    """A text for reading: `notes` have a `line` or none, `drafts` are given by line."""
    said: dict[int, list[Any]] = defaultdict(list)
    whole = []
    lines = split(text)
    for note in notes:
        if note.line and note.line <= min(len(lines), MOST_LINES):
            said[note.line].append(note)
        else:
            whole.append(note)
    drafts = drafts or {}
    shown = highlighted_lines("\n".join(lines[:MOST_LINES]), language) if lines else []
    return Listing(
        tuple(
            Line(nth, html, tuple(said.get(nth, ())), tuple(drafts.get(nth, ())))
            for nth, html in enumerate(shown, 1)
        ),
        "\n".join(lines[MOST_LINES:]),
        tuple(whole),
    )


def changes(before: str, after: str, language: str) -> list[Change]:
    """Two versions beside each other, the lines that differ with a few around them; nothing when they are the same."""
    old, new = split(before), split(after)
    rows = line_diffs.compare(old, new)[:MOST_LINES]
    left, right = highlighted_lines(before, language), highlighted_lines(after, language)
    return [Change(row.kind, _side(row.old, left), _side(row.new, right), row.skipped) for row in rows]


def _side(number: int | None, shown: Sequence[SafeString]) -> Side:
    return Side(number, shown[number - 1]) if number else Side()
