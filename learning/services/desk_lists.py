"""Reads the help desk: who takes part, who waits and since when, whose turn it is, and who waits for the same exercise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.models import Block, Member
from learning.channels import Channel, channel
from learning.models import (
    RSVP,
    Attendance,
    Exercise,
    GroupMembership,
    HelpRequest,
    Meetup,
    MeetupLesson,
    StudyGroup,
)
from learning.models.meetups import AROUND, Kind

from . import homework
from .desk import TAKE_OVER

State = HelpRequest.State

KINDS = (Kind.HANGOUT, Kind.HOMEWORK_MEETUP)
MOST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A request as one reader sees it: its exercise by name, who is with them, whether it is the reader's to take."""

    request: HelpRequest
    exercise: str
    helper: str
    is_mine: bool
    is_free: bool

    @property
    def is_taken(self) -> bool:
        return self.request.claimed_by_id is not None and not self.is_free


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk for one reader. A learner sees what they asked and whom they might sit with; a helper sees who waits."""

    meetup: Meetup
    may_help: bool
    mine: Entry | None
    place: int
    pairs: tuple[str, ...]
    queue: tuple[Entry, ...]
    waiting: int
    longest: datetime | None
    exercises: tuple[tuple[str, str], ...]
    channel: Channel | None

    @property
    def version(self) -> str:
        """Changes whenever something on the desk does, apart from the clock."""
        seen = [(each.request.pk, each.request.state, each.helper, each.is_free) for each in self.queue]
        own = (self.mine.request.state, self.mine.helper, self.place) if self.mine else ()
        return sha256(repr((seen, own, self.pairs, self.waiting)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Running:
    """A desk that is open now, for Today: how many wait there, since when the longest, and whether it is one's own turn."""

    meetup: Meetup
    waiting: int
    longest: datetime | None
    is_my_turn: bool


def open_to(*, member: Member) -> QuerySet[Meetup]:
    """Meetups with a desk in which this member takes part, each with `may_help`: one statement with the meetup."""
    helps = _helped_by(member)
    seats = RSVP.objects.confirmed().filter(meetup=OuterRef("pk"), member=member)
    joined = GroupMembership.objects.joined().filter(group=OuterRef("group"), member=member)
    came = Attendance.objects.filter(
        meetup=OuterRef("pk"), member=member, state__in=[Attendance.State.PRESENT, Attendance.State.LATE]
    )
    mine = Meetup.objects.filter(kind__in=KINDS).filter(helps | Exists(seats) | Exists(joined) | Exists(came))
    may_help = ExpressionWrapper(helps, output_field=BooleanField())
    return mine.annotate(may_help=may_help).select_related("chapter", "group", "venue")


def visible_to(*, helper: Member) -> QuerySet[HelpRequest]:
    """Requests this member may help with: of desks they help at, never their own, never across a block."""
    helped = Meetup.objects.filter(_helped_by(helper), kind__in=KINDS)
    rows = HelpRequest.objects.filter(meetup__in=helped.values("pk")).exclude(member=helper)
    return rows.exclude(member__in=Block.objects.hiding_from(helper)).select_related("meetup", "member")


def _helped_by(member: Member) -> Q:
    seats = RSVP.objects.confirmed().filter(meetup=OuterRef("pk"), member=member, role=RSVP.Role.HELPER)
    groups = StudyGroup.objects.helped_by(member)
    return (
        Q(Exists(seats))
        | Q(group__in=groups.values("pk"))
        | Q(pk__in=Meetup.objects.run_by(member).values("pk"))
    )


