"""A lesson as a file: front matter, aims, body, key points. What is written is read back before it is given away."""

from dataclasses import replace
from typing import Any

import yaml

from learning.importer import canonical, lineage, menus, shapes
from learning.importer.frontmatter import text as one_line

from . import fences, practice, proofs  # noqa: F401  practice registers its blocks
from .blocks import Page
from .content import LessonText
from .prose import Hand

MOST_TURNS = 200
FIELDS = {"questions": "questions", "objectives": "objectives", "keypoints": "key_points"}


class Unwritable(Exception):
    """A lesson that the importer would not read back as it is: a mistake of ours, never of the lesson."""


def lesson_file(lesson: LessonText) -> tuple[str, int]:
    """A lesson as Markdown, and for how many of its blocks Markdown had no words. Raises Unwritable."""
    lesson = _spelled(lesson)
    page = Page(lesson)
    front = _front(lesson, page)
    fields = {name: _field(name, getattr(lesson, attribute), page) for name, attribute in FIELDS.items()}
    said = [page.block(block) for block in lesson.blocks]
    skips = [0] * len(said)
    for _turn in range(MOST_TURNS):
        text = _joined(lesson, front, fields, said)
        wrong = _first_difference(text, lesson)
        if wrong is None:
            return text, page.as_data
        if wrong >= len(said):
            break
        skips[wrong] += 1
        said[wrong] = page.block(lesson.blocks[wrong], skips[wrong])
    raise Unwritable(f"{lesson.path}: the lesson cannot be written so that it reads back the same")


def _spelled(lesson: LessonText) -> LessonText:
    """The lesson in one spelling: what is the same is written the same."""
    return replace(
        lesson,
        blocks=[{**shapes.block(block), "id": block.get("id")} for block in lesson.blocks],
        exercises={
            name: replace(text, data=menus.exercise(text.data)) for name, text in lesson.exercises.items()
        },
    )


def _joined(lesson: LessonText, front: str, fields: dict[str, str], said: list[str]) -> str:
    body = [
        fences.div("text", text)
        if place and lesson.blocks[place]["type"] == lesson.blocks[place - 1]["type"] == "text"
        else text
        for place, text in enumerate(said)
    ]
    parts = [fields["questions"], fields["objectives"], *body, fields["keypoints"]]
    return f"---\n{front}---\n\n" + "\n\n".join(part for part in parts if part) + "\n"


def _first_difference(text: str, lesson: LessonText) -> int | None:
    """The first block that is read as something else; None if the whole lesson is read as it is."""
    found = proofs.read_back(text, lesson)
    wanted = [proofs.expected(block, lesson) for block in lesson.blocks]
    got = proofs.given(found)
    for place, block in enumerate(wanted):
        if place >= len(got) or got[place] != block:
            return place
    if len(got) != len(wanted):
        return len(wanted)
    exercises = proofs.exercises_of(found)
    for place, block in enumerate(lesson.blocks):
        for home in proofs.at_home(block, lesson):
            if exercises.get(home.name) != menus.exercise(home.data):
                return place
    same = all(
        canonical.rich(getattr(lesson, attribute)) == canonical.rich(getattr(found, attribute))
        for attribute in (*FIELDS.values(), "attribution")
    )
    named = [(block["id"], block.get("id")) for block in lesson.blocks if block.get("id")]
    ids = [block.get("id") for block in found.blocks if block.get("id")]
    return None if same and [ours for ours, _same in named] == ids else len(wanted)


def _field(name: str, html: str, page: Page) -> str:
    """A rich text of the page, as the div that the importer knows by its name."""
    said = canonical.rich(html)
    if not said:
        return ""
    for hand in Hand:
        text = fences.div(name, page.prose(said, hand))
        found = getattr(proofs.read_blocks(text, page.lesson), FIELDS[name])
        if canonical.rich(found) == said:
            return text
    page.as_data += 1
    return fences.div(name, fences.data({"type": "text", "value": said}))


def rich_value(html: str, page: Page) -> str:
    """A rich text for a front matter, as Markdown."""
    said = canonical.rich(html)
    for hand in Hand:
        text = page.prose(said, hand)
        found = proofs.read_back(f"---\n{dumped({'attribution': text})}---\n", page.lesson)
        if canonical.rich(found.attribution) == said:
            return text
    return fences.data({"type": "text", "value": said})


class _Dumper(yaml.SafeDumper):
    """Text of several lines stands as it is."""


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent)


def dumped(values: dict[str, Any]) -> str:
    """YAML in the order given, no line broken."""
    return yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def _front(lesson: LessonText, page: Page) -> str:
    authors = lesson.authors.split(", ")
    together = ", ".join(one_line(author) for author in authors if author) == lesson.authors
    values: dict[str, Any] = {
        "title": one_line(lesson.title),
        "id": lesson.name,
        "summary": one_line(lesson.summary),
        "teaching": lesson.teach_minutes,
        "exercises": lesson.practice_minutes,
        "level": lesson.level,
        "topics": lesson.topics,
        "tags": lesson.tags,
        "authors": [author for author in authors if author] if together else [lesson.authors],
        "license": lesson.license,
        "attribution": rich_value(lesson.attribution, page) if lesson.attribution else "",
        "completion": lesson.completion if lesson.completion != "self" else "",
        "requires": lesson.requires,
    }
    kept = {"topics", "authors", "license", "attribution"}  # an empty one says “none”
    values = {name: value for name, value in values.items() if value or name in kept}
    identity = {
        "key": lesson.key,
        "slug": lesson.slug,
        "requires": lesson.requires_elsewhere,
        "exercises": {text.name: text.key for text in lesson.exercises.values() if text.key},
        "blocks": lineage.lines(lesson.blocks),
    }
    values["identity"] = {name: value for name, value in identity.items() if value}
    return dumped({name: value for name, value in values.items() if value or name in kept})
