"""Reads the calendar of the whole site: what is to come, by day, narrowed by chapter, kind, and room or online."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch

from cms.models import Chapter, Member
from learning.models import RSVP, Meetup, SeatPool
from learning.models.meetups import MeetupQuerySet

MEETUPS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A meetup in a list, with the reader's own answer where there is one."""

    meetup: Meetup
    pools: tuple[SeatPool, ...]
    answer: str = ""

    @property
    def is_full(self) -> bool:
        """No seat is free for anybody who comes to learn."""
        return not any(pool.free != 0 for pool in self.pools if pool.kind != SeatPool.Kind.HELPER)

    @property
    def is_online(self) -> bool:
        return any(pool.kind == SeatPool.Kind.REMOTE for pool in self.pools)


@dataclass(frozen=True, slots=True)
class Day:
    """The meetups of one day on the calendars of their places."""

    on: date
    lines: tuple[Line, ...]


def chapters() -> list[Chapter]:
    """Chapters that have something to come, by name."""
    coming = Meetup.objects.upcoming().shown().filter(chapter=OuterRef("pk"))
    return list(Chapter.objects.filter(Exists(coming.order_by())))


def days(
    *, member: Member | None, chapter: str = "", kind: str = "", where: str = "", page: str | None = None
) -> tuple[list[Day], Page]:
    """A page of what is to come, by day, and the page itself. Empty words narrow nothing."""
    found = Meetup.objects.upcoming().shown().for_listing().order_by("local_date", "starts_at", "pk")
    if chapter:
        found = found.filter(chapter__uuid=chapter)
    if kind:
        found = found.filter(kind=kind)
    if where:
        found = found.filter(Exists(SeatPool.objects.filter(meetup=OuterRef("pk"), kind=where)))
    sheet = Paginator(_with_seats(found), MEETUPS_A_PAGE).get_page(page)
    return _by_day(list(sheet.object_list), member), sheet


def next_of(*, chapter: Chapter, member: Member | None, most: int = 3) -> list[Day]:
    """The next meetups of a chapter, by day."""
    found = Meetup.objects.upcoming().shown().filter(chapter=chapter).for_listing()
    return _by_day(list(_with_seats(found)[:most]), member)


def _with_seats(meetups: MeetupQuerySet) -> MeetupQuerySet:
    return meetups.prefetch_related(Prefetch("pools", queryset=SeatPool.objects.order_by("pk")))


def _by_day(meetups: list[Meetup], member: Member | None) -> list[Day]:
    answers: dict[int, str] = {}
    if member and meetups:
        mine = RSVP.objects.of(member).filter(meetup__in=meetups).exclude(state=RSVP.State.RELEASED)
        answers = dict(mine.values_list("meetup", "state"))
    lines = [Line(each, tuple(each.pools.all()), answers.get(each.pk, "")) for each in meetups]
    by_day = groupby(lines, key=lambda line: line.meetup.local_date)
    return [Day(on, tuple(group)) for on, group in by_day]
