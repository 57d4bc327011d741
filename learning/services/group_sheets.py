"""What the page of a study group says to one reader: the next meetups with their seats, people, and what they can do."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from cms.models import Block, Member
from learning.channels import Channel, channel
from learning.models import RSVP, GroupMembership, Meetup, SeatPool, StudyGroup
from learning.moments import Moment, moment

NEXT = 2
PEOPLE = 40

State, Role = GroupMembership.State, GroupMembership.Role


@dataclass(frozen=True, slots=True)
class Coming:
    """A meetup ahead: when, its seats by kind, and the reader's answer."""

    meetup: Meetup
    when: Moment
    pools: tuple[SeatPool, ...] = ()
    rsvp: RSVP | None = None

    @property
    def is_answered(self) -> bool:
        """Whether the reader has a seat, an offer or a place."""
        return self.rsvp is not None and self.rsvp.state != RSVP.State.RELEASED

    @property
    def may_change(self) -> bool:
        return not self.meetup.is_cancelled and not self.meetup.has_started


@dataclass(frozen=True, slots=True)
class Sheet:
    """A group as one reader sees it."""

    group: StudyGroup
    coming: tuple[Coming, ...] = ()
    number: int = 0
    waiting: int = 0
    people: tuple[GroupMembership, ...] = ()
    membership: GroupMembership | None = None
    is_organizer: bool = False
    ways: tuple[tuple[str, str], ...] = field(default=())

    @property
    def is_member(self) -> bool:
        return self.membership is not None and self.membership.state == State.JOINED

    @property
    def is_learner(self) -> bool:
        return self.is_member and self.membership is not None and self.membership.role == Role.LEARNER

    @property
    def is_pending(self) -> bool:
        return self.membership is not None and self.membership.state == State.PENDING

    @property
    def may_join(self) -> bool:
        """Whether the way in is shown. Who was removed sees a group like everybody who cannot join now."""
        removed = self.membership is not None and self.membership.state == State.REMOVED
        return not (self.group.is_over or self.is_member or self.is_pending or removed)

    @property
    def channel(self) -> Channel | None:
        """Where the group talks, if its address may be followed."""
        return channel(self.group.chat_url)

    @property
    def more_people(self) -> int:
        return max(self.number - len(self.people), 0)


def sheet(*, group: StudyGroup, member: Member | None) -> Sheet:
    """The group for a member, or for a visitor: names of members are for members, everybody else sees how many."""
    mine, counted = _mine(group, member) if member else (None, _counted(group, member))
    runs = counted["runs"]
    shows_people = member is not None and (runs or (mine is not None and mine.state == State.JOINED))
    return Sheet(
        group=group,
        coming=tuple(coming(group=group, member=member)),
        number=counted["joined"],
        waiting=counted["pending"] if runs else 0,
        people=tuple(_people(group, member)) if member and shows_people else (),
        membership=mine,
        is_organizer=runs,
        ways=tuple(ways_to_come(group=group)),
    )


def _mine(group: StudyGroup, member: Member) -> tuple[GroupMembership | None, dict[str, Any]]:
    """The member's own row with what is counted beside it, or what is counted alone: for members one query."""
    rows = group.memberships.filter(member=member).annotate(
        joined=Count("group__memberships", filter=Q(group__memberships__state=State.JOINED)),
        pending=Count("group__memberships", filter=Q(group__memberships__state=State.PENDING)),
        runs=Exists(StudyGroup.objects.run_by(member).filter(pk=OuterRef("group_id"))),
    )
    if (row := rows.first()) is None:
        return None, _counted(group, member)
    return row, {"joined": row.joined, "pending": row.pending, "runs": row.runs}


def _counted(group: StudyGroup, member: Member | None) -> dict[str, Any]:
    """How many belong to the group, how many ask to, and whether this member runs it: one query."""
    mine = StudyGroup.objects.run_by(member) if member else StudyGroup.objects.none()
    rows = StudyGroup.objects.filter(pk=group.pk).values(
        joined=Count("memberships", filter=Q(memberships__state=State.JOINED)),
        pending=Count("memberships", filter=Q(memberships__state=State.PENDING)),
        runs=Exists(mine.filter(pk=OuterRef("pk"))),
    )
    return dict(rows[0])


def coming(*, group: StudyGroup, member: Member | None, number: int = NEXT) -> list[Coming]:
    """The next meetups, cancelled ones among them, with seats and this member's answers: three queries."""
    meetups = list(Meetup.objects.upcoming().filter(group=group).for_listing()[:number])
    pools = pools_of(meetups=meetups)
    answers = answers_of(meetups=meetups, member=member) if member else {}
    zone = member.zone.key if member else ""
    return [
        Coming(
            meetup,
            moment(meetup.starts_at, meetup.ends_at, meetup.timezone, zone),
            tuple(pool for pool in pools[meetup.pk] if pool.kind != SeatPool.Kind.HELPER),
            answers.get(meetup.pk),
        )
        for meetup in meetups
    ]


def pools_of(*, meetups: Collection[Meetup]) -> dict[int, list[SeatPool]]:
    """The seats of these meetups by their keys: one query."""
    found: dict[int, list[SeatPool]] = defaultdict(list)
    for pool in SeatPool.objects.filter(meetup__in=[each.pk for each in meetups]):
        found[pool.meetup_id].append(pool)
    return found


def answers_of(*, meetups: Iterable[Meetup], member: Member) -> dict[int, RSVP]:
    """A member's answers to these meetups by their keys: one query."""
    rows = RSVP.objects.of(member).filter(meetup__in=[each.pk for each in meetups])
    return {row.meetup_id: row for row in rows}


def ways_to_come(*, group: StudyGroup) -> list[tuple[str, str]]:
    """How one can usually come: in the room, online, or either."""
    kinds = {
        StudyGroup.Attendance.ROOM: [SeatPool.Kind.ROOM],
        StudyGroup.Attendance.REMOTE: [SeatPool.Kind.REMOTE],
    }
    shown = kinds.get(StudyGroup.Attendance(group.mode), [SeatPool.Kind.ROOM, SeatPool.Kind.REMOTE])
    return [(kind.value, str(kind.label)) for kind in shown]


def _people(group: StudyGroup, member: Member) -> list[GroupMembership]:
    """Members without those between whom and the reader there is a block, organizers and helpers first."""
    hidden = Block.objects.hiding_from(member)
    rows = group.memberships.joined().exclude(member__in=hidden).select_related("member")
    order = [Role.ORGANIZER, Role.HELPER, Role.LEARNER]
    return sorted(rows.order_by("joined_at", "pk"), key=lambda row: order.index(Role(row.role)))[:PEOPLE]
