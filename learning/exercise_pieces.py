"""An exercise in pieces: the task, which is the same for everybody, and what is drawn for its reader: hints and hand-in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.blocks import outline
from cms.context import site_facts
from cms.services import provisions, publication
from learning.blocks.practice import ExerciseBlock, rules_of, solution_is_out
from learning.models import Exercise, LessonPage, Submission

SLOT = "<!-- for the reader -->"


@dataclass(frozen=True, slots=True)
class Task:
    """What is kept of a drawn exercise: everything for everybody, and no solution that is not out for everybody."""

    key: UUID
    kind: str
    is_handed_in: bool
    before: str
    after: str
    hints: tuple[str, ...] = ()
    solution: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """What a member has done with an exercise."""

    opened: int = 0
    submission: Submission | None = None

    @property
    def is_accepted(self) -> bool:
        return self.submission is not None and self.submission.state == Submission.State.ACCEPTED


def cut(block: ExerciseBlock, value: Any, context: dict[str, Any]) -> Task | None:
    """Draw an exercise block once for all readers; None when its exercise is gone. `context` has `id` and `places`."""
    exercise = value["exercise"]
    if not exercise:
        return None
    drawn = block.get_context(value, parent_context=context)
    html = render_to_string("blocks/exercise.html", {**drawn, "slot": mark_safe(SLOT)})
    before, _slot, after = html.rpartition(SLOT)
    return Task(
        key=exercise.translation_key,
        kind=exercise.kind,
        is_handed_in=exercise.is_handed_in,
        before=before,
        after=after,
        hints=tuple(drawn["hints"]),
        solution=drawn.get("solution") or "",
    )


def whole(exercise: Exercise, *, request: HttpRequest, stamp: int) -> Task:
    """The exercise on a page of its own, which has its title; kept as long as nothing is published, at most for the day."""
    language = translation.get_language()

    def make() -> Task | None:
        with provisions.at_hand((exercise.prompt, exercise.hints), facts=site_facts(request)):
            return cut(BLOCK, BLOCK.normalize({"exercise": exercise, "note": ""}), {"bare": True})

    name = f"exercise:{exercise.pk}:{language}:{timezone.localdate()}"
    return publication.prepared(name, stamp, make)


def solution_for(exercise: Exercise, *, is_accepted: bool, request: HttpRequest) -> SafeString | None:
    """The solution, drawn for one reader and kept nowhere; None where it is not out for them, or there is none."""
    if not exercise.solution or not solution_is_out(
        rules_of(exercise), timezone.localdate(), is_accepted=is_accepted
    ):
        return None
    places = outline.plan(exercise.solution, above=2, anchors=False)
    with provisions.at_hand((exercise.solution,), facts=site_facts(request)):
        return exercise.solution.render_as_block({"places": places})


def with_rules(exercises: Iterable[Exercise]) -> None:
    """Let each know the rules of its other languages, in one query for all that are drawn together.

    One that keeps its solution to itself anyway needs to know no others'.
    """
    today = timezone.localdate()
    found = [
        each
        for each in exercises
        if getattr(each, "family_rules", None) is None
        and each.solution
        and solution_is_out([(each.release, each.release_on)], today)
    ]
    rules = Exercise.objects.rules_of(each.translation_key for each in found) if found else {}
    for each in found:
        each.family_rules = rules.get(each.translation_key, set())


def for_visitor(task: Task, *, url: str = "") -> SafeString:
    """The exercise with every hint to open and, for homework, the way to hand it in at `url`."""
    help_html = render_to_string(
        "blocks/parts/exercise_help.html", {"hints": _safe(task.hints), "solution": mark_safe(task.solution)}
    )
    return _joined(task, mark_safe(help_html), _hand_in(task, None, url))


def for_member(
    task: Task, mine: Mine, *, request: HttpRequest, lesson: LessonPage | None = None, block_id: str = ""
) -> SafeString:
    """The exercise with the hints this member has opened, the next one to open, and how the homework stands."""
    return _joined(
        task,
        hints_for(task, mine.opened, request=request, lesson=lesson, block_id=block_id),
        _hand_in(task, mine.submission, address(task.key, lesson)) if lesson else mark_safe(""),
    )


def hints_for(
    task: Task, opened: int, *, request: HttpRequest, lesson: LessonPage | None = None, block_id: str = ""
) -> SafeString:
    """The part of an exercise that changes when a hint is opened."""
    opened = min(opened, len(task.hints))
    context: dict[str, Any] = {
        "id": f"help-{block_id or task.key}",
        "hints": _safe(task.hints[:opened]),
        "solution": mark_safe(task.solution),
    }
    if opened < len(task.hints):
        context |= {
            "number": opened + 1,
            "action": reverse("learning:hint", args=[task.key, opened + 1]),
            "place": [("lesson", lesson.translation_key), ("block", block_id)] if lesson else [],
            "csrf_token": get_token(request),
        }
    return mark_safe(render_to_string("blocks/parts/exercise_help.html", context))


def address(key: UUID, lesson: LessonPage | None = None) -> str:
    """Where an exercise is handed in; it remembers the lesson one came from."""
    url = reverse("learning:homework", args=[key])
    return f"{url}?lesson={lesson.translation_key}" if lesson else url


def _hand_in(task: Task, submission: Submission | None, url: str) -> SafeString:
    if not url or not (task.is_handed_in or submission):
        return mark_safe("")
    return mark_safe(render_to_string("components/hand_in.html", {"submission": submission, "url": url}))


def _joined(task: Task, *parts: SafeString) -> SafeString:
    slots = format_html("{}" * len(parts), *parts)
    return format_html("{}{}{}", mark_safe(task.before), slots, mark_safe(task.after))


def _safe(pieces: Iterable[str]) -> list[SafeString]:
    return [mark_safe(piece) for piece in pieces]


BLOCK = ExerciseBlock()
