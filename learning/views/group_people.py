"""The organizer's screen of people: let in, say no, give roles, put somebody on or off one meetup."""

from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.models import Block
from learning.models import GroupMembership, StudyGroup
from learning.services import group_people, memberships

from .group_doors import run_by_reader, told

View = Callable[..., HttpResponse]


@run_by_reader()
def people(request: HttpRequest, group: StudyGroup) -> HttpResponse:
    """Everybody, those who ask first, with seats of the meetup in the address."""
    chosen = request.GET.get("meetup", "")
    sheet = group_people.people(group=group, organizer=request.user, chosen=chosen)
    context = {"group": group, "sheet": sheet, "roles": GroupMembership.Role.choices}
    return render(request, "learning/group_people.html", context)


def of_person(view: View) -> View:
    """POSTs about one person of a group, by its organizers; who is hidden from them by a block is not there."""

    @require_POST
    @run_by_reader()
    @wraps(view)
    def door(request: HttpRequest, group: StudyGroup, person: int, **parts: object) -> HttpResponse:
        rows = group.memberships.filter(state__in=["joined", "pending"]).select_related("member", "group")
        row = get_object_or_404(rows.exclude(member__in=Block.objects.hiding_from(request.user)), pk=person)
        view(request, row, **parts)
        chosen = parts.get("meetup")
        url = reverse("learning:group-people", args=[group.uuid])
        return redirect(f"{url}?meetup={chosen}" if chosen else url)

    return door


@of_person
def approve(request: HttpRequest, row: GroupMembership) -> None:
    """Let somebody in."""
    words = _("{name} is in, with a seat or a place at every meetup ahead.").format(name=row.member.name)
    told(request, partial(memberships.approve, membership=row, actor=request.user), words)


@of_person
def remove(request: HttpRequest, row: GroupMembership) -> None:
    """Say no, or end a membership."""
    words = _("{name} is no longer on the list. No reason is told.").format(name=row.member.name)
    told(request, partial(memberships.remove, membership=row, actor=request.user), words)


@of_person
def role(request: HttpRequest, row: GroupMembership) -> None:
    """Make somebody a helper, an organizer or a learner."""
    wanted = request.POST.get("role", "")
    if wanted not in GroupMembership.Role.values:
        raise Http404
    words = _("{name} has the new role.").format(name=row.member.name)
    told(request, partial(memberships.set_role, membership=row, role=wanted, actor=request.user), words)


@of_person
def seat(request: HttpRequest, row: GroupMembership, meetup: UUID) -> None:
    """Put somebody on a meetup, or off it."""
    found = get_object_or_404(row.group.meetups.select_related("group", "chapter"), uuid=meetup)
    act, words = (
        (group_people.take_off, _("{name} does not come. The seat goes to the next person."))
        if "off" in request.POST
        else (group_people.put_on, _("{name} has a seat, or a place in the queue."))
    )
    doing = partial(act, meetup=found, membership=row, actor=request.user)
    told(request, doing, words.format(name=row.member.name))
