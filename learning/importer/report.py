"""What an import did, and what it could not do: every complaint with its file and line."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """How much a problem costs the reader of the lesson."""

    NOTE = "note"  # everything arrived, but somebody may want to look
    NOT_UNDERSTOOD = "not understood"  # the words arrived, their meaning did not
    DROPPED = "dropped"  # something is missing from the lesson


@dataclass(frozen=True, order=True)
class Problem:
    """One complaint about one place in the source; line 0 means the whole file."""

    file: str
    line: int
    message: str
    weight: Weight = Weight.NOT_UNDERSTOOD

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class Change(StrEnum):
    """What happened to one lesson, exercise or picture."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass
class Report:
    """Collects while the import runs; printed at its end."""

    title: str = ""
    dry_run: bool = False
    lessons: list[tuple[Change, str, str]] = field(default_factory=list)  # change, file, title
    exercises: Counter = field(default_factory=Counter)
    pictures: Counter = field(default_factory=Counter)
    blocks: Counter = field(default_factory=Counter)
    track: Change | None = None
    problems: list[Problem] = field(default_factory=list)
    comments: int = 0
    format: str = ""  # which kind of folder it was read as
    commit: str = ""
    renamed: dict[str, str] = field(default_factory=dict)  # file: what the lesson was called before

    @property
    def dropped(self) -> int:
        return sum(problem.weight == Weight.DROPPED for problem in self.problems)

    @property
    def changes(self) -> int:
        """Lessons, exercises, pictures and tracks that were written."""
        quiet = {Change.UNCHANGED, Change.FAILED}
        written = sum(change not in quiet for change, _file, _title in self.lessons)
        for counter in (self.exercises, self.pictures):
            written += sum(number for change, number in counter.items() if change not in quiet)
        return written + (self.track is not None and self.track not in quiet)

    def count_blocks(self, raw: Any) -> None:
        """Count the blocks in raw stream data by type, those in boxes too."""
        if isinstance(raw, list):
            for entry in raw:
                self.count_blocks(entry)
        elif isinstance(raw, dict):
            if "type" in raw and "value" in raw and raw["type"] != "item":
                self.blocks[raw["type"]] += 1
            for value in raw.values():
                self.count_blocks(value)

    def lines(self) -> list[str]:
        """The report as lines of text, most important last."""
        lines = [f"{self.title}{' (dry run: nothing was written)' if self.dry_run else ''}", ""]
        if self.format:
            lines.insert(1, f"Read as {self.format}{f', commit {self.commit[:12]}' if self.commit else ''}")
        lines += [f"  {change:<9}  {title}  ({self._place(file)})" for change, file, title in self.lessons]
        lines += ["", f"Lessons: {_told(Counter(change for change, _file, _title in self.lessons))}"]
        if self.renamed:
            lines.append(f"Renamed: {len(self.renamed)}")
        if self.exercises:
            lines.append(f"Exercises: {_told(self.exercises)}")
        if self.pictures:
            lines.append(f"Pictures: {_told(self.pictures)}")
        if self.track:
            lines.append(f"Track: {self.track}")
        blocks = ", ".join(f"{name} {number}" for name, number in sorted(self.blocks.items()))
        lines.append(f"Blocks: {self.blocks.total()}{f' ({blocks})' if blocks else ''}")
        if self.comments:
            lines.append(f"HTML comments left out: {self.comments}")
        for weight, heading in HEADINGS.items():
            if found := sorted({p for p in self.problems if p.weight == weight}):
                lines += ["", f"{heading} ({len(found)}):", *(f"  {problem}" for problem in found)]
        lines += ["", f"{self.changes} changes, {self.dropped} dropped"]
        return lines

    def _place(self, file: str) -> str:
        return f"{file}, renamed from {self.renamed[file]}" if file in self.renamed else file


HEADINGS = {
    Weight.NOTE: "Worth a look",
    Weight.NOT_UNDERSTOOD: "Not understood, kept as text",
    Weight.DROPPED: "Dropped",
}


def _told(counter: Counter) -> str:
    parts = [f"{counter[change]} {change}" for change in Change if counter[change]]
    return ", ".join(parts) or "none"
