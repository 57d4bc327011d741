"""Talks at a meetup: claiming a slot with a kind word for first-time speakers, and the organizer's yes and no."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from learning.exceptions import LearningError
from learning.models import Meetup, TalkSlot
from learning.services import slots
from learning.slot_forms import ClaimForm, SlotForm

Change = Callable[[HttpRequest, TalkSlot], str]


@login_required
@require_POST
def add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Offer a slot at a meetup one runs."""
    found = get_object_or_404(Meetup.objects.run_by(request.user), uuid=uuid)
    form = SlotForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("learning:meetup-desk", uuid)
    try:
        slots.add(actor=request.user, meetup=found, **form.cleaned_data)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The slot is on the page, and members can claim it."))
    return redirect("learning:meetup-desk", uuid)


@login_required
@never_cache
def claim(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What speaking is like here, and the form to claim the slot."""
    slot = _seen(request, uuid)
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        try:
            slots.claim(member=request.user, slot=slot, **form.cleaned_data)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("It is yours to give. An organizer says yes by mail."))
            return redirect(f"{slot.meetup.get_absolute_url()}#talks")
    return render(request, "learning/slot_claim.html", {"form": form, "slot": slot, "meetup": slot.meetup})


@login_required
@require_POST
def give_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The speaker gives the slot back."""
    slot = get_object_or_404(TalkSlot.objects.select_related("meetup"), uuid=uuid, speaker=request.user)
    try:
        slots.free(actor=request.user, slot=slot)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The slot is free again. Thank you for saying so."))
    return redirect(f"{slot.meetup.get_absolute_url()}#talks")


def organizers(change: Change) -> Callable[..., HttpResponse]:
    """POSTs about the slots of meetups one runs; back to the desk with a sentence."""

    @login_required
    @require_POST
    @wraps(change)
    def door(request: HttpRequest, uuid: UUID) -> HttpResponse:
        mine = TalkSlot.objects.filter(meetup__in=Meetup.objects.run_by(request.user))
        slot = get_object_or_404(mine.select_related("meetup"), uuid=uuid)
        try:
            messages.success(request, change(request, slot))
        except LearningError as refusal:
            messages.error(request, refusal.message)
        return redirect("learning:meetup-desk", slot.meetup.uuid)

    return door


@organizers
def confirm(request: HttpRequest, slot: TalkSlot) -> str:
    """Yes to the speaker."""
    slots.confirm(actor=request.user, slot=slot)
    return _("It is on the program, and the speaker gets a mail.")


@organizers
def decline(request: HttpRequest, slot: TalkSlot) -> str:
    """No to the speaker; the slot is free again."""
    slots.free(actor=request.user, slot=slot)
    return _("The slot is free again, and the speaker gets a mail.")


@organizers
def withdraw(request: HttpRequest, slot: TalkSlot) -> str:
    """A free slot is taken off the page."""
    slots.withdraw(actor=request.user, slot=slot)
    return _("The slot is no longer on the page.")


@organizers
def given(request: HttpRequest, slot: TalkSlot) -> str:
    """The talk was given."""
    slots.note_given(actor=request.user, slot=slot)
    return _("Noted.")


def _seen(request: HttpRequest, uuid: UUID) -> TalkSlot:
    """A slot of a meetup this member may see, that was not taken away. Raises Http404."""
    shown = TalkSlot.objects.exclude(state=TalkSlot.State.DROPPED).select_related(
        "meetup__chapter", "meetup__group"
    )
    return get_object_or_404(
        shown.filter(meetup__in=Meetup.objects.seen_by(request.user).values("pk")), uuid=uuid
    )
