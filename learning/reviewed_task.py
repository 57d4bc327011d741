"""The task a reviewer reads beside the homework, and for helpers its solution; drawn once for all of them."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from cms.blocks import outline
from cms.context import site_facts, stamp
from cms.services import provisions, publication
from learning import exercise_pieces
from learning.models import Exercise


@dataclass(frozen=True, slots=True)
class Drawn:
    """The task and, where it may be read and there is one, its solution."""

    task: SafeString
    solution: SafeString


def drawn(exercise: Exercise | None, *, request: HttpRequest, with_solution: bool) -> Drawn | None:
    """The exercise for a reviewer, without hints; None when it was deleted."""
    if exercise is None:
        return None
    task = exercise_pieces.whole(exercise, request=request, stamp=stamp(request))
    shown = _solution(exercise, request) if with_solution else ""
    return Drawn(mark_safe(task.before + task.after), mark_safe(shown))


def _solution(exercise: Exercise, request: HttpRequest) -> str:
    def draw() -> str:
        if not exercise.solution:
            return ""
        places = outline.plan(exercise.solution, above=2, anchors=False)
        with provisions.at_hand((exercise.solution,), facts=site_facts(request)):
            return str(exercise.solution.render_as_block({"places": places}))

    name = f"solution-for-helpers:{exercise.pk}:{translation.get_language()}"
    return publication.prepared(name, stamp(request), draw)
