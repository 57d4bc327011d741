"""A plan for who missed something: what earlier meetups left open, spread over the days before the next. Pure, no Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from learning.spreading import spread


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson of a meetup, which goes through it, or where its homework is due: `state` is "", "started" or "done",
    `homework` how much of it is still to hand in."""

    key: UUID
    title: str
    url: str
    minutes: int = 0
    state: str = ""
    original: str = ""
    is_covered: bool = False
    is_due: bool = False
    homework: int = 0

    @property
    def is_done(self) -> bool:
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class Day:
    """What to read on one day."""

    day: date
    lessons: tuple[Reading, ...]

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.lessons)


@dataclass(frozen=True, slots=True)
class Plan:
    """What of earlier meetups is open, and the days on which it and the next meetup's lessons can be read."""

    missed: tuple[Reading, ...] = ()
    days: tuple[Day, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.missed)


def plan(earlier: Sequence[Reading], coming: Sequence[Reading], *, today: date, until: date) -> Plan:
    """The lessons of `earlier` meetups that are not done, then those of the coming one, from today to the day before it.

    On the day of the meetup itself that day is all there is. Nothing missed is no plan: then the list of the coming
    meetup says it all. A lesson of both is read once, where it is missed.
    """
    missed = tuple({each.key: each for each in earlier if not each.is_done}.values())
    if not missed:
        return Plan()
    known = {each.key for each in missed}
    fresh = {each.key: each for each in coming if not each.is_done and each.key not in known}
    wanted = [*missed, *fresh.values()]
    days = max((until - today).days, 1)
    parts = spread([each.minutes for each in wanted], days)
    return Plan(
        missed,
        tuple(
            Day(today + timedelta(days=nth), tuple(wanted[place] for place in part))
            for nth, part in enumerate(parts)
            if part
        ),
    )
