"""Reads back what was written: the export never claims what the importer would not understand."""

from collections.abc import Mapping
from typing import Any

from learning.importer import menus, shapes
from learning.importer.lessons import Lesson, exercise_data, open_source, read
from learning.importer.links import Target
from learning.importer.reading import Labels

from .content import ExerciseText, LessonText

FOLDER = "export"


class _Links:
    """Every place is where the text says it is."""

    def target(self, href: str) -> Target:
        return Target({"href": href.strip()})

    def follow(self, href: str, given: Mapping[str, str]) -> Target:
        found = {"href": href.strip()}
        if given.get("page"):
            return Target(found | {"page": given["page"]})
        if given.get("file") or "file" in given.get("class", "").split():
            return Target(found | {"file": "yes"}, href.strip())
        return Target(found)

    def picture(self, source: str) -> Target:
        return Target(path=source)

    def file(self, source: str) -> Target:
        return Target(path=source) if source else Target(problem="no file")


def read_back(text: str, lesson: LessonText) -> Lesson:
    """A lesson file as the importer reads it."""
    return read(open_source(lesson.path, text, FOLDER), _Links(), Labels())


def read_blocks(markdown: str, lesson: LessonText) -> Lesson:
    """A piece of a lesson as the importer reads it; it may begin with anything."""
    source = open_source(lesson.path, f"\n{markdown}\n", FOLDER)
    source.key, source.front = f"{FOLDER}/{lesson.name}", {"title": lesson.title or "x"}
    return read(source, _Links(), Labels())


def expected(block: dict[str, Any], lesson: LessonText) -> dict[str, Any]:
    """A block as the importer must give it back, without ids."""
    found = shapes.block(block)
    if found["type"] == "exercise":
        home, _mark, name = found["value"]["exercise"].rpartition("#")
        found["value"]["exercise"] = f"{FOLDER}/{home or lesson.name}#{name}"
    return found


def given(lesson: Lesson) -> list[dict[str, Any]]:
    """The blocks of a read lesson in one spelling."""
    return [shapes.block(block) for block in lesson.blocks]


def exercises_of(lesson: Lesson) -> dict[str, dict[str, Any]]:
    """The exercises of a read lesson by name, in one spelling."""
    return {
        made.key.rpartition("#")[2]: menus.exercise({**exercise_data(made), "release_on": made.release_on})
        for made in lesson.exercises
    }


def says(markdown: str, blocks: list[dict[str, Any]], lesson: LessonText) -> bool:
    """Whether a piece of Markdown is read as exactly these blocks, exercises included."""
    found = read_blocks(markdown, lesson)
    if any(problem.weight == "dropped" for problem in found.problems):
        return False
    try:
        same = given(found) == [expected(block, lesson) for block in blocks]
        return same and exercises_of(found) == {
            text.name: menus.exercise(text.data) for block in blocks for text in at_home(block, lesson)
        }
    except shapes.Misshapen:
        return False


def at_home(block: dict[str, Any], lesson: LessonText) -> list[ExerciseText]:
    """The exercise that this block brings along, if it is at home in this lesson."""
    name = block["value"]["exercise"] if block["type"] == "exercise" else None
    return [lesson.exercises[name]] if name in lesson.exercises else []
