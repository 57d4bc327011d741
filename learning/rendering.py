"""A lesson's body as HTML: what everybody reads is drawn once and kept; checkpoints and exercises for their reader."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

from cms.blocks import outline
from cms.blocks.body import css_class, draw
from cms.context import site_facts
from cms.services import provisions, publication
from learning import exercise_pieces
from learning.blocks.checkpoints import CheckpointBlock
from learning.blocks.faces import Face, face, tell
from learning.blocks.practice import ExerciseBlock
from learning.exercise_pieces import Mine, Task
from learning.models import Exercise


@dataclass(frozen=True, slots=True)
class Segment:
    """A block of a body: HTML that is ready, or a checkpoint or an exercise, which are drawn for their reader."""

    block_id: str
    classes: str
    html: str = ""
    face: Face | None = None
    task: Task | None = None
    is_heading: bool = False


def segments(
    page: Any, *, request: HttpRequest, stamp: int | None = None, facilitator: bool = False
) -> list[Segment]:
    """The body of a lesson in pieces, kept for as long as nothing is published, and at most for the day: a solution
    may be due tomorrow. `stamp` is `publication.version()`, asked for here if the caller has not done so.

    A preview is drawn afresh, and there `request.preview_audience` says who reads. Notes for facilitators are in
    the pieces only for facilitators: what is kept for readers never holds any.
    """
    if getattr(request, "is_preview", False):
        return _draw(page, request, facilitator=getattr(request, "preview_audience", "") == "facilitator")
    audience = "facilitators" if facilitator else "readers"
    name = f"lesson:{page.pk}:{translation.get_language()}:{timezone.localdate()}:{audience}"
    version = publication.version() if stamp is None else stamp
    return publication.prepared(name, version, partial(_draw, page, request, facilitator=facilitator))


def render_body(
    page: Any,
    *,
    request: HttpRequest,
    given: Mapping[str, Any] | None = None,
    stamp: int | None = None,
    facilitator: bool = False,
    after: Callable[[Segment], str] | None = None,
    mine: Callable[[list[Task]], Mapping[UUID, Mine]] | None = None,
) -> SafeString:
    """Give the body for this reader, every block in an element with `id="b-<block id>"` and `data-block`.

    `given` has what this member answered to checkpoints, by block id (see `faces.tell`); its `refusal`, if any,
    says why it was not taken. A visitor gets the questions
    and the way to the sign-in: no form, no token, nothing that belongs to one person. `after` may add to a block.
    `mine` says what this member has done with exercises; it is asked once, for all of them.
    """
    values: dict[str, Any] = {}
    if given:
        values = {child.id: child.value for child in page.body if child.id in given}
    pieces = []
    drawn = segments(page, request=request, stamp=stamp, facilitator=facilitator)
    tasks = [segment.task for segment in drawn if segment.task]
    standing = mine(tasks) if mine and tasks else None
    for segment in drawn:
        html: str = mark_safe(segment.html)
        if segment.face:
            answer = given.get(segment.block_id) if given else None
            refusal = getattr(answer, "refusal", "")
            html = _checkpoint(segment.face, page, request, values.get(segment.block_id), answer, refusal)
        elif segment.task:
            html = _exercise(segment, page, request, standing)
        if after:
            html = format_html("{}{}", html, after(segment))
        pieces.append(
            format_html(
                '<div class="{}" id="b-{}" data-block="{}">{}</div>',
                segment.classes,
                segment.block_id,
                segment.block_id,
                html,
            )
        )
    return mark_safe("\n".join(pieces))


def render_checkpoint(
    page: Any, block_id: str, value: Any, *, request: HttpRequest, given: Any = None, refusal: str = ""
) -> SafeString:
    """Give one checkpoint alone, as it is swapped in after answering."""
    return _checkpoint(face(value, block_id), page, request, value, given, refusal)


def _exercise(
    segment: Segment, page: Any, request: HttpRequest, standing: Mapping[UUID, Mine] | None
) -> SafeString:
    task = segment.task
    if standing is not None:
        own = standing.get(task.key, Mine())
        return exercise_pieces.for_member(task, own, request=request, lesson=page, block_id=segment.block_id)
    is_preview = getattr(request, "is_preview", False)
    return exercise_pieces.for_visitor(
        task, url="" if is_preview else exercise_pieces.address(task.key, page)
    )


def task_of(page: Any, block_id: str, *, request: HttpRequest) -> Task | None:
    """The exercise in one block of a lesson."""
    drawn = segments(page, request=request)
    return next((each.task for each in drawn if each.block_id == block_id), None)


def _draw(page: Any, request: HttpRequest, *, facilitator: bool) -> list[Segment]:
    exercise_pieces.with_rules(_exercises(page))
    with provisions.at_hand(_streams(page), facts=site_facts(request)):
        return _drawn(page, facilitator=facilitator)


def _streams(page: Any) -> Iterator[StreamValue]:
    """The body and what the exercises in it hold."""
    yield page.body
    for exercise in _exercises(page):
        yield from (exercise.prompt, exercise.hints, exercise.solution)


def _exercises(page: Any) -> Iterator[Exercise]:
    for child in outline.walk(page.body, confidential=True):
        if child.block_type == "exercise" and (exercise := child.value["exercise"]):
            yield exercise


def _drawn(page: Any, *, facilitator: bool) -> list[Segment]:
    places = outline.plan(page.body)
    context = {"page": page, "places": places, "facilitator": facilitator}
    found: list[Segment] = []
    for child in page.body:
        classes = css_class(child, places)
        if isinstance(child.block, CheckpointBlock):
            found.append(Segment(child.id, classes, face=face(child.value, child.id)))
        elif isinstance(child.block, ExerciseBlock):
            if task := exercise_pieces.cut(child.block, child.value, {**context, "id": child.id}):
                found.append(Segment(child.id, classes, task=task))
        elif html := draw(child, context):
            found.append(Segment(child.id, classes, html, is_heading=child.block_type == "heading"))
    return found


def _checkpoint(
    shown: Face, page: Any, request: HttpRequest, value: Any, given: Any, refusal: str = ""
) -> SafeString:
    context: dict[str, Any] = {"face": shown, "told": tell(shown, value, given), "refusal": refusal}
    # In a preview there is nothing to answer, and a new block has no id yet.
    is_preview = getattr(request, "is_preview", False)
    if request.user.is_authenticated and not is_preview:
        context["action"] = reverse("learning:checkpoint", args=[page.translation_key, shown.block_id])
        context["csrf_token"] = get_token(request)
    elif not is_preview:
        here = f"{page.get_url(request)}#checkpoint-{shown.block_id}"
        context["sign_in_url"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': here})}"
    return render_to_string("blocks/checkpoint.html", context)
