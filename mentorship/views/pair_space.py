"""What the two of a pair do on their page: write, meet, set goals, pause, complete. Every change is a POST."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorship.exceptions import MentorshipError
from mentorship.forms import GoalForm, MeetingForm, MessageForm
from mentorship.models import Pairing, PairMeeting
from mentorship.services import pair_course, pair_goals, pair_meetings, pair_progress, pair_thread

from .pairings import lessons, own, page

MEETING_VERBS: dict[str, Callable] = {
    "confirm": pair_meetings.confirm,
    "cancel": pair_meetings.cancel,
    "held": partial(pair_meetings.tell_how, held=True),
    "missed": partial(pair_meetings.tell_how, held=False),
}
GOAL_VERBS: dict[str, Callable] = {
    "done": partial(pair_goals.mark, done=True),
    "undo": partial(pair_goals.mark, done=False),
    "remove": pair_goals.remove,
}
COURSE_VERBS: dict[str, Callable] = {
    "pause": pair_course.pause,
    "resume": pair_course.resume,
    "finish": pair_course.finish,
    "go-on": pair_course.go_on,
    "share": pair_progress.share,
    "hide": pair_progress.hide,
}
#: Where on the page of the pair one reads what a verb has changed; the others are about its course.
PANELS = {"pause": "paused", "resume": "turn", "share": "progress", "hide": "progress"}


@login_required
@never_cache
@require_POST
def write(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Words to the other one."""
    found, form = own(request, uuid), MessageForm(request.POST)
    return _save(request, found, form, pair_thread.write, "message_form", "thread")


@login_required
@never_cache
@require_POST
def add_goal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A new goal."""
    names = {key: entry.title for key, entry in lessons(request).items()}
    found, form = own(request, uuid), GoalForm(request.POST, lessons=names)
    return _save(request, found, form, pair_goals.add, "goal_form", "goals")


@login_required
@never_cache
@require_POST
def propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A time to meet."""
    found, form = own(request, uuid), MeetingForm(request.POST, member=request.user)
    return _save(request, found, form, pair_meetings.propose, "meeting_form", "meetings")


@login_required
@never_cache
def move(request: HttpRequest, uuid: UUID, meeting: UUID) -> HttpResponse:
    """Another time or place for a meeting; opening the page changes nothing."""
    found = own(request, uuid)
    row = _meeting(found, meeting)
    if request.method != "POST" and (found.is_apart or not found.takes_words):
        return _back(uuid, "meetings")  # nothing can be moved, and on hold the place is not shown
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, member=request.user, meeting=row)
    if form.is_valid() and _done(
        form, lambda: pair_meetings.move(meeting=row, member=request.user, **form.facts)
    ):
        return _back(uuid, "meetings")
    context = {"pairing": found, "other": found.other_of(request.user), "meeting": row, "form": form}
    with timezone.override(request.user.zone):
        return render(request, "mentorship/pair_meeting_move.html", context)


@login_required
@never_cache
@require_POST
def meeting(request: HttpRequest, uuid: UUID, meeting: UUID, verb: str) -> HttpResponse:
    """Confirm it, call it off, say how it went."""
    found = own(request, uuid)
    row = _meeting(found, meeting)
    return _act(request, found, _verb(MEETING_VERBS, verb), "meetings", meeting=row)


@login_required
@never_cache
@require_POST
def goal(request: HttpRequest, uuid: UUID, goal: UUID, verb: str) -> HttpResponse:
    """Reached, not yet, or not wanted any more; one that is gone already is gone."""
    found = own(request, uuid)
    row = found.goals.filter(uuid=goal).first()
    act = _verb(GOAL_VERBS, verb)
    if row is None:
        return _back(uuid, "goals")
    row.pairing = found
    return _act(request, found, act, "goals", goal=row)


@login_required
@never_cache
@require_POST
def course(request: HttpRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Pause, resume, complete, go on, share what is learned."""
    found, act = own(request, uuid), _verb(COURSE_VERBS, verb)
    try:
        return _act(request, found, act, PANELS.get(verb, "course"), pairing=found)
    except Pairing.DoesNotExist as nobody:  # for the newcomer alone
        raise Http404 from nobody


def _meeting(found: Pairing, uuid: UUID) -> PairMeeting:
    row = get_object_or_404(found.meetings, uuid=uuid)
    row.pairing = found
    return row


def _verb(verbs: dict[str, Callable], name: str) -> Callable:
    if name not in verbs:
        raise Http404
    return verbs[name]


def _back(uuid: UUID, place: str) -> HttpResponse:
    return redirect(f"{reverse('mentorship:pairing', args=[uuid])}#{place}")


def _done(form: Form, act: Callable[[], object]) -> bool:
    """Whether it was done; a refusal stands in the form, beside what was typed."""
    try:
        act()
    except MentorshipError as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _save(
    request: HttpRequest, found: Pairing, form: Form, save: Callable, name: str, place: str
) -> HttpResponse:
    if form.is_valid() and _done(form, lambda: save(pairing=found, member=request.user, **form.facts)):
        return _back(found.uuid, place)
    return page(request, found, **{name: form})


def _act(request: HttpRequest, found: Pairing, act: Callable, place: str, **what: object) -> HttpResponse:
    try:
        act(member=request.user, **what)
    except MentorshipError as refusal:
        return page(request, own(request, found.uuid), refusal=refusal.message)
    return _back(found.uuid, place)
