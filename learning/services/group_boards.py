"""The board of a group: what its next meetups still need, what the last ones left to do, who may need a word."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from cms.models import Block, Member
from learning.models import (
    RSVP,
    Attendance,
    GroupMembership,
    Meetup,
    MeetupLesson,
    RecapPage,
    SeatPool,
    StudyGroup,
)
from learning.moments import Moment, moment

from .group_sheets import pools_of

AHEAD, BEHIND = 4, 4
IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Card:
    """A meetup and what it needs: `todo` names, in order, place, lessons and recap."""

    meetup: Meetup
    when: Moment
    pools: tuple[SeatPool, ...] = ()
    waiting: int = 0
    todo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """Everything an organizer looks at before the week begins."""

    ahead: tuple[Card, ...]
    behind: tuple[Card, ...]
    asking: int
    missed: tuple[Member, ...]


def board(*, group: StudyGroup, organizer: Member) -> Board:
    """The board for one organizer; who is hidden from them by a block is left to the others. Eight statements."""
    ahead = list(
        Meetup.objects.upcoming().filter(group=group).exclude(state="cancelled").for_listing()[:AHEAD]
    )
    recaps = RecapPage.objects.filter(meetup=OuterRef("pk"), live=True)
    behind = list(
        Meetup.objects.past()
        .filter(group=group)
        .exclude(state="cancelled")
        .for_listing()
        .annotate(has_recap=Exists(recaps))[:BEHIND]
    )
    hidden = Block.objects.hiding_from(organizer)
    asking = group.memberships.filter(state=GroupMembership.State.PENDING).exclude(member__in=hidden)
    return Board(
        ahead=tuple(_ahead(group, ahead)),
        behind=tuple(_card(each, todo=("recap",)) for each in behind if not each.has_recap),
        asking=asking.count(),
        missed=tuple(_missed(group, behind[:IN_A_ROW], hidden)),
    )


def _ahead(group: StudyGroup, meetups: list[Meetup]) -> list[Card]:
    pools = pools_of(meetups=meetups)
    keys = [each.pk for each in meetups]
    planned = set(MeetupLesson.objects.filter(meetup__in=keys).values_list("meetup_id", flat=True))
    queue = Counter(
        RSVP.objects.filter(meetup__in=keys, state=RSVP.State.WAITLISTED).values_list("meetup_id", flat=True)
    )
    return [
        _card(
            each,
            pools=tuple(pools[each.pk]),
            waiting=queue[each.pk],
            todo=tuple(_needs(each, {pool.kind for pool in pools[each.pk]}, has_lessons=each.pk in planned)),
        )
        for each in meetups
    ]


def _needs(meetup: Meetup, kinds: set[str], *, has_lessons: bool) -> list[str]:
    found = []
    if "room" in kinds and meetup.venue_id is None:
        found.append("place")
    if "remote" in kinds and not meetup.online_url:
        found.append("link")
    if not has_lessons and meetup.group and meetup.group.track_key:
        found.append("lessons")
    return found


def _card(meetup: Meetup, **facts: Any) -> Card:
    return Card(meetup, moment(meetup.starts_at, meetup.ends_at, meetup.timezone), **facts)


def _missed(group: StudyGroup, last: list[Meetup], hidden: set[int]) -> list[Member]:
    """Members who were noted as absent at each of the last two meetups."""
    if len(last) < IN_A_ROW:
        return []
    absent = Counter(
        Attendance.objects.filter(meetup__in=[each.pk for each in last], state=Attendance.State.ABSENT)
        .exclude(member__isnull=True)
        .values_list("member_id", flat=True)
    )
    twice = {key for key, times in absent.items() if times == IN_A_ROW} - hidden
    rows = GroupMembership.objects.joined().filter(group=group, member__in=twice).select_related("member")
    return [row.member for row in rows.order_by("joined_at", "pk")]
