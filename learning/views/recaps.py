"""Recaps: an organizer writes some sentences on a phone, looks at the draft, and publishes it; and what the page shows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms import page_context
from cms.models import Member
from learning.afterwards_forms import RecapForm
from learning.exceptions import LearningError
from learning.models import Meetup, RecapPage, TalkSlot
from learning.services import afterwards, recaps, slots

from .doors import shelf_of
from .meetup_desk import organizing


@organizing
def recap(request: HttpRequest, found: Meetup) -> HttpResponse:
    """Where the recap stands: to be written, a draft to look at, or published."""
    page = recaps.of(meetup=found)
    form = RecapForm(request.POST or None)
    if form.is_valid():
        try:
            recaps.draft(actor=request.user, meetup=found, **form.cleaned_data)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            if page is None:
                messages.success(request, _("The draft stands. Look it over, and publish it."))
            else:
                messages.info(request, _("The recap was begun before. It stands as it was."))
            return redirect("learning:recap", found.uuid)
    # Not as `page`: for Wagtail this would be a page of the site with its bar.
    given: dict[str, Any] = {"meetup": found, "form": form, "recap": page}
    if page:
        given |= {
            "draft": page.get_latest_revision_as_object(),
            "told": afterwards.told(meetup=found, member=request.user, shelf=shelf_of(request)),
            "may_edit": page.permissions_for_user(request.user).can_edit(),
            "url": page.get_url(request) if page.live else "",
        }
    return render(request, "learning/recap.html", given)


@require_POST
@organizing
def publish(request: HttpRequest, found: Meetup) -> HttpResponse:
    """The draft becomes public."""
    try:
        recaps.publish(actor=request.user, meetup=found)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Published. It stands on the pages of the meetup and the group."))
    return redirect("learning:recap", found.uuid)


@login_required
@require_POST
def name(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The speaker says whether their name may stand in the recap, before or after."""
    slot = get_object_or_404(TalkSlot.objects.select_related("meetup"), uuid=uuid, speaker=request.user)
    may = request.POST.get("may_be_named") == "yes"
    try:
        slots.name_speaker(speaker=request.user, slot=slot, may_be_named=may)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        words = _("Your name stands in the recap.") if may else _("Your name no longer stands in the recap.")
        messages.success(request, words)
    return redirect(_recap_url(request, slot.meetup))


@page_context.source(RecapPage)
def recap_page(request: HttpRequest, page: RecapPage) -> dict[str, Any]:
    """What is told beside the words. A recap of a meetup nobody else may see is only a page."""
    meetup = Meetup.objects.shown().for_listing().filter(pk=page.meetup_id).first()
    if meetup is None:
        return {"told": None}
    member = request.user if isinstance(request.user, Member) else None
    return {"told": afterwards.told(meetup=meetup, member=member, shelf=shelf_of(request)), "meetup": meetup}


def _recap_url(request: HttpRequest, meetup: Meetup) -> str:
    """The published recap, or else the meetup's page."""
    shelf = shelf_of(request)
    found = afterwards.recaps_of(about=afterwards.About(meetup=meetup), shelf=shelf) if shelf else []
    return found[0].url if found else f"{meetup.get_absolute_url()}#talks"
