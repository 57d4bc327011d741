"""The people of a group as its organizer sees them: who asks, who belongs, and who comes to one of the next meetups."""

from dataclasses import dataclass

from cms.models import Block, Member
from learning.models import RSVP, GroupMembership, Meetup, SeatPool, StudyGroup
from learning.moments import Moment, moment

from . import rsvps

SHOWN = 6  # meetups to choose from

State, Role = GroupMembership.State, GroupMembership.Role


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the group, and their answer to the chosen meetup."""

    membership: GroupMembership
    rsvp: RSVP | None = None

    @property
    def comes(self) -> bool:
        """Whether they have a seat, an offer or a place in the queue."""
        return self.rsvp is not None and self.rsvp.state != RSVP.State.RELEASED


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of a group, and one of its next meetups with its seats."""

    asking: tuple[GroupMembership, ...]
    people: tuple[Person, ...]
    meetups: tuple[tuple[Meetup, Moment], ...]
    chosen: Meetup | None = None
    pools: tuple[SeatPool, ...] = ()


def people(*, group: StudyGroup, organizer: Member, chosen: str = "") -> People:
    """The screen of one organizer. Whoever is hidden from them by a block is left to the other organizers.

    `chosen` names a meetup by its uuid; nonsense there is the next one. Five statements.
    """
    hidden = Block.objects.hiding_from(organizer)
    rows = group.memberships.filter(state__in=[State.JOINED, State.PENDING]).exclude(member__in=hidden)
    everybody = list(rows.select_related("member").order_by("asked_at", "pk"))
    ahead = list(Meetup.objects.upcoming().filter(group=group).exclude(state="cancelled")[:SHOWN])
    meetup = next((each for each in ahead if str(each.uuid) == chosen), next(iter(ahead), None))
    answers = {row.member_id: row for row in RSVP.objects.filter(meetup=meetup)} if meetup else {}
    order = [Role.ORGANIZER, Role.HELPER, Role.LEARNER]
    joined = sorted(
        (row for row in everybody if row.state == State.JOINED),
        key=lambda row: (order.index(Role(row.role)), row.member.name.casefold()),
    )
    return People(
        asking=tuple(row for row in everybody if row.state == State.PENDING),
        people=tuple(Person(row, answers.get(row.member_id)) for row in joined),
        meetups=tuple((each, moment(each.starts_at, each.ends_at, each.timezone)) for each in ahead),
        chosen=meetup,
        pools=tuple(meetup.pools.all()) if meetup else (),
    )


def put_on(*, meetup: Meetup, membership: GroupMembership, actor: Member) -> RSVP:
    """Give somebody a seat as they usually come, or the next place in the queue. Raises what `rsvps.respond` does."""
    kinds = set(meetup.pools.values_list("kind", flat=True))
    helps = membership.role != Role.LEARNER and SeatPool.Kind.HELPER in kinds
    ways = sorted(kinds - {SeatPool.Kind.HELPER})
    mode = membership.default_mode if membership.default_mode in ways or not ways else ways[0]
    role = RSVP.Role.HELPER if helps else RSVP.Role.LEARNER
    return rsvps.respond(meetup=meetup, member=membership.member, mode=mode, role=role, actor=actor)


def take_off(*, meetup: Meetup, membership: GroupMembership, actor: Member) -> None:
    """Somebody does not come to one meetup; their seat goes on. Twice is once. Raises MeetupStarted."""
    rows = RSVP.objects.for_listing().filter(meetup=meetup, member=membership.member_id)
    if rsvp := rows.first():
        rsvps.release(rsvp=rsvp, actor=actor)
