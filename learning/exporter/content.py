"""What an export is made of, as plain data: a track, its lessons, their blocks in the shapes the importer knows.

Pictures and documents are paths relative to a lesson's file, links are addresses with a word on what they lead to,
exercises are named within their lesson.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class ExerciseText:
    """An exercise at home in a lesson: its name there, its translation key, and what `importer.menus.exercise` gives."""

    name: str
    key: str
    data: dict[str, Any]


@dataclass
class LessonText:
    """A lesson. `requires` names lessons of the same bundle, `requires_elsewhere` keys of others; rich texts are HTML."""

    name: str
    path: str
    title: str
    key: str = ""
    slug: str = ""
    summary: str = ""
    teach_minutes: int = 0
    practice_minutes: int = 0
    level: int = 1
    topics: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    authors: str = ""
    license: str = ""
    attribution: str = ""
    completion: str = "self"
    requires: list[str] = field(default_factory=list)
    requires_elsewhere: list[str] = field(default_factory=list)
    questions: str = ""
    objectives: str = ""
    key_points: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    exercises: dict[str, ExerciseText] = field(default_factory=dict)


@dataclass(frozen=True)
class EpisodeText:
    """A lesson's place in a module."""

    file: str
    required: bool = True
    note: str = ""


@dataclass
class ModuleText:
    title: str
    summary: str = ""
    episodes: list[EpisodeText] = field(default_factory=list)


@dataclass(frozen=True)
class FileText:
    """A picture or a document: its path in the bundle, and what its library says of it."""

    path: str
    title: str = ""
    credit: str = ""
    license: str = ""


@dataclass
class TrackText:
    """A track with all its lessons. `outcomes` is HTML."""

    id: str
    title: str
    language: str
    key: str = ""
    slug: str = ""
    summary: str = ""
    audience: str = ""
    outcomes: str = ""
    level: int = 1
    topics: list[str] = field(default_factory=list)
    license: str = ""
    modules: list[ModuleText] = field(default_factory=list)
    lessons: list[LessonText] = field(default_factory=list)
    pictures: list[FileText] = field(default_factory=list)
    documents: list[FileText] = field(default_factory=list)
