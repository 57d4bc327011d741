"""Reads the cohort line: what to read before a meetup, how far one person is with it, and how they can catch up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from cms.models import Member
from cms.services.restrictions import NO_KEYS, Keys
from cms.services.structure import SiteFacts
from learning.catching_up import Plan, Reading, plan
from learning.models import LessonProgress, Meetup, MeetupLesson, Submission

from . import cards, homework, tracks


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where titles and addresses of lessons come from: the site, the reader's language and the keys they hold."""

    facts: SiteFacts
    language: str
    stamp: int
    keys: Keys = NO_KEYS

    @property
    def around(self) -> dict[str, Any]:
        """As readers of tracks and lessons take it."""
        return {"facts": self.facts, "language": self.language, "stamp": self.stamp, "keys": self.keys}


@dataclass(frozen=True, slots=True)
class Cohort:
    """The lessons of a meetup as one reader stands with them, and their plan to catch up, if they missed some."""

    meetup: Meetup
    readings: tuple[Reading, ...] = ()
    plan: Plan = Plan()

    @property
    def covered(self) -> list[Reading]:
        return [each for each in self.readings if each.is_covered]

    @property
    def due(self) -> list[Reading]:
        return [each for each in self.readings if each.is_due]

    @property
    def to_read(self) -> list[Reading]:
        return [each for each in self.readings if not each.is_done]

    @property
    def minutes(self) -> int:
        """Of what is not done yet."""
        return sum(each.minutes for each in self.to_read)

    @property
    def homework(self) -> int:
        """How many pieces of homework are still to hand in."""
        return sum(each.homework for each in self.due)

    @property
    def is_ready(self) -> bool:
        """Whether everything for this meetup is done."""
        return bool(self.readings) and not self.to_read and not self.homework


def of_meetup(
    *, meetup: Meetup, shelf: Shelf, member: Member | None = None, catches_up: bool = False
) -> Cohort:
    """The lessons of a meetup: one statement, one more for a member's own progress, and one for titles where they are
    not all in the group's track. `catches_up` adds what earlier meetups of its group were about (no statement more).
    """
    rows = _assigned(meetup, with_earlier=catches_up and member is not None and not meetup.has_started)
    if not rows:
        return Cohort(meetup)
    here = [row for row in rows if row.meetup_id == meetup.pk]
    before = [row for row in rows if row.meetup_id != meetup.pk]
    lessons = _lessons({row.lesson_key for row in rows}, meetup, shelf)
    if member is not None:
        lessons = _with_standing(
            lessons, member, {row.lesson_key for row in here if _is_due(row)}, shelf.stamp
        )
    readings = _readings(here, lessons)
    earlier = [lessons[row.lesson_key] for row in before if row.lesson_key in lessons]
    today = timezone.localdate(timezone=ZoneInfo(meetup.timezone))
    return Cohort(meetup, readings, plan(earlier, readings, today=today, until=meetup.local_date))


def _assigned(meetup: Meetup, *, with_earlier: bool) -> list[MeetupLesson]:
    wanted = Q(meetup=meetup)
    if with_earlier and meetup.group_id:
        # What lies between now and this meetup is still to come: nobody has missed it.
        begun = min(meetup.starts_at, timezone.now())
        wanted |= Q(meetup__group=meetup.group_id, meetup__starts_at__lt=begun) & ~Q(
            meetup__state=Meetup.State.CANCELLED
        )
    rows = MeetupLesson.objects.filter(wanted)
    return list(rows.order_by("meetup__starts_at", "meetup_id", "sort_order", "pk"))


def _is_due(row: MeetupLesson) -> bool:
    return row.use == MeetupLesson.Use.HOMEWORK_DUE


def _lessons(wanted: set[UUID], meetup: Meetup, shelf: Shelf) -> dict[UUID, Reading]:
    """These lessons, as far as the reader may read them: from the group's track, or else each asked for."""
    found: dict[UUID, Reading] = {}
    if meetup.group and meetup.group.track_key:
        # From all tracks at once: they are prepared for Today and for the lists anyhow.
        every = {each.key: each for each in tracks.outlines(**shelf.around)}
        outline = every.get(meetup.group.track_key)
        for each in outline.lessons if outline else ():
            found[each.key] = Reading(each.key, each.title, each.url, each.minutes, original=each.original)
    if missing := wanted - found.keys():
        pages = cards.lessons_of(**shelf.around).filter(translation_key__in=missing)
        for row in cards.rows(list(pages), facts=shelf.facts, language=shelf.language, states={}):
            found[row.key] = Reading(row.key, row.title, row.url, row.minutes, original=row.original)
    return {key: found[key] for key in wanted if key in found}


def _with_standing(
    lessons: dict[UUID, Reading], member: Member, due: Collection[UUID], stamp: int
) -> dict[UUID, Reading]:
    """With how far the member is, and the homework they have not handed in: one statement for both."""
    asked = homework.owing_lessons(stamp=stamp) if due else {}
    tasks = {key: asked.get(key, []) for key in due}
    rows = LessonProgress.objects.filter(member=member, lesson_key__in=lessons.keys()).order_by()
    known = rows.values_list("lesson_key", "state")
    if exercises := [task for each in tasks.values() for task in each]:
        mine = Submission.objects.filter(member=member, exercise_key__in=exercises).handed_in().order_by()
        known = known.union(mine.values_list("exercise_key", "state"))
    states = dict(known)
    return {
        key: replace(
            each,
            state=states.get(key, ""),
            homework=sum(task not in states for task in tasks.get(key, ())),
        )
        for key, each in lessons.items()
    }


def _readings(rows: Iterable[MeetupLesson], lessons: dict[UUID, Reading]) -> tuple[Reading, ...]:
    """Each lesson once, with whether it is gone through, and whether its homework is due."""
    found: dict[UUID, Reading] = {}
    for row in rows:
        if each := found.get(row.lesson_key) or lessons.get(row.lesson_key):
            found[row.lesson_key] = (
                replace(each, is_due=True) if _is_due(row) else replace(each, is_covered=True)
            )
    return tuple(found.values())
