"""Reads a piece of Markdown as a lesson, and folders of Markdown made on the spot."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings

from learning.importer.dialects import CLASSIC, Dialect
from learning.importer.formats import open_folder
from learning.importer.lessons import Lesson, exercise_data, open_source, read
from learning.importer.library import Library, open_library
from learning.importer.links import Map

PICTURES = frozenset({"episodes/fig/a.png", "episodes/fig/b.svg"})


REPOSITORIES = Path(__file__).resolve().parent / "repositories"


def tried(times: int) -> Callable:
    """How often a property is tried: this many times, and two thousand in the nightly profile."""
    nightly = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
    return settings(max_examples=2_000 if nightly else times, deadline=None)


def lesson_of(text: str, dialect: Dialect = CLASSIC, **known: Any) -> Lesson:
    """The text as lesson `folder/x` in episodes/x.md; there is also a lesson `folder/y` with page id 7 and two pictures."""
    links = Map(
        lessons={"episodes/x.md": "folder/x", "episodes/y.md": "folder/y"},
        pages={"folder/x": 3, "folder/y": 7},
        **{"files": PICTURES | {"episodes/x.md", "learners/setup.md"}, **known},
    )
    source = open_source("episodes/x.md", text, "folder", "", dialect)
    source.front.setdefault("title", "Lesson")
    return read(source, links.of("episodes/x.md"))


def blocks_of(text: str, dialect: Dialect = CLASSIC) -> list[tuple[str, Any]]:
    """The blocks of a lesson as pairs of type and value."""
    return [(block["type"], block["value"]) for block in lesson_of(text, dialect).blocks]


def complaints_of(text: str, dialect: Dialect = CLASSIC) -> list[str]:
    problems = lesson_of(text, dialect).problems
    return [f"{problem.weight}: {problem.line}: {problem.message}" for problem in problems]


def repository(name: str) -> Library:
    """One of the small repositories beside the tests."""
    return open_library(open_folder(REPOSITORIES / name))


def outline(library: Library) -> list[tuple[str, list[str]]]:
    """The modules of a library with the titles of their lessons."""
    titles = {lesson.path: lesson.title for lesson in library.read()}
    return [
        (module.title, [titles[episode.path] for episode in module.episodes])
        for module in library.folder.modules
    ]


def problems_in(library: Library) -> list[str]:
    """Everything a library and its lessons complain of."""
    found = [*library.problems, *(problem for lesson in library.read() for problem in lesson.problems)]
    return [f"{problem.weight}: {problem}" for problem in sorted(found)]


def paragraph(*words: str) -> dict[str, Any]:
    """A text block of paragraphs, as stored."""
    return {"type": "text", "value": "".join(f"<p>{said}</p>" for said in words)}


def code(
    code: str, language: str = "python", caption: str = "", highlight: str = "", outputs: Any = ()
) -> tuple[str, Any]:
    """A code block as stored; outputs are pairs of kind and text."""
    return "code", {
        "language": language,
        "code": code,
        "caption": caption,
        "highlight": highlight,
        "outputs": [{"type": "item", "value": {"kind": kind, "text": text}} for kind, text in outputs],
    }


def everything_in(lesson: Lesson) -> list[str]:
    """Every text the import made of a lesson, wherever it went: the page, exercises, problems, comments."""
    said: list[str] = [lesson.title, lesson.summary, lesson.questions, lesson.objectives, lesson.key_points]
    said += [
        *lesson.tags,
        *lesson.topics,
        *lesson.comments,
        *(problem.message for problem in lesson.problems),
    ]

    def walk(value: Any) -> None:
        if isinstance(value, str):
            said.append(value)
        elif isinstance(value, list):
            for entry in value:
                walk(entry)
        elif isinstance(value, dict):
            for entry in value.values():
                walk(entry)

    walk(lesson.blocks)
    for exercise in lesson.exercises:
        walk(exercise_data(exercise))
    return said


def all_blocks(value: Any) -> list[dict]:
    """Every block in some stored value, boxes entered."""
    found: list[dict] = []
    if isinstance(value, list):
        for entry in value:
            found += all_blocks(entry)
    elif isinstance(value, dict):
        if {"type", "value"} <= set(value) and value["type"] != "item":
            found.append(value)
        for entry in value.values():
            found += all_blocks(entry)
    return found


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root
