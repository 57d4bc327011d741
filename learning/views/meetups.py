"""A meetup's page, and answering it: taking a seat, giving it up, saying yes to an offer."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from learning import facilitating, linked_data, meetup_schema, schedule
from learning.exceptions import LearningError
from learning.meetup_forms import RSVPForm
from learning.models import RSVP, Meetup
from learning.services import desk_lists, feedback, meetup_sheets, rsvps

from .doors import shelf_of, sign_in_url

View = Callable[..., HttpResponse]


@require_safe
@never_cache
def meetup(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What, when, where, who, and my answer; for everybody, unless its group is a draft."""
    return _page(request, seen(request, uuid))


def answering(view: View) -> View:
    """Members' POSTs to a meetup they may see. A visitor signs in and comes back to its page; nothing is kept."""

    @require_POST
    @never_cache
    @wraps(view)
    def door(request: HttpRequest, uuid: UUID) -> HttpResponse:
        found = seen(request, uuid)
        if not request.user.is_authenticated:
            url = sign_in_url(found.get_absolute_url())
            return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
        try:
            view(request, found)
        except LearningError as refusal:
            found.refresh_from_db()
            return _page(request, found, str(refusal.message))
        if request.htmx:
            return _page(request, found)
        return redirect(f"{found.get_absolute_url()}#answer")

    return door


@answering
def rsvp(request: HttpRequest, found: Meetup) -> None:
    """Take a seat or a place in the queue, or come another way."""
    form = RSVPForm(request.POST)
    if not form.is_valid():
        raise LearningError(form.refusal)
    rsvps.respond(meetup=found, member=request.user, **form.cleaned_data)


@answering
def release(request: HttpRequest, found: Meetup) -> None:
    """Give up my seat, my offer or my place."""
    if mine := _mine(request, found):
        rsvps.release(rsvp=mine, actor=request.user)


@answering
def accept(request: HttpRequest, found: Meetup) -> None:
    """Say yes to the seat I was offered."""
    mine = _mine(request, found)
    if mine is None:
        raise LearningError(_("There is no seat on offer for you right now."))
    rsvps.accept(rsvp=mine, actor=request.user)


@login_required
@require_safe
@never_cache
def offer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where the links of letters lead: my answer alone, with its buttons. Opening it changes nothing."""
    found = seen(request, uuid)
    answer = meetup_sheets.answer(meetup=found, member=request.user)
    return render(request, "learning/meetup_offer.html", {"answer": answer, **_times(request, found)})


def seen(request: HttpRequest, uuid: UUID) -> Meetup:
    """The meetup, if this reader may see it. Raises Http404."""
    return get_object_or_404(Meetup.objects.seen_by(request.user).for_listing(), uuid=uuid)


def _mine(request: HttpRequest, found: Meetup) -> RSVP | None:
    row = RSVP.objects.of(request.user).filter(meetup=found).first()
    if row:
        row.meetup = found
    return row


def _page(request: HttpRequest, found: Meetup, refusal: str = "") -> HttpResponse:
    """The whole page, or the answer alone for htmx."""
    answer = meetup_sheets.answer(meetup=found, member=request.user)
    context: dict[str, Any] = {"answer": answer, "refusal": refusal, **_times(request, found)}
    if request.htmx and request.method == "POST":
        response = render(request, "components/meetup_answer.html", {**context, "fresh": True})
        patch_vary_headers(response, ["HX-Request"])
        return response
    shelf = shelf_of(request)
    context["sheet"] = meetup_sheets.sheet(
        meetup=found,
        member=request.user,
        answered=answer,
        shelf=shelf,
    )
    context["learns"] = request.user.is_authenticated and not answer.helps
    if shelf and (found.may_run or answer.helps):
        cohort = context["sheet"].cohort
        context["notes"] = facilitating.notes([each.key for each in cohort.readings], shelf=shelf)
    if request.user.is_authenticated and found.has_desk and found.is_on:
        context["takes_part"] = desk_lists.open_to(member=request.user).filter(pk=found.pk).exists()
    if found.is_over:
        context["may_tell"] = feedback.may_tell(meetup=found, member=request.user)
    if not context["is_draft"]:
        url = request.build_absolute_uri(found.get_absolute_url())
        kinds = {pool.kind for pool in answer.pools}
        context["linked_data"] = linked_data.in_script(meetup_schema.event(found, url=url, kinds=kinds))
    return render(request, "learning/meetup.html", context)


def _times(request: HttpRequest, found: Meetup) -> dict[str, Any]:
    """The meetup with its zone in words, and whether the reader's clocks show something else."""
    here = schedule.local(found.starts_at, found.timezone)
    yours = found.starts_at.astimezone(request.user.zone) if request.user.is_authenticated else here
    return {
        "meetup": found,
        "zone_name": found.timezone.replace("_", " "),
        "differs": yours.replace(tzinfo=None) != here.replace(tzinfo=None),
        "is_draft": bool(found.group and found.group.state == found.group.State.DRAFT),
        "sign_in_url": sign_in_url(found.get_absolute_url()),
    }
