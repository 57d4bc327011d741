"""How a chapter stands, told from what happened: forming, active, paused, dormant or closed, and why.

The thresholds: whoever met in the last 60 days, or has something planned, is active. Without that a chapter is paused
until 120 days after its last meetup, and dormant from then on. One that has never met is forming for half a year.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ACTIVE_FOR = timedelta(days=60)
PAUSED_FOR = timedelta(days=120)
FORMING_FOR = timedelta(days=182)


class Status(StrEnum):
    FORMING = "forming"
    ACTIVE = "active"
    PAUSED = "paused"
    DORMANT = "dormant"
    CLOSED = "closed"


class Why(StrEnum):
    CLOSED = "closed"  # days since
    RESTING = "resting"  # days since its organizers said so
    PLANNED_FIRST = "planned_first"  # days until it meets for the first time
    PLANNED = "planned"  # days until it meets again
    NOT_YET = "not_yet"
    NEVER = "never"  # days since it was founded
    MET = "met"  # days since
    ALONE = "alone"  # days since it met; nobody organizes it
    QUIET = "quiet"  # days since it met


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a chapter."""

    founded_on: date | None = None
    last_met_at: datetime | None = None
    next_at: datetime | None = None
    paused_at: datetime | None = None
    closed_at: datetime | None = None
    organizers: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A status, why it is so, and the number of days the reason speaks of."""

    status: Status
    why: Why
    days: int = 0


def standing(facts: Facts, now: datetime) -> Standing:
    """How a chapter with these facts stands at this time."""
    if facts.closed_at and facts.closed_at <= now:
        return Standing(Status.CLOSED, Why.CLOSED, _since(facts.closed_at, now))
    if facts.paused_at and facts.paused_at <= now:
        return Standing(Status.PAUSED, Why.RESTING, _since(facts.paused_at, now))
    ahead = max(0, -_since(facts.next_at, now)) if facts.next_at else 0
    if facts.last_met_at is None:
        if facts.next_at:
            return Standing(Status.FORMING, Why.PLANNED_FIRST, ahead)
        age = (now.date() - facts.founded_on).days if facts.founded_on else 0
        if timedelta(days=age) > FORMING_FOR:
            return Standing(Status.DORMANT, Why.NEVER, age)
        return Standing(Status.FORMING, Why.NOT_YET)
    days = max(0, _since(facts.last_met_at, now))
    silence = timedelta(days=days)
    if silence <= ACTIVE_FOR and (facts.organizers or facts.next_at):
        return Standing(Status.ACTIVE, Why.MET, days)
    if facts.next_at:
        return Standing(Status.ACTIVE, Why.PLANNED, ahead)
    if silence > PAUSED_FOR:
        return Standing(Status.DORMANT, Why.QUIET, days)
    return Standing(Status.PAUSED, Why.QUIET if facts.organizers else Why.ALONE, days)


def _since(then: datetime, now: datetime) -> int:
    """Days of the calendar from then until now, both in the zone of `now`."""
    return (now.date() - then.astimezone(now.tzinfo).date()).days
