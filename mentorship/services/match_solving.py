"""A stored run solved again from its own edges: what pins change and cost, without scoring anybody anew."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import Q

from mentorship.matching.edges import Edges, KeyPair
from mentorship.matching.price import Price, difference
from mentorship.matching.solve import Assignment
from mentorship.models import MatchEdge, MatchRun, Participant

Pin = MatchEdge.Pin
#: Newcomer and mentor, by their participants' keys.
Pair = tuple[int, int]


@dataclass(frozen=True)
class Seat:
    """What the solver needs to know of a participant as they stand now."""

    key: str
    mentor: bool
    free: int
    tier: int


@dataclass(frozen=True)
class Outcome:
    """Who gets whom, by participants' keys, and the numbers of the objective."""

    mentors: dict[int, int]
    found: Assignment

    def price(self, with_it: "Outcome") -> Price:
        """What something costs that leads from this outcome to that one."""
        return difference(self.found, with_it.found)


class Board:
    """The edges of one run, with the seats and the people there are now. Three queries."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run
        edges = run.edges.order_by()
        self.scores: dict[Pair, int] = {
            (mentee, mentor): score
            for mentee, mentor, score in edges.values_list("mentee", "mentor", "score")
        }
        special = edges.filter(~Q(pin=Pin.NONE) | Q(asked=True) | Q(chosen=True))
        rows = list(special.values_list("mentee", "mentor", "pin", "asked", "chosen", "violations"))
        self.pins: dict[Pair, str] = {(row[0], row[1]): row[2] for row in rows if row[2] != Pin.NONE}
        #: Kept apart by hand, and by the rules anyway when that was done.
        self.barred: set[Pair] = {(row[0], row[1]) for row in rows if row[2] == Pin.FORBID and row[5]}
        self.asked: set[Pair] = {(row[0], row[1]) for row in rows if row[3]}
        self.chosen: dict[int, int] = {row[0]: row[1] for row in rows if row[4]}
        self.seats = _seats(run)
        self.numbers = {seat.key: key for key, seat in self.seats.items()}
        self.edges = self._edges()

    def _edges(self) -> Edges:
        mentees = sorted(seat.key for seat in self.seats.values() if not seat.mentor and seat.free)
        mentors = sorted(seat.key for seat in self.seats.values() if seat.mentor)
        nothing = np.zeros(0, dtype=np.int32)
        empty = Edges(
            mentees=tuple(mentees),
            mentors=tuple(mentors),
            mentee=nothing,
            mentor=nothing,
            score=nothing,
            seats=np.asarray([self._seat(key).free for key in mentors], dtype=np.int32),
            priority=np.asarray([min(1, self._seat(key).tier) for key in mentees], dtype=np.int8),
            fixed=tuple((*self.named(pair), self.scores[pair]) for pair in self._seated()),
        )
        places = {key: number for side in (mentees, mentors) for number, key in enumerate(side)}
        arcs = []
        for (mentee, mentor), score in self.scores.items():
            one, other = self.seats.get(mentee), self.seats.get(mentor)
            if one and other and one.free:
                arcs.append((places[one.key], places[other.key], score))
        return empty.plus(arcs)

    def _seat(self, key: str) -> Seat:
        return self.seats[self.numbers[key]]

    def named(self, pair: Pair) -> KeyPair:
        return self.seats[pair[0]].key, self.seats[pair[1]].key

    def is_here(self, pair: Pair) -> bool:
        """Whether both still take part, with a seat each."""
        return all(key in self.seats and self.seats[key].free for key in pair)

    def _seated(self) -> list[Pair]:
        """Open proposals, as far as there are still seats for them."""
        left = {key: seat.free for key, seat in self.seats.items()}
        kept = []
        for mentee, mentor in sorted(self.asked):
            if left.get(mentee) and left.get(mentor):
                left[mentee] = 0
                left[mentor] -= 1
                kept.append((mentee, mentor))
        return kept

    def solve(
        self, pins: Mapping[Pair, str], more: Mapping[Pair, int] | None = None, *, strict: bool = False
    ) -> Outcome:
        """The best there is under these pins; pins of people who have left are passed over, and so are those of a mentor
        who has fewer places by now, unless this is `strict`.

        `more`: scores of pairs that are not among the run's edges. Raises Contradiction with the keys of what clashes.
        """
        standing = {pair: pin for pair, pin in pins.items() if self.is_here(pair)}
        if not strict:
            standing = self._possible(standing)
        edges = self.edges
        if here := [(self.named(pair), score) for pair, score in (more or {}).items() if self.is_here(pair)]:
            edges = edges.plus([(*edges.number(pair), score) for pair, score in here])
        found = edges.solve(
            keep=[self.named(pair) for pair, pin in standing.items() if pin == Pin.KEEP],
            forbid=[self.named(pair) for pair, pin in standing.items() if pin == Pin.FORBID],
            prefer=[self.named(pair) for pair in self.chosen.items() if self.is_here(pair)],
            settle_worst=False,
        )
        return Outcome(
            {
                self.numbers[edges.mentees[mentee]]: self.numbers[edges.mentors[mentor]]
                for mentee, mentor in found.pairs
            },
            found,
        )

    def _possible(self, pins: Mapping[Pair, str]) -> dict[Pair, str]:
        """These pins without the pairs to keep for which a mentor has no place any more."""
        left = {key: seat.free for key, seat in self.seats.items()}
        for _mentee, mentor, _score in self.edges.fixed:
            left[self.numbers[mentor]] -= 1
        found = {}
        for pair, pin in sorted(pins.items()):
            if pin == Pin.KEEP and pair not in self.asked:
                if left[pair[1]] <= 0:
                    continue
                left[pair[1]] -= 1
            found[pair] = pin
        return found


def _seats(run: MatchRun) -> dict[int, Seat]:
    """Everybody who takes part in the round now; a mentor on a break has no seat to give."""
    rows = Participant.objects.filter(
        round_key=run.round_key, state=Participant.State.APPROVED, member__is_active=True
    ).order_by()
    found = {}
    for key, uuid, role, capacity, taken, paused, tier in rows.values_list(
        "pk", "uuid", "role", "capacity", "seats_taken", "paused_at", "priority_tier"
    ):
        free = 0 if paused else max(0, capacity - taken)
        found[key] = Seat(str(uuid), role == Participant.Role.MENTOR, free, tier)
    return found


def moved(before: Mapping[int, int], after: Mapping[int, int]) -> list[tuple[int, int | None, int | None]]:
    """Newcomers whose mentor differs, with the mentor before and after; by key."""
    return [
        (mentee, before.get(mentee), after.get(mentee))
        for mentee in sorted({*before, *after})
        if before.get(mentee) != after.get(mentee)
    ]
