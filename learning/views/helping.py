"""The helpers' queue: what waits for a reader, what one has taken, and taking and giving back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.context import site_facts, stamp
from learning.exceptions import LearningError
from learning.models import Submission
from learning.queue_form import QueueForm
from learning.services import assignments, queues, reviewers, submissions
from learning.services.assignments import Assignment, Assignments

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the queue: a submission, and where its exercise stands."""

    submission: Submission
    task: Assignment


def for_reviewers(view: View) -> View:
    """Visitors sign in first; for members who review nothing there is no such page. Nothing of it is kept anywhere."""

    @login_required
    @never_cache
    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reviewers.is_reviewer(member=request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return door


def for_readers_of_everybody(view: View) -> View:
    """Views of all learners at once: for those who hold the right. Helpers of a group see their own in the queue."""

    @for_reviewers
    @wraps(view)
    def door(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reviewers.reads_everybody(member=request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return door


@for_reviewers
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the longest first; on top what I have taken."""
    known, counted = assignments_of(request), queues.counts(helper=request.user)
    form = _form(request, known, counted)
    track, exercise = form.chosen()
    sheet = queues.sheet(
        helper=request.user,
        exercises=_keys(known, track, exercise),
        after=request.GET.get("after", ""),
    )
    kept = {name: key for name, key in (("track", track), ("exercise", exercise)) if key}
    context = {
        "mine": entries(queues.mine(helper=request.user), known),
        "waiting": entries(sheet.rows, known),
        "number": sum(counted.values()),
        "facets": form,
        "is_narrowed": bool(kept),
        "is_later": "after" in request.GET,
        "has_matrix": reviewers.reads_everybody(member=request.user),
        "next_url": f"?{urlencode({**kept, 'after': sheet.after})}" if sheet.after else "",
    }
    return render(request, "learning/queue.html", context)


@require_POST
@for_reviewers
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one, and go to it."""
    submission = _reviewable(request, pk)
    try:
        submissions.claim(helper=request.user, submission=submission)
    except LearningError as refusal:
        messages.error(request, refusal.message)
        return redirect("learning:queue")
    return redirect("learning:review", pk)


@require_POST
@for_reviewers
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one back."""
    submission = _reviewable(request, pk)
    try:
        submissions.release(helper=request.user, submission=submission)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("You gave it back. Its place in the queue is the same as before."))
    return redirect("learning:queue")


def assignments_of(request: HttpRequest) -> Assignments:
    """The exercises and tracks of the reader's language."""
    facts = site_facts(request)
    if facts is None:
        return Assignments()
    return assignments.read(facts=facts, language=get_language() or "", stamp=stamp(request))


def entries(rows: Iterable[Submission], known: Assignments) -> list[Entry]:
    """Each with its exercise; one that was deleted has a name that says so."""
    return [Entry(row, _task(known, row.exercise_key)) for row in rows]


def _task(known: Assignments, key: UUID) -> Assignment:
    return known.by_key.get(key) or Assignment(key, _("An exercise that was deleted"))


def _form(request: HttpRequest, known: Assignments, counted: dict[UUID, int]) -> QueueForm:
    words = _("{title} ({number})")
    named = sorted((_task(known, key).title, key, number) for key, number in counted.items())
    return QueueForm(
        request.GET or None,
        tracks=[(track.key, track.title) for track in known.tracks],
        exercises=[(key, words.format(title=title, number=number)) for title, key, number in named],
    )


def _keys(known: Assignments, track: UUID | None, exercise: UUID | None) -> set[UUID] | None:
    """The exercises asked for, None for all."""
    asked: set[UUID] | None = None
    if track:
        asked = {key for key, task in known.by_key.items() if track in task.tracks}
    if exercise:
        asked = {exercise} if asked is None else asked & {exercise}
    return asked


def _reviewable(request: HttpRequest, pk: int) -> Submission:
    return get_object_or_404(Submission.objects.reviewable_by(request.user), pk=pk)
