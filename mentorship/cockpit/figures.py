"""Counts, medians and percentiles of the people of a round."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from statistics import median

from .people import STEPS, Person
from .suppression import LEAST, Cell, hidden_table


@dataclass(frozen=True, slots=True)
class Step:
    """How many came so far, of how many, and after how many days since the step before (None: nobody to tell)."""

    name: str
    number: int
    of: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Waits:
    """How long a number of people have waited, in days."""

    number: int
    median: float | None
    ninetieth: float | None
    longest: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """A row of the fairness table; what is hidden is None."""

    name: str
    applied: Cell
    approved: Cell
    paired: Cell
    wait: float | None


def funnel(people: Iterable[Person], role: str) -> list[Step]:
    """The steps of a round for one role."""
    mine = [person for person in people if person.role == role]
    reached = [person.reached for person in mine]
    lags: dict[str, list[float]] = defaultdict(list)
    for person in mine:
        for name, lag in person.lags.items():
            lags[name].append(lag)
    return [
        Step(
            name=name,
            number=sum(name in steps for steps in reached),
            of=len(mine),
            days=median(lags[name]) if lags[name] else None,
        )
        for name in STEPS
    ]


def percentile(values: Sequence[float], part: float) -> float | None:
    """The nearest rank: the least of the values that `part` of them do not exceed."""
    return sorted(values)[max(1, ceil(part * len(values))) - 1] if values else None


def waits(values: Sequence[float]) -> Waits:
    return Waits(
        number=len(values),
        median=median(values) if values else None,
        ninetieth=percentile(values, 0.9),
        longest=max(values, default=None),
    )


def waits_of(newcomers: Iterable[Person], now: datetime) -> tuple[Waits, Waits]:
    """Of those who have found a mentor, and of those who wait now."""
    newcomers = list(newcomers)
    over = [wait for one in newcomers if (wait := one.waited) is not None]
    now_ = [wait for one in newcomers if (wait := one.waiting(now)) is not None]
    return waits(over), waits(now_)


def groups(newcomers: Iterable[Person], dimension: str) -> tuple[list[Group], tuple[int, ...]]:
    """The fairness table of one dimension and its totals. Small cells are hidden.

    The largest group comes first, and those whose size is hidden come by name: the order must not tell either.
    """
    found: dict[str, list[Person]] = defaultdict(list)
    for person in newcomers:
        found[person.groups.get(dimension, "")].append(person)
    names = sorted(found)
    counted = [_counts(found[name]) for name in names]
    totals = tuple(sum(row[nth] for row in counted) for nth in range(3))
    rows = [
        Group(name, *cells, wait=_median_wait(found[name]) if cells[2] is not None else None)
        for name, cells in zip(names, hidden_table(counted), strict=True)
    ]
    return sorted(rows, key=lambda row: (row.applied is None, -(row.applied or 0))), totals


def _counts(people: Iterable[Person]) -> tuple[int, int, int]:
    reached = [person.reached for person in people]
    applied, approved, paired = (
        sum(step in steps for steps in reached) for step in ("applied", "approved", "paired")
    )
    return applied, approved, paired


def _median_wait(people: Iterable[Person]) -> float | None:
    known = [wait for one in people if (wait := one.waited) is not None]
    return median(known) if len(known) >= LEAST else None
