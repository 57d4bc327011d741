"""A whole round: everybody scored, solved under the organizer's pins, and told why.

`match_round` is the one way in. What it returns holds no clock and no database, so the same people give the same result.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from .edges import Edges, KeyPair
from .explain import Explanation, explain
from .features import Table, tables
from .harvest import Progress, harvest
from .intake import Pair
from .leftover import Unmatched, leftover
from .people import Person, Relations, Terms
from .pins import Pins
from .reach import Reach
from .refusals import BadInput
from .solve import Assignment
from .stability import Stability, stability


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of the result: keys, score 0 to 10 000, whether a pin or an open proposal holds it, and the reasons."""

    mentee: str
    mentor: str
    score: int
    kept: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Stats:
    """The round in numbers. `seats` are free ones; `worst` is the lowest score (None where there is no pair).

    `blocking`: pairs of two who both would rather have each other; `gain`: people served more than by deferred
    acceptance on the same candidates. `seconds` by step is left out of comparisons.
    """

    mentees: int
    mentors: int
    seats: int
    served: int
    priority: int
    priority_served: int
    total: int
    worst: int | None
    worst_settled: bool
    blocking: int
    gain: int
    edges: int
    seconds: dict[str, float] = field(compare=False)


@dataclass(frozen=True, slots=True)
class RoundResult:
    """Pairs and people left over, both in the order of the mentees' keys; `placed`: who had no place free to begin with.

    `edges` are the candidates, to show alternatives, to price an override and to solve again without scoring.
    """

    pairs: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    placed: tuple[str, ...]
    edges: Edges = field(compare=False)
    stats: Stats


def match_round(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    relations: Relations,
    terms: Terms,
    *,
    keep: Collection[KeyPair] = (),
    forbid: Collection[KeyPair] = (),
    asked: Collection[KeyPair] = (),
    prefer: Collection[KeyPair] = (),
    progress: Progress | None = None,
) -> RoundResult:
    """The best pairs of a round, with the reasons of each, and for everybody left over why.

    Pairs are (mentee key, mentor key). `keep` are pins: they must pass the rules. `asked` are open proposals, in the
    order in which they were opened: they are kept too as far as seats last, and the rules are not asked again, because
    an answer asks them. (Accepted ones need not be named: their seats are in `Person.seats_taken`, and a mentee without
    a free place comes back in `placed`.) `forbid` removes pairs. `prefer`: an earlier run's pairs, to stay with among
    solutions that are equally good. `progress(done, total)` is called for each block of mentees that is scored.

    Raises Contradiction (pins that cannot all be; facts name the keys), BadInput (a key twice, a pin of somebody
    who is not here), OutOfBounds (too large to be exact), Cancelled (`progress` said no).
    """
    begun = perf_counter()
    _distinct(mentees, "mentee")
    _distinct(mentors, "mentor")
    seekers, guides, words = tables(mentees, mentors, terms)
    pins = Pins(seekers, guides, relations, terms, keep, forbid, asked)
    edges = _edges(seekers, guides, pins).plus(pins.kept_edges)
    edges.solve(keep=keep, forbid=forbid)  # what cannot be is refused before anybody is scored
    read = perf_counter()
    found = harvest(seekers, guides, words, relations, terms, pins.forbidden, progress)
    edges = edges.plus(found.edges)
    scored = perf_counter()
    solved = edges.solve(keep=keep, forbid=forbid, prefer=prefer)
    reach = Reach(found.fits, edges.seats, edges.priority, solved.pairs, pins.kept)
    if more := reach.new_pairs():
        edges = edges.plus([(*pair, _score(seekers, guides, terms, pair)) for pair in more])
        solved = edges.solve(keep=keep, forbid=forbid, prefer=prefer)
    pairs = _matches(solved, seekers, guides, terms, pins.kept)
    ended = perf_counter()
    steady = stability(edges, replace(solved, scores=[pair.score for pair in pairs]), pins.kept)
    unmatched = leftover(seekers, guides, words, relations, terms, found, solved, pins.forbidden)
    told = perf_counter()
    return RoundResult(
        pairs=pairs,
        unmatched=unmatched,
        placed=tuple(person.key for person in seekers.people if not person.free_seats),
        edges=edges,
        stats=_stats(
            edges,
            solved,
            pairs,
            steady,
            {
                "reading": read - begun,
                "scoring": scored - read,
                "solving": ended - scored,
                "telling": told - ended,
            },
        ),
    )


def _distinct(people: Sequence[Person], side: str) -> None:
    keys: set[str] = set()
    members: set[int] = set()
    for person in people:
        if person.key in keys or person.member in members:
            raise BadInput("twice", f"The {side} {person.key} is there twice.", person=person.key)
        keys.add(person.key)
        members.add(person.member)


def _edges(mentees: Table, mentors: Table, pins: Pins) -> Edges:
    nothing = np.zeros(0, dtype=np.int32)
    return Edges(
        mentees=tuple(person.key for person in mentees.people),
        mentors=tuple(person.key for person in mentors.people),
        mentee=nothing,
        mentor=nothing,
        score=nothing,
        seats=np.asarray([person.free_seats for person in mentors.people], dtype=np.int32),
        priority=np.asarray([min(1, max(0, person.priority)) for person in mentees.people], dtype=np.int8),
        fixed=pins.fixed,
    )


def _score(mentees: Table, mentors: Table, terms: Terms, pair: Pair) -> int:
    return explain(mentees.people[pair[0]], mentors.people[pair[1]], terms).score


def _matches(
    solved: Assignment, mentees: Table, mentors: Table, terms: Terms, kept: Collection[tuple[int, int]]
) -> tuple[Match, ...]:
    found = []
    for mentee, mentor in solved.pairs:
        one, other = mentees.people[mentee], mentors.people[mentor]
        told = explain(one, other, terms)
        found.append(Match(one.key, other.key, told.score, (mentee, mentor) in kept, told))
    return tuple(found)


def _stats(
    edges: Edges, solved: Assignment, pairs: Iterable[Match], steady: Stability, seconds: dict[str, float]
) -> Stats:
    scores = [match.score for match in pairs]
    return Stats(
        mentees=len(edges.mentees),
        mentors=len(edges.mentors),
        seats=int(edges.seats.sum()),
        served=solved.served,
        priority=int(edges.priority.sum()),
        priority_served=solved.priority_served,
        total=sum(scores),
        worst=min(scores, default=None),
        worst_settled=solved.worst_settled,
        blocking=steady.blocking,
        gain=solved.served - steady.served,
        edges=len(edges),
        seconds=seconds,
    )
