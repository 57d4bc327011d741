"""What reading one lesson needs to know and what it collects besides blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import slugs
from .links import Target
from .report import Problem, Weight
from .streams import Block


class Links(Protocol):
    """Finds what a link or a picture in a lesson points at."""

    def target(self, href: str) -> Target: ...

    def follow(self, href: str, given: Mapping[str, str]) -> Target: ...

    def picture(self, source: str) -> Target: ...

    def file(self, source: str) -> Target: ...


@dataclass
class Labels:
    """The few words the importer adds itself; the caller gives them in the language of the lessons."""

    output: str = "Output"
    error: str = "Error message"
    answer: str = "Answer"
    solution: str = "Solution"
    hint: str = "Hint"
    exercise: str = "Exercise {number}"
    reveal: str = "Show more"
    pair_activity: str = "Work in pairs"
    discussion: str = "Talk about this"
    video: str = "Video"

    @property
    def standalone(self) -> set[str]:
        """Captions of outputs that stand without their code; no further output belongs to them."""
        return {self.output, self.error}


@dataclass
class Exercise:
    """One exercise found in a lesson; its streams are lists of blocks."""

    key: str
    title: str
    kind: str
    line: int
    prompt: list[Block] = field(default_factory=list)
    starter: str = ""
    language: str = ""
    hints: list[list[Block]] = field(default_factory=list)
    solution: list[Block] = field(default_factory=list)
    release: str = "always"
    release_on: str | None = None
    minutes: int | None = None
    accepts: str = "text"
    peer_reviews: int = 0
    uuid: str = ""  # its identity on the site it was exported from


FIELDS = ("questions", "objectives", "keypoints")


@dataclass
class Reading:
    """The state of reading one lesson. `env` is the parser's, for link definitions."""

    file: str
    key: str
    links: Links
    labels: Labels = field(default_factory=Labels)
    env: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)  # the source
    problems: list[Problem] = field(default_factory=list)
    exercises: list[Exercise] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    pictures: dict[str, int] = field(default_factory=dict)  # path in the repository: first line
    files: dict[str, int] = field(default_factory=dict)  # documents: path in the repository: first line
    anchors: dict[str, str] = field(default_factory=dict)  # every way to call a place: its anchor
    comments: list[str] = field(default_factory=list)
    names: slugs.Names = field(default_factory=slugs.Names)
    exercise_names: slugs.Names = field(default_factory=slugs.Names)
    lists: int = 0

    def complain(self, line: int, message: str, weight: Weight = Weight.NOT_UNDERSTOOD) -> None:
        self.problems.append(Problem(self.file, line, message, weight))

    def anchor(self, title: str, given: str = "") -> str:
        """Reserve the anchor of a heading, known under GitHub's and Pandoc's name for it."""
        anchor = self.names.take(given or slugs.github(title) or "section")
        for alias in (given, slugs.github(title), slugs.pandoc(title)):
            if alias:
                self.anchors.setdefault(alias, anchor)
        self.anchors[anchor] = anchor
        return anchor

    def exercise_key(self, said: str) -> str:
        """The key of an exercise named as `swap` (of this lesson) or `names#swap` (of another one in the folder)."""
        lesson, mark, name = said.rpartition("#")
        home = f"{self.key.rsplit('/', 1)[0]}/{lesson}" if mark and lesson else self.key
        return f"{home}#{name}"

    def next_list(self) -> int:
        self.lists += 1
        return self.lists
