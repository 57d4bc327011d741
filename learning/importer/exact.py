"""Blocks as data: a fence `block-data` holds one block as JSON, for what Markdown has no words for.

The export writes one only where the words would not read back the same. Whoever writes one by hand is held to the same
shapes; rich text in it is rewritten with the tags lessons may have, and its links are resolved like any other.
"""

import json
from typing import Any

from . import menus, shapes
from .reading import Exercise, Reading
from .report import Weight
from .shapes import Finder, Misshapen
from .streams import Block, Place, Stream

FENCE = "block-data"
DEEPEST = 60


class _Reader(Finder):
    """Resolves what the data points at, as seen from its lesson."""

    def __init__(self, reading: Reading, line: int) -> None:
        self.reading = reading
        self.line = line

    def link(self, attributes: dict[str, str]) -> dict[str, str] | None:
        target = self.reading.links.follow(attributes.get("href", ""), attributes)
        if target.problem:
            self.reading.complain(self.line, target.problem)
        if target.path:
            self.reading.files.setdefault(target.path, self.line)
        return target.attributes

    def picture(self, path: Any) -> str:
        target = self.reading.links.picture(str(path))
        if not target.path:
            raise Misshapen(target.problem or f"the picture “{path}”")
        self.reading.pictures.setdefault(target.path, self.line)
        return target.path

    def file(self, path: Any) -> str:
        target = self.reading.links.file(str(path))
        if not target.path:
            raise Misshapen(target.problem)
        self.reading.files.setdefault(target.path, self.line)
        return target.path

    def thing(self, what: str, said: Any) -> dict[str, Any]:
        if not isinstance(said, dict):
            raise Misshapen(f"a {what} says itself what it is")
        return said

    def exercise(self, said: Any) -> str:
        if isinstance(said, str):
            return self.reading.exercise_key(said)
        if not isinstance(said, dict) or not isinstance(said.get("name"), str):
            raise Misshapen("an exercise with its name")
        data = menus.exercise(said.get("data"), self)
        if not data["title"].strip() or not data["prompt"]:
            raise Misshapen("an exercise needs a title and a task")
        key = f"{self.reading.key}#{self.reading.exercise_names.take(said['name'])[:100]}"
        self.reading.exercises.append(_made(key, data, self.line))
        return key


def _made(key: str, data: dict[str, Any], line: int) -> Exercise:
    def stream(blocks: list[dict[str, Any]]) -> list[Block]:
        return [Block(entry["type"], entry["value"], line) for entry in blocks]

    return Exercise(
        key,
        data["title"][:200],
        data["kind"],
        line,
        prompt=stream(data["prompt"]),
        starter=data["starter"],
        hints=[stream(hint["value"]["content"]) for hint in data["hints"]],
        solution=stream(data["solution"]),
        release=data["release"],
        release_on=data["release_on"],
        minutes=data["minutes"],
        accepts=data["accepts"],
        peer_reviews=data["peer_reviews"],
    )


def add_block(code: str, line: int, stream: Stream, reading: Reading) -> None:
    """Add the block that the fence describes. One that is no block of a lesson is dropped, and the report says why."""
    try:
        data = json.loads(code)
        if isinstance(data, dict) and data.get("type") == "exercise" and stream.place != Place.BODY:
            raise Misshapen("an exercise stands in the lesson itself")
        made = shapes.block(data, stream.place, _Reader(reading, line))
    except (ValueError, RecursionError) as error:
        why = str(error) if isinstance(error, Misshapen) else "it is not JSON"
        reading.complain(line, f"a block given as data: {why}", Weight.DROPPED)
        return
    stream.add(made["type"], made["value"], line)
