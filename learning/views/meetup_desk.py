"""The organizer's side of a meetup, on a phone too: plan, move, cancel, reopen, resize, and the sheet to sign."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.models import Chapter
from learning import clock_words
from learning.exceptions import LearningError
from learning.meetup_desk_forms import CancelForm, MoveForm, PlanForm, ResizeForm
from learning.models import Meetup, SeatPool, StudyGroup, TalkSlot
from learning.services import meetup_sheets, meetups, planned_meetups
from learning.slot_forms import SlotForm

View = Callable[..., HttpResponse]


def organizing(view: View) -> View:
    """Meetups of the chapters and groups one runs; for everybody else there is no such page."""

    @login_required
    @never_cache
    @wraps(view)
    def door(request: HttpRequest, uuid: UUID) -> HttpResponse:
        mine = Meetup.objects.run_by(request.user).for_listing()
        return view(request, get_object_or_404(mine, uuid=uuid))

    return door


@login_required
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """A single meetup of a chapter or a group one runs; the form sent twice plans one."""
    chapter, group = _host(request)
    if chapter is None:
        chapters = list(Chapter.objects.run_by(request.user))
        if not chapters:
            raise Http404
        return render(request, "learning/meetup_hosts.html", {"chapters": chapters})
    form = PlanForm(request.POST or None, chapter=chapter, group=group)
    if form.is_valid():
        planned = planned_meetups.plan_once(
            key=form.cleaned_data["key"], actor=request.user, chapter=chapter, group=group, facts=form.facts
        )
        if planned:
            messages.success(request, _("It is planned, and people can answer."))
            return redirect("learning:meetup-desk", planned.uuid)
        form.add_error(None, _("This form was used before. Load the page again to plan another meetup."))
    return render(request, "learning/meetup_plan.html", {"form": form, "chapter": chapter, "group": group})


@require_safe
@organizing
def desk(request: HttpRequest, found: Meetup) -> HttpResponse:
    """What can be done with a meetup, and how many seats are taken."""
    return _desk(request, found)


@require_POST
@organizing
def move(request: HttpRequest, found: Meetup) -> HttpResponse:
    """Another time or place; everybody with a seat or a place is told once."""
    form = MoveForm.of(found, request.POST)
    if form.is_valid():
        given, before = form.cleaned_data, found.ics_sequence
        try:
            moved = meetups.move(
                actor=request.user,
                meetup=found,
                day=given["day"],
                clock=given["clock"],
                minutes=given["minutes"],
                place=(given["venue"], given["online_url"]),
            )
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            words = _("Saved. Everybody with a seat or a place gets a mail about what changed.")
            same = _("That is when and where it is already. Nothing was changed, and nobody gets a mail.")
            return _done(request, found, same if moved.ics_sequence == before else words)
    return _desk(request, found, move=form)


@require_POST
@organizing
def cancel(request: HttpRequest, found: Meetup) -> HttpResponse:
    """It does not take place. Everybody's answer is kept."""
    form = CancelForm(request.POST)
    if form.is_valid():
        try:
            meetups.cancel(actor=request.user, meetup=found, **form.cleaned_data)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _done(request, found, _("It is cancelled. Everybody with a seat or a place gets a mail."))
    return _desk(request, found, cancel=form)


@require_POST
@organizing
def reopen(request: HttpRequest, found: Meetup) -> HttpResponse:
    """It takes place after all, with everybody who had a seat or a place."""
    try:
        meetups.reopen(actor=request.user, meetup=found)
    except LearningError as refusal:
        messages.error(request, refusal.message)
        return redirect("learning:meetup-desk", found.uuid)
    return _done(
        request,
        found,
        _("It takes place. Everybody who had a seat or a place has it again, and gets a mail."),
    )


@require_POST
@organizing
def resize(request: HttpRequest, found: Meetup) -> HttpResponse:
    """More or fewer seats of one kind."""
    kind = request.POST.get("kind", "")
    if kind not in SeatPool.Kind.values:
        raise Http404
    pool = get_object_or_404(found.pools, kind=kind)
    form = ResizeForm(request.POST, pool=pool)
    if form.is_valid():
        try:
            meetups.resize(
                actor=request.user, meetup=found, kind=pool.kind, capacity=form.cleaned_data["seats"]
            )
        except LearningError as refusal:
            form.add_error("seats", refusal.message)
        else:
            return _done(request, found, _("Saved. Free seats are offered to those who wait, in order."))
    return _desk(request, found, resize=form)


@require_safe
@organizing
def sheet(request: HttpRequest, found: Meetup) -> HttpResponse:
    """The names of those with a seat, to print and to sign, with empty lines for who comes by."""
    given = {"meetup": found, "people": meetup_sheets.confirmed(meetup=found), "empty_lines": range(8)}
    return render(request, "learning/meetup_sheet.html", given)


def _host(request: HttpRequest) -> tuple[Chapter | None, StudyGroup | None]:
    """The group or chapter asked for, or the only chapter one runs. Raises Http404 for somebody else's."""
    try:
        group_key, chapter_key = (
            UUID(value) if (value := request.GET.get(name)) else None for name in ("group", "chapter")
        )
    except ValueError:
        raise Http404 from None
    if group_key:
        running = [StudyGroup.State.OPEN, StudyGroup.State.RUNNING]
        mine = StudyGroup.objects.run_by(request.user).filter(state__in=running).select_related("chapter")
        group = get_object_or_404(mine, uuid=group_key)
        return group.chapter, group
    chapters = Chapter.objects.run_by(request.user)
    if chapter_key:
        return get_object_or_404(chapters, uuid=chapter_key), None
    found = list(chapters[:2])
    return (found[0] if len(found) == 1 else None), None


def _done(request: HttpRequest, found: Meetup, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("learning:meetup-desk", found.uuid)


def _desk(request: HttpRequest, found: Meetup, **bound: MoveForm | CancelForm | ResizeForm) -> HttpResponse:
    """The desk, with the form that was refused as it was sent."""
    if bound:
        found.refresh_from_db()
    pools = list(found.pools.order_by("pk"))
    refused = bound.get("resize")
    given = {
        "meetup": found,
        "pools": pools,
        "waiting": meetup_sheets.waiting(meetup=found),
        "move": bound.get("move") or MoveForm.of(found),
        "cancel": bound.get("cancel") or CancelForm(),
        "sizes": [
            refused if isinstance(refused, ResizeForm) and refused.pool == pool else ResizeForm(pool=pool)
            for pool in pools
        ],
        "slots": found.slots.exclude(state=TalkSlot.State.DROPPED).select_related("speaker"),
        "offer": SlotForm(),
        "clocks": clock_words.note(found.local_date, found.local_time, found.timezone),
        "zone_name": found.timezone.replace("_", " "),
    }
    return render(request, "learning/meetup_desk.html", given)
