"""Where a block stands on its page: the headings in order, their anchors, and the level a title in a block has."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

from .text import HeadingBlock

# Names that the frame of a page uses for its own parts.
TAKEN = frozenset({"main", "menu", "member", "outline", "done", "preferences", "search", "messages"})
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Place:
    """The level (2 to 6) of a heading, or of a title inside another block; only headings have an anchor."""

    level: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as an outline shows it."""

    text: str
    level: int
    anchor: str


def inner_streams(value) -> Iterator[StreamValue]:
    """Give the streams that a value of a block holds, in reading order, without those inside them."""
    if isinstance(value, StreamValue):
        yield value
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from inner_streams(part)
    elif isinstance(value, ListValue):
        for part in value:
            yield from inner_streams(part)


def walk(stream: StreamValue, *, confidential: bool = False) -> Iterator[StreamValue.StreamChild]:
    """Give every block of a body in reading order, containers before what they hold.

    Confidential blocks (notes for facilitators) and what they hold are left out unless asked for.
    """
    for child in stream:
        if confidential or not getattr(child.block, "confidential", False):
            yield child
            for inner in inner_streams(child.value):
                yield from walk(inner, confidential=confidential)


def plan(stream: StreamValue, *, above: int = 1, anchors: bool = True) -> dict[str, Place]:
    """Give the place of every block by its id. `above` is the level of the title the body stands under.

    No level is ever skipped, whatever the editor chose, and every anchor is there once: the second
    "Summary" of a page becomes "summary-2". With `anchors=False` no heading has one (a body inside another page's).
    """
    places: dict[str, Place] = {}
    _plan(stream, above, places, set(TAKEN) if anchors else None)
    return places


def _plan(stream: StreamValue, above: int, places: dict[str, Place], taken: set[str] | None) -> None:
    current = above
    for child in stream:
        if getattr(child.block, "confidential", False):
            continue
        if isinstance(child.block, HeadingBlock):
            current = max(min(int(child.value["level"] or 2), current + 1), above + 1)
            anchor = "" if taken is None else _free(child.value["anchor"] or child.value["text"], taken)
            places[child.id] = Place(min(current, DEEPEST), anchor)
        else:
            places[child.id] = Place(min(current + 1, DEEPEST))
            for inner in inner_streams(child.value):
                _plan(inner, current, places, taken)


def _free(words: str, taken: set[str]) -> str:
    base = slugify(words, allow_unicode=True) or "section"
    anchor, nth = base, 1
    while anchor in taken:
        nth += 1
        anchor = f"{base}-{nth}"
    taken.add(anchor)
    return anchor


def headings(stream: StreamValue) -> list[Heading]:
    """Give the headings of a body for an outline, with the very anchors the page is drawn with."""
    places = plan(stream)
    return [
        Heading(child.value["text"], places[child.id].level, places[child.id].anchor)
        for child in walk(stream)
        if isinstance(child.block, HeadingBlock)
    ]
