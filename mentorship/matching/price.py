"""What an override costs, and what changed between two runs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from .edges import Edges, KeyPair
from .solve import Assignment


@dataclass(frozen=True, slots=True, order=True)
class Price:
    """The optimum without an override minus the optimum with it, compared in this order and never negative.

    `priority`: priority newcomers served less; `people`: newcomers served less; `points`: total score less, of 10 000
    a pair. Where somebody is lost the points are those of the pairs that remain, so they may be below zero.
    """

    priority: int = 0
    people: int = 0
    points: int = 0


def price(
    edges: Edges,
    pair: KeyPair,
    pin: Literal["keep", "forbid"],
    *,
    keep: Collection[KeyPair] = (),
    forbid: Collection[KeyPair] = (),
) -> Price:
    """What keeping or forbidding this pair costs beside the other pins, whether it is among them already or not.

    Raises Contradiction where the pin clashes with the others or the rules forbid a pair that is to be kept.
    """
    kept, barred = set(keep) - {pair}, set(forbid) - {pair}
    without = edges.solve(keep=kept, forbid=barred, settle_worst=False)
    if pin == "keep":
        with_it = edges.solve(keep=kept | {pair}, forbid=barred, settle_worst=False)
    else:
        with_it = edges.solve(keep=kept, forbid=barred | {pair}, settle_worst=False)
    return difference(without, with_it)


def difference(without: Assignment, with_it: Assignment) -> Price:
    """How much less the second one reaches."""
    return Price(
        without.priority_served - with_it.priority_served,
        without.served - with_it.served,
        without.total_score - with_it.total_score,
    )


@dataclass(frozen=True, slots=True)
class Diff:
    """Mentee keys whose pair is new or gone, with the mentor, and those who moved: (mentee, old mentor, new mentor)."""

    gained: tuple[KeyPair, ...]
    lost: tuple[KeyPair, ...]
    moved: tuple[tuple[str, str, str], ...]


def diff(old: Iterable[KeyPair], new: Iterable[KeyPair]) -> Diff:
    """What changed from one run's pairs to another's, in the order of the mentees' keys."""
    before, after = dict(old), dict(new)
    return Diff(
        gained=tuple(sorted((mentee, after[mentee]) for mentee in after.keys() - before.keys())),
        lost=tuple(sorted((mentee, before[mentee]) for mentee in before.keys() - after.keys())),
        moved=tuple(
            (mentee, before[mentee], after[mentee])
            for mentee in sorted(before.keys() & after.keys())
            if before[mentee] != after[mentee]
        ),
    )