def desk(*, meetup: Meetup, reader: Member, language: str, stamp: int) -> Desk:
    """The desk as it is now: four statements after the meetup with its `may_help`."""
    may_help = getattr(meetup, "may_help", False)
    hidden = Block.objects.hiding_from(reader)
    rows = list(
        meetup.help_requests.filter(state__in=HelpRequest.OPEN)
        .select_related("member", "claimed_by")
        .order_by("waiting_since", "pk")
    )
    asked = homework.owing_lessons(stamp=stamp)
    lessons = MeetupLesson.objects.filter(meetup=meetup).values_list("lesson_key", flat=True)
    keys = list(dict.fromkeys(key for lesson in lessons for key in asked.get(lesson, ())))
    named = {row.exercise_key for row in rows if row.exercise_key}
    titles = {
        key: each.title for key, each in Exercise.objects.in_language({*keys, *named}, language).items()
    }
    now = timezone.now()
    entries = [_entry(row, titles, reader, hidden, now) for row in rows]
    mine = next((each for each in entries if each.is_mine), None)
    others = [each for each in entries if not each.is_mine and each.request.member_id not in hidden]
    for_helper = [each for each in others if each.request.state == State.WAITING_HELPER]
    return Desk(
        meetup=meetup,
        may_help=may_help,
        mine=mine,
        place=_place(rows, mine),
        pairs=tuple(_pairs(mine, others)),
        queue=tuple(others) if may_help else (),
        waiting=len([each for each in for_helper if not each.is_taken]),
        longest=for_helper[0].request.waiting_since if for_helper else None,
        exercises=tuple((str(key), titles[key]) for key in keys if key in titles),
        channel=channel(meetup.group.chat_url) if meetup.group else None,
    )


def running(*, member: Member) -> list[Running]:
    """Desks that are open now where somebody waits for this member, or where it is their turn: one short statement
    while nobody waits anywhere, and one more while somebody does."""
    now = timezone.now()
    waiting = HelpRequest.objects.filter(
        state__in=HelpRequest.OPEN,
        meetup__kind__in=KINDS,
        meetup__starts_at__lte=now + AROUND,
        meetup__ends_at__gte=now - AROUND,
    ).exclude(meetup__state=Meetup.State.CANCELLED)
    if not waiting.exists():
        return []
    may_see = ExpressionWrapper(
        Q(Exists(Meetup.objects.filter(_helped_by(member), pk=OuterRef("meetup")))),
        output_field=BooleanField(),
    )
    blocks = Block.objects.filter(
        Q(blocker=member, blocked=OuterRef("member")) | Q(blocked=member, blocker=OuterRef("member"))
    )
    rows = (
        waiting.exclude(Exists(blocks))
        .annotate(may_see=may_see)
        .filter(Q(may_see=True) | Q(member=member))
        .select_related("meetup")
        .order_by("meetup__starts_at", "waiting_since", "pk")
    )
    found: dict[int, list[HelpRequest]] = {}
    for row in rows:
        found.setdefault(row.meetup_id, []).append(row)
    return [_running(each, member) for each in found.values()]


def _running(rows: list[HelpRequest], member: Member) -> Running:
    waits = [
        row for row in rows
        if row.member_id != member.pk and row.state == State.WAITING_HELPER and row.claimed_by_id is None
    ]  # fmt: skip
    turn = any(row.member_id == member.pk and row.state == State.WAITING_LEARNER for row in rows)
    return Running(rows[0].meetup, len(waits), waits[0].waiting_since if waits else None, turn)


def _entry(
    row: HelpRequest, titles: dict[UUID, str], reader: Member, hidden: set[int], now: datetime
) -> Entry:
    helper = row.claimed_by if row.claimed_by_id not in hidden else None
    is_stale = row.claimed_at is not None and row.claimed_at <= now - TAKE_OVER
    waits = row.state == State.WAITING_HELPER
    return Entry(
        request=row,
        exercise=titles.get(row.exercise_key, "") if row.exercise_key else "",
        helper=helper.name if helper else "",
        is_mine=row.member_id == reader.pk,
        is_free=waits and row.claimed_by_id != reader.pk and (row.claimed_by_id is None or is_stale),
    )


def _place(rows: list[HelpRequest], mine: Entry | None) -> int:
    """One's place among those who wait for a helper and have none, counted from 1; 0 without one."""
    waiting = [row.pk for row in rows if row.state == State.WAITING_HELPER and row.claimed_by_id is None]
    return waiting.index(mine.request.pk) + 1 if mine and mine.request.pk in waiting else 0


def _pairs(mine: Entry | None, others: Iterable[Entry]) -> list[str]:
    """Who else waits for a helper with the same exercise; nobody across a block."""
    if mine is None or mine.request.exercise_key is None or mine.request.state != State.WAITING_HELPER:
        return []
    same = [
        each.request.member.name
        for each in others
        if each.request.exercise_key == mine.request.exercise_key
        and each.request.state == State.WAITING_HELPER
    ]
    return same[:MOST_PAIRS]
