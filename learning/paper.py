"""Lessons on paper: drawn for everybody alike, without forms, for the print view of a track and for the take-home pack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamBlock, StreamValue

from cms.blocks import outline
from cms.blocks.body import css_class, draw
from cms.services import provisions
from cms.services.structure import SiteFacts
from learning.blocks.checkpoints import CheckpointBlock
from learning.blocks.faces import face
from learning.exercise_pieces import with_rules
from learning.models import Exercise, LessonPage

type Children = list[StreamValue.StreamChild]
STREAMS = ("prompt", "hints", "solution")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lesson as it is printed."""

    page: LessonPage
    body: SafeString
    images: frozenset[int] = frozenset()  # all pictures that were drawn with it


def sheets(
    pages: Sequence[LessonPage], *, facts: SiteFacts | None, facilitator: bool = False, anchors: bool = True
) -> list[Sheet]:
    """Draw lessons, however many, for the same number of statements. Their bodies are read as one stream, so that what
    they show is fetched together. Notes for facilitators are drawn for facilitators only; answers to checkpoints never.
    With `anchors=False` headings have none: several lessons on one page would have the same ones.
    """
    if not pages:
        return []
    whole, bodies = _together([page.body for page in pages])
    exercises = list({id(found): found for found in _exercises(whole)}.values())
    with_rules(exercises)
    streams = [whole]
    for name in STREAMS:
        if exercises:
            read, parts = _together([getattr(exercise, name) for exercise in exercises])
            streams.append(read)
            for exercise, part in zip(exercises, parts, strict=True):
                setattr(exercise, name, _stream(read.stream_block, part))
    images = frozenset(
        child.value["image"].pk
        for stream in streams
        for child in outline.walk(stream)
        if child.block_type == "image" and child.value["image"]
    )
    with provisions.at_hand(streams, facts=facts):
        return [
            Sheet(page, _drawn(page, body, facilitator=facilitator, anchors=anchors), images)
            for page, body in zip(pages, bodies, strict=True)
        ]


def _together(streams: Sequence[StreamValue]) -> tuple[StreamValue, list[Children]]:
    """Several streams of the same kind read as one, and each one's part of it."""
    raw = [list(stream.get_prep_value()) for stream in streams]
    whole = streams[0].stream_block.to_python([block for part in raw for block in part])
    children, start, parts = list(whole), 0, []
    for part in raw:
        known = sum(block["type"] in whole.stream_block.child_blocks for block in part)
        parts.append(children[start : start + known])
        start += known
    return whole, parts


def _stream(block: StreamBlock, children: Children) -> StreamValue:
    return StreamValue(block, [(child.block_type, child.value, child.id) for child in children])


def _exercises(stream: StreamValue) -> Iterator[Exercise]:
    for child in outline.walk(stream, confidential=True):
        if child.block_type == "exercise" and child.value["exercise"]:
            yield child.value["exercise"]


def _drawn(page: LessonPage, body: Children, *, facilitator: bool, anchors: bool) -> SafeString:
    places = outline.plan(body, anchors=anchors)  # type: ignore[arg-type] - a stream is read like a list
    context: dict[str, Any] = {"page": page, "places": places, "facilitator": facilitator}
    found = []
    for child in body:
        if isinstance(child.block, CheckpointBlock):
            asked = {"face": face(child.value, child.id)}
            html = render_to_string("learning/paper/checkpoint.html", asked)
        else:
            html = draw(child, context)
        if html:
            found.append(f'<div class="{css_class(child, places)}">{html}</div>')
    return mark_safe("\n".join(found))
