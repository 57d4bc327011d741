"""What the matching knows of a person, of a round and of what stands between two people: plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

NONE: Mapping = MappingProxyType({})

#: A stretch of one local day: weekday (Monday is 0), start and end in minutes; 0 <= start < end <= 1440.
Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody offers or needs of one topic: level 1-3, and for a need how much it matters, 1-3."""

    level: int
    priority: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One participant of a round, mentor or mentee, with everything the rules and the score look at."""

    key: str  # stable and unlike anybody else's: the last word in every tie
    member: int
    timezone: str = "UTC"
    hours: tuple[Span, ...] = ()  # the person's own wall clock
    topics: Mapping[str, Topic] = field(default_factory=lambda: NONE)
    languages: Mapping[str, bool] = field(default_factory=lambda: NONE)  # code -> speaks it fluently
    formats: frozenset[str] = frozenset()
    frequency: int | None = None  # 1 monthly, 2 every other week, 3 weekly
    stage: int | None = None  # 0-5, from "never written a line" to "leads others"
    employer: str = ""
    other_employer: bool = False  # asked for somebody from elsewhere
    chapter: str = ""
    place: str = ""
    ranks: Mapping[int, int] = field(default_factory=lambda: NONE)  # member -> 1-5
    avoids: frozenset[int] = frozenset()
    capacity: int = 1
    seats_taken: int = 0
    approved: bool = True
    paused: bool = False
    consented: bool = True
    priority: int = 0

    @property
    def free_seats(self) -> int:
        return max(0, self.capacity - self.seats_taken)

    @property
    def unready(self) -> str:
        """Why this person takes no part now: "status", "paused" or "consent"; else ""."""
        if not self.approved:
            return "status"
        if self.paused:
            return "paused"
        return "" if self.consented else "consent"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each factor counts; together 100, so that a score lies between 0 and 10 000."""

    needs: int = 40
    hours: int = 20
    wishes: int = 20
    working: int = 10
    stage: int = 5
    chapter: int = 5

    def __post_init__(self) -> None:
        values = self.as_dict().values()
        if min(values) < 0 or sum(values) != 100:
            raise ValueError("The weights must be whole numbers from 0 and sum to 100.")

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a round asks of every pair: the days it runs, the shared minutes a week, and the weights."""

    first: date
    last: date
    min_overlap: int = 60
    weights: Weights = field(default_factory=Weights)


Neighbors = Mapping[int, frozenset[int]]


def neighbors(pairs: Iterable[tuple[int, int]]) -> Neighbors:
    """Pairs of members, in any order, as everybody's set of others."""
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {member: frozenset(others) for member, others in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What stands between two members, whichever of them it came from."""

    blocked: Neighbors = field(default_factory=lambda: NONE)
    paired_before: Neighbors = field(default_factory=lambda: NONE)
    excluded: Neighbors = field(default_factory=lambda: NONE)
    barred: frozenset[int] = frozenset()  # members kept out of every pair for now
