"""How far somebody has come in a round: a moment for each step, as far as it was reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: The steps of a round, in their order.
STEPS = ("applied", "approved", "asked", "paired", "met", "completed")
#: A pair that has met once within so long mostly goes on to meet.
SOON = timedelta(days=14)
LIVE = frozenset({"active", "paused", "held"})


@dataclass(frozen=True, slots=True)
class Pair:
    """What the figures need of a pair. `met_at`: when its first meeting that took place began."""

    state: str
    started_at: datetime
    met_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def met_soon(self) -> bool:
        return self.met_at is not None and self.met_at <= self.started_at + SOON


@dataclass(frozen=True, slots=True)
class Person:
    """One participant. `waits`: ready for a mentor, or waiting for a decision. `groups`: dimension to group."""

    role: str
    applied_at: datetime
    approved_at: datetime | None = None
    was_approved: bool = False
    waits: bool = False
    asked_at: datetime | None = None
    pairs: tuple[Pair, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_pair(self) -> Pair | None:
        return min(self.pairs, key=lambda pair: pair.started_at, default=None)

    @property
    def reached(self) -> frozenset[str]:
        """The steps behind this person. Who was paired was asked, and who was asked was approved."""
        paired = bool(self.pairs)
        asked = paired or self.asked_at is not None
        marks = {
            "applied": True,
            "approved": asked or self.was_approved,
            "asked": asked,
            "paired": paired,
            "met": any(pair.met_soon for pair in self.pairs),
            "completed": any(pair.state == "completed" for pair in self.pairs),
        }
        return frozenset(name for name, is_reached in marks.items() if is_reached)

    @property
    def lags(self) -> dict[str, float]:
        """Days from the step before to each step, where both moments are known and in their order."""
        first = self.first_pair
        found = {
            "approved": days(self.applied_at, self.approved_at),
            "asked": days(self.approved_at, self.asked_at),
            "paired": days(self.asked_at, first.started_at if first else None),
        }
        met = next((pair for pair in self.pairs if pair.met_soon), None)
        done = next((pair for pair in self.pairs if pair.state == "completed"), None)
        found["met"] = days(met.started_at, met.met_at) if met else None
        found["completed"] = days(done.started_at, done.ended_at) if done else None
        return {name: lag for name, lag in found.items() if lag is not None and lag >= 0}

    @property
    def waited(self) -> float | None:
        """Days from the application to the first pair."""
        first = self.first_pair
        return max(0.0, days(self.applied_at, first.started_at) or 0.0) if first else None

    def waiting(self, now: datetime) -> float | None:
        """Days without a mentor up to now, since the application or the end of the last pair; None for who does not wait."""
        if not self.waits or any(pair.state in LIVE or pair.state == "completed" for pair in self.pairs):
            return None
        ends = [pair.ended_at for pair in self.pairs if pair.ended_at]
        return days(max([self.applied_at, *ends]), now)


def days(start: datetime | None, end: datetime | None) -> float | None:
    """Days between two moments; None where one is not known."""
    return (end - start) / timedelta(days=1) if start and end else None
