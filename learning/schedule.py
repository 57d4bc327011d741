"""Wall-clock time: local dates and times of a zone as instants, and the dates of a meeting rule. Pure, no Django.

A weekly evening at 18:00 stays at 18:00 whatever the clocks do: dates are counted on the local calendar, and each is turned
into an instant on its own. A time that the clocks skip shifts forward by what was skipped; of a time that comes twice the
first counts (PEP 495 with fold=0 says both). This is the only place where local times become instants.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

MOST_DATES = 200  # of one rule: four years of weekly evenings
WEEK = timedelta(days=7)


class TooManyDates(ValueError):
    """A rule yields more than MOST_DATES meetings."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval` weeks on `weekday` (0 is Monday) at `clock`, for `minutes`, from a day until a day, both included."""

    weekday: int
    clock: time
    minutes: int
    first: date
    last: date
    interval: int = 1
    skip: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of a rule: its local day and time, its instants in UTC, and what the clocks do to it."""

    day: date
    clock: time
    starts_at: datetime
    ends_at: datetime
    #: The local time that day, which differs from `clock` only when the clocks skip it.
    shown: time
    #: How far the clock was moved since the meeting before, in minutes: 60 in spring, -60 in fall, 0 as a rule.
    shift: int = 0
    #: The time comes twice that night; the first of the two is meant.
    twice: bool = False

    @property
    def skipped(self) -> bool:
        """The clocks skip this local time, so the meeting begins later by the clock."""
        return self.shown != self.clock


def instant(day: date, clock: time, zone: str) -> datetime:
    """The instant (aware, UTC) of a local date and time. Raises ZoneInfoNotFoundError for a zone that does not exist."""
    local = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def span(day: date, clock: time, minutes: int, zone: str) -> tuple[datetime, datetime]:
    """Beginning and end (aware, UTC) of something that lasts `minutes` of real time."""
    starts_at = instant(day, clock, zone)
    return starts_at, starts_at + timedelta(minutes=minutes)


def local(moment: datetime, zone: str) -> datetime:
    """An instant as the clocks of a zone show it."""
    return moment.astimezone(ZoneInfo(zone))


def is_twice(day: date, clock: time, zone: str) -> bool:
    """Whether this local time comes twice that day."""
    there = ZoneInfo(zone)
    first = datetime.combine(day, clock.replace(fold=0), tzinfo=there)
    again = first.replace(fold=1)
    # A skipped time has two offsets as well, but there the later fold is the earlier instant.
    return first.astimezone(UTC) < again.astimezone(UTC)


def dates(rule: Rule) -> list[date]:
    """The local dates of a rule, in order, without those skipped.

    The first is the first such weekday from `rule.first` on; every `interval` weeks from there, so that skipping a date
    moves no other. Raises TooManyDates.
    """
    found = [day for day in islice(_dates(rule), MOST_DATES + 1) if day not in rule.skip]
    if len(found) > MOST_DATES:
        raise TooManyDates
    return found


def _dates(rule: Rule) -> Iterator[date]:
    first = rule.first.toordinal() + (rule.weekday - rule.first.weekday()) % 7
    step = 7 * max(rule.interval, 1)
    # Ordinals, so that the last days of the calendar (9999) end a rule and raise nothing.
    for ordinal in range(first, min(rule.last.toordinal(), date.max.toordinal()) + 1, step):
        yield date.fromordinal(ordinal)


def occurrences(rule: Rule, zone: str) -> list[Occurrence]:
    """The meetings of a rule on the clocks of a zone. Raises TooManyDates, ZoneInfoNotFoundError."""
    found: list[Occurrence] = []
    offset: timedelta | None = None
    for day in dates(rule):
        starts_at, ends_at = span(day, rule.clock, rule.minutes, zone)
        shown = local(starts_at, zone)
        here = shown.utcoffset() or timedelta()
        shift = 0 if offset is None else round((here - offset).total_seconds() / 60)
        offset = here
        found.append(
            Occurrence(
                day,
                rule.clock,
                starts_at,
                ends_at,
                shown.time().replace(fold=0),
                shift,
                is_twice(day, rule.clock, zone),
            )
        )
    return found


def clashes(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[int, int]]:
    """The pairs (by place in the list) of spans that overlap; one that begins when another ends does not."""
    order = sorted(range(len(spans)), key=lambda nth: spans[nth])
    found = []
    open_ones: list[int] = []
    for nth in order:
        open_ones = [other for other in open_ones if spans[other][1] > spans[nth][0]]
        found += [(min(other, nth), max(other, nth)) for other in open_ones]
        open_ones.append(nth)
    return sorted(found)


def overlapping(wanted: tuple[datetime, datetime], taken: Iterable[tuple[datetime, datetime]]) -> list[int]:
    """The places of those spans in `taken` that overlap the wanted one."""
    return [nth for nth, (begin, end) in enumerate(taken) if begin < wanted[1] and wanted[0] < end]


def moved_weeks(days: Collection[date], by: int) -> list[date]:
    """Days moved by whole weeks: an external course that starts later takes its weeks with it, and no weekday drifts."""
    return [day + by * WEEK for day in sorted(days)]
