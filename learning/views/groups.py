"""The page of a study group, and what a member does there: join, leave, come or not come to one of the next meetups."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cms import page_context
from learning.models import RSVP, GroupMembership, Mode, StudyGroup, StudyGroupPage
from learning.services import (
    afterwards,
    cohorts,
    group_ends,
    group_sheets,
    memberships,
    reviews_of_groups,
    rsvps,
    tracks,
)

from .doors import shelf_of, sign_in_url
from .group_doors import group_url, posted_to_group, told


@page_context.source(StudyGroupPage)
def group_page(request: HttpRequest, page: StudyGroupPage) -> dict[str, Any]:
    """The group beside its page; a page whose group is a draft, or that has none, is only a page."""
    group = StudyGroup.objects.shown().select_related("chapter").filter(pk=page.group_id).first()
    if group is None:
        return {"sheet": None}
    member = request.user if request.user.is_authenticated else None
    sheet, shelf = group_sheets.sheet(group=group, member=member), shelf_of(request)
    return {
        "sheet": sheet,
        "cohort": _cohort(request, sheet),
        "afterwards": _afterwards(request, sheet),
        "recaps": afterwards.recaps_of(about=afterwards.About(group=group), shelf=shelf) if shelf else [],
        "reviews": reviews_of_groups.reviews_of(group=group, member=member),
        "sign_in_url": "" if member else sign_in_url(request.path),
    }


def _cohort(request: HttpRequest, sheet: group_sheets.Sheet) -> cohorts.Cohort | None:
    """What a member reads before the next meetup that takes place."""
    ahead = (each.meetup for each in sheet.coming if each.may_change)
    found, shelf = next(ahead, None), shelf_of(request)
    if found is None or shelf is None or not sheet.is_member:
        return None
    return cohorts.of_meetup(meetup=found, shelf=shelf, member=request.user, catches_up=sheet.is_learner)


def _afterwards(request: HttpRequest, sheet: group_sheets.Sheet) -> group_ends.Afterwards | None:
    """How a member of a finished group goes on."""
    shelf, group = shelf_of(request), sheet.group
    if shelf is None or not sheet.is_member or group.state != StudyGroup.State.FINISHED:
        return None
    every = {each.key: each for each in tracks.outlines(**shelf.around)}
    return group_ends.afterwards(group=group, member=request.user, outline=every.get(group.track_key))


def group(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The lasting address of a group: on to its page in the reader's language."""
    found = get_object_or_404(StudyGroup.objects.shown(), uuid=uuid)
    url = group_url(request, found)
    if not url:
        raise Http404
    return redirect(url)


@posted_to_group
def join(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """Join, or ask to, with how one usually comes."""
    mode = _mode(request, group)
    if group.join == StudyGroup.Join.APPROVAL:
        words = _("You have asked to join. An organizer answers you by mail.")
    else:
        words = _("You are in. You have a seat, or a place in the queue, at every meetup ahead.")
    told(request, partial(memberships.join, group=group, member=request.user, mode=mode), words)
    return redirect("learning:group", uuid=group.uuid)


@posted_to_group
def leave(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """Leave, or take back the wish to join."""
    row = _membership(request, group)
    words = _("You left the group. Your seats went to others. You can join again whenever you like.")
    told(request, partial(memberships.leave, membership=row, actor=request.user), words)
    return redirect("learning:group", uuid=group.uuid)


@posted_to_group
def usual(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """How one usually comes; what was answered already stays."""
    row = _membership(request, group)
    words = _("That is how you come from now on. Answers you gave already stay as they are.")
    told(request, partial(memberships.set_default, membership=row, mode=_mode(request, group)), words)
    return redirect("learning:group", uuid=group.uuid)


@posted_to_group
def away(request: HttpRequest, group: StudyGroup, meetup: UUID) -> HttpResponse:
    """Not come to one meetup: the seat goes on at once, the others stay."""
    rsvp = get_object_or_404(
        RSVP.objects.of(request.user).for_listing(), meetup__uuid=meetup, meetup__group=group
    )
    words = _("Noted. Your seat goes to the next person, and your other meetups stay.")
    told(request, partial(rsvps.release, rsvp=rsvp, actor=request.user), words)
    return redirect("learning:group", uuid=group.uuid)


@posted_to_group
def come(request: HttpRequest, group: StudyGroup, meetup: UUID) -> HttpResponse:
    """Come after all: a seat if one is free, or else a place in the queue."""
    row = _membership(request, group)
    found = get_object_or_404(group.meetups.select_related("group", "chapter"), uuid=meetup)
    kinds = set(found.pools.values_list("kind", flat=True))
    role = RSVP.Role.HELPER if row.role != "learner" and "helper" in kinds else RSVP.Role.LEARNER
    answer = partial(rsvps.respond, meetup=found, member=request.user, mode=_own_mode(row, kinds), role=role)
    told(request, answer, _("Noted. Below you see whether you have a seat or a place in the queue."))
    return redirect("learning:group", uuid=group.uuid)


def _membership(request: HttpRequest, group: StudyGroup) -> GroupMembership:
    return get_object_or_404(
        GroupMembership, group=group, member=request.user, state__in=["pending", "joined"]
    )


def _own_mode(row: GroupMembership, kinds: set[str]) -> str:
    usable = sorted(kinds & set(Mode.values))
    return row.default_mode if row.default_mode in usable or not usable else usable[0]


def _mode(request: HttpRequest, group: StudyGroup) -> str:
    """The way to come that was chosen; what the group does not have is not taken."""
    ways = [way for way, _label in group_sheets.ways_to_come(group=group)]
    sent = request.POST.get("mode", "")
    return sent if sent in ways else ways[0]
