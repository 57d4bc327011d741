"""Reads the door of a meetup: who is expected and in what order, who is there, and which taps can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.models import Block, Member
from cms.spelling import fold
from learning.models import RSVP, Attendance, DoorMark, GroupMembership, Meetup

State = Attendance.State

THERE = (State.PRESENT, State.LATE)
LAST = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the door: a member, with what they answered and how they were noted; or a guest, without a member."""

    name: str
    member: Member | None = None
    rsvp: RSVP | None = None
    noted: Attendance | None = None
    tap: UUID | None = None

    @property
    def folded(self) -> str:
        """The name as search compares it."""
        return fold(self.name)

    @property
    def state(self) -> str:
        return self.noted.state if self.noted else ""

    @property
    def is_there(self) -> bool:
        return self.state in THERE


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people, by why they are expected: "seats", "queue", "members" or "others"."""

    kind: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Last:
    """A tap that can be taken back."""

    key: UUID | None
    person: int | None
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Door:
    """The whole screen. `there` and `expected` count everybody, also who is hidden from the reader by a block."""

    parts: tuple[Part, ...]
    guests: tuple[Person, ...]
    last: tuple[Last, ...]
    there: int
    expected: int
    missing: int

    def person(self, key: int) -> Person | None:
        """The member with this key, if they are on the list."""
        people = (each for part in self.parts for each in part.people)
        return next((each for each in people if each.member and each.member.pk == key), None)


def door(*, meetup: Meetup, reader: Member, words: str = "") -> Door:
    """The door as one reader sees it, narrowed to names that hold these words: four statements, three without a group."""
    answers = list(meetup.rsvps.select_related("member"))
    joined = (
        GroupMembership.objects.joined().filter(group=meetup.group_id).select_related("member")
        if meetup.group_id
        else ()
    )
    taps = DoorMark.objects.standing().filter(attendance=OuterRef("pk"))
    noted = list(
        meetup.attendances.select_related("member").annotate(
            tap=Subquery(taps.values("key")[:1]), nth=Subquery(taps.values("pk")[:1])
        )
    )
    hidden = Block.objects.hiding_from(reader)
    people = _people(answers, joined, noted)
    shown = [person for person in people if not person.member or person.member.pk not in hidden]
    wanted = [word for word in fold(words).split() if word]
    found = [person for person in shown if all(word in person.folded for word in wanted)]
    seats = {row.member_id for row in answers if row.state == RSVP.State.CONFIRMED}
    known = {row.member_id for row in noted}
    return Door(
        parts=tuple(_parts(found)),
        guests=tuple(person for person in found if not person.member),
        last=tuple(_last(noted, hidden)),
        there=sum(row.state in THERE for row in noted),
        expected=len(seats),
        missing=len(seats - known),
    )


def _people(
    answers: Iterable[RSVP], joined: Iterable[GroupMembership], noted: Iterable[Attendance]
) -> list[Person]:
    """Everybody once, by name."""
    marks = {row.member_id: row for row in noted if row.member_id}
    by_answer = {row.member_id: row for row in answers}
    members = {row.member_id: row.member for row in joined}
    members |= {row.member_id: row.member for row in answers}
    members |= {row.member.pk: row.member for row in marks.values() if row.member}
    people = [
        Person(member.name, member, by_answer.get(key), row := marks.get(key), _tap(row))
        for key, member in members.items()
    ]
    people += [Person(row.guest_name, noted=row, tap=_tap(row)) for row in noted if not row.member_id]
    return sorted(people, key=lambda each: (each.folded, each.member.pk if each.member else 0))


def _parts(people: list[Person]) -> Iterable[Part]:
    """Those with a seat first, then the queue in its order, then who belongs to the group, then who came by."""
    members = [person for person in people if person.member]
    for kind in ("seats", "queue", "members", "others"):
        here = [person for person in members if _kind(person) == kind]
        if kind == "queue":
            here.sort(key=lambda each: (each.rsvp and each.rsvp.queue_number) or 0)
        if here:
            yield Part(kind, tuple(here))


def _kind(person: Person) -> str:
    state = person.rsvp.state if person.rsvp else ""
    if state == RSVP.State.CONFIRMED:
        return "seats"
    if state in {RSVP.State.OFFERED, RSVP.State.WAITLISTED}:
        return "queue"
    return "others" if person.noted and not person.rsvp else "members"


def _last(noted: Iterable[Attendance], hidden: set[int]) -> Iterable[Last]:
    """The last taps that stand, each of another person."""
    tapped = [row for row in noted if _tap(row) and row.member_id not in hidden]
    for row in sorted(tapped, key=lambda row: -getattr(row, "nth", 0))[:LAST]:
        name = row.member.name if row.member else row.guest_name
        yield Last(_tap(row), row.member_id, name, row.get_state_display())


def _tap(row: Attendance | None) -> UUID | None:
    """The key of the last tap about somebody that can be taken back."""
    return getattr(row, "tap", None)
