"""Newcomers to mentors' seats: priority people first, then as many as can be, then the best total, by min-cost flow.

The order is exact because it is one whole number an edge, (1 + priority) · B + score with B = 10 000 · n + 1: one person
more outweighs every score there is. One B is enough for both counts, because the sets of newcomers that can be served
together are the independent sets of a transversal matroid (Edmonds & Fulkerson, "Transversals and matroid partition",
J. Res. NBS 69B, 1965), so one solution is best in number and in priority at once. The solver is the cost-scaling
push-relabel of OR-Tools (Goldberg, "An efficient implementation of a scaling minimum-cost flow algorithm", 1997).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .intake import Arcs, Pair, arcs_of, base_of, kept_arcs, pins_of, whole
from .refusals import BadInput

CHEAP = 400_000  # edges up to which the worst pair is looked after


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who gets whom. `pairs` and `scores` go together, sorted by newcomer; `unmatched` are newcomers' indices.

    `worst` is the lowest score among the pairs (None of none); `worst_settled` says that no other solution as good in
    priority, number and total has a better worst pair.
    """

    pairs: list[Pair]
    scores: list[int]
    unmatched: list[int]
    priority_served: int
    served: int
    total_score: int
    worst: int | None
    worst_settled: bool


def assign(
    newcomers: int,
    capacity: Sequence[int] | NDArray[Any],
    edges: Iterable[tuple[int, int, int]] | NDArray[Any],
    priority: Sequence[int] | NDArray[Any] | None = None,
    keep: Collection[Pair] = (),
    *,
    prefer: Collection[Pair] = (),
    keep_needs_edge: bool = False,
    settle_worst: bool = True,
) -> Assignment:
    """The best assignment: priority newcomers served, then newcomers served, then total score, then the worst pair.

    `newcomers`: how many there are; `capacity`: seats of each mentor; `edges`: (newcomer, mentor, score 0..10000), in
    any order, or an array (edges, 3), where the better one of two on a pair counts; `priority`: 0 or 1 a newcomer.
    `keep` pairs stay and take their seats first; one without an edge counts 0 points, or is refused when
    `keep_needs_edge`. `prefer`: among equals, pairs to stay with, an earlier run's. Ties fall by index, so whoever
    numbers people by stable keys gets the same pairs whatever order they came in. `settle_worst`: do look after the
    worst pair; only up to 400 000 edges.

    Raises BadInput, Contradiction (with the indices that clash) or OutOfBounds, all before solving.
    """
    seats = whole(capacity, "seats", low=0, high=2**31)
    base, step = base_of(newcomers, len(seats), len(prefer))
    tiers = whole(
        np.zeros(newcomers, dtype=np.int64) if priority is None else priority, "priorities", low=0, high=1
    )
    if len(tiers) != newcomers:
        raise BadInput("count", "There must be one priority for each newcomer.", count=len(tiers))
    arcs = arcs_of(edges, newcomers, len(seats))
    worth = {(newcomer, mentor): score for newcomer, mentor, score in kept_arcs(arcs, keep)}
    kept = pins_of(keep, worth, seats, newcomers, needs_edge=keep_needs_edge)
    left = seats - np.bincount([mentor for _newcomer, mentor in kept], minlength=len(seats))
    taken = np.zeros(newcomers, dtype=np.bool_)
    taken[[newcomer for newcomer, _mentor in kept]] = True
    free = arcs[~taken[arcs[:, 0]] & (left[arcs[:, 1]] > 0)]
    gains = ((1 + tiers[free[:, 0]]) * base + free[:, 2]) * step
    if step > 1:
        gains += _listed(free, prefer, len(seats))
    chosen = flow(free[:, 0], free[:, 1], gains, newcomers, left)
    settled = not settle_worst or len(free) > CHEAP
    if settle_worst and not settled:
        chosen = _raise_worst(free, gains, newcomers, left, chosen, step)
    found = [(*pair, worth.get(pair, 0)) for pair in kept] + [tuple(row) for row in free[chosen].tolist()]
    found.sort()
    served = {newcomer for newcomer, _mentor, _score in found}
    scores = [score for _newcomer, _mentor, score in found]
    return Assignment(
        pairs=[(newcomer, mentor) for newcomer, mentor, _score in found],
        scores=scores,
        unmatched=[newcomer for newcomer in range(newcomers) if newcomer not in served],
        priority_served=int(sum(tiers[newcomer] for newcomer in served)),
        served=len(found),
        total_score=sum(scores),
        worst=min(scores, default=None),
        worst_settled=not settled,
    )


def _listed(arcs: Arcs, pairs: Collection[Pair], mentors: int) -> NDArray[np.bool_]:
    """Which edges are among these pairs."""
    inside = [newcomer * mentors + mentor for newcomer, mentor in pairs if 0 <= mentor < mentors]
    codes = np.asarray(inside, dtype=np.int64)
    return np.isin(arcs[:, 0] * mentors + arcs[:, 1], codes)


def flow(
    tails: NDArray[np.int64],
    heads: NDArray[np.int64],
    gains: NDArray[np.int64],
    newcomers: int,
    seats: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Edges (tails newcomers, heads mentors) of a maximum flow with the greatest sum of gains."""
    if not len(gains):
        return np.zeros(0, dtype=np.bool_)
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - 35 MB that only a whole round needs

    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        tails.astype(np.int32),
        (heads + newcomers).astype(np.int32),
        np.ones(len(gains), dtype=np.int64),
        -gains,
    )
    nodes = np.arange(newcomers + len(seats), dtype=np.int32)
    supplies = np.ones(newcomers + len(seats), dtype=np.int64)
    supplies[newcomers:] = -seats
    used = np.zeros(len(nodes), dtype=np.bool_)
    used[tails], used[heads + newcomers] = True, True
    solver.set_nodes_supplies(nodes[used], supplies[used])
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"The solver ended with {status}.")
    return solver.flows(arcs) > 0


def _raise_worst(
    arcs: Arcs,
    gains: NDArray[np.int64],
    newcomers: int,
    seats: NDArray[np.int64],
    chosen: NDArray[np.bool_],
    step: int,
) -> NDArray[np.bool_]:
    """The same priority, number and total with the best worst pair: edges below a threshold are left out, by
    exponential search from the present worst and then by bisection, as long as the objective holds."""
    if not chosen.any():
        return chosen
    goal, best = int((gains[chosen] // step).sum()), chosen
    scores = arcs[:, 2]
    mean = int(scores[chosen].sum()) // int(chosen.sum())
    steps = np.unique(scores[(scores > scores[chosen].min()) & (scores <= mean)])

    def without(place: int) -> NDArray[np.bool_] | None:
        able = np.flatnonzero(scores >= steps[place])
        found = np.zeros(len(arcs), dtype=np.bool_)
        found[able[flow(arcs[able, 0], arcs[able, 1], gains[able], newcomers, seats)]] = True
        return found if int((gains[found] // step).sum()) == goal else None

    low, stride = -1, 1  # `low` is known to hold, `high` is known to fail
    while (place := low + stride) < len(steps) and (found := without(place)) is not None:
        low, stride, best = place, stride * 2, found
    high = min(low + stride, len(steps))
    while high - low > 1:
        middle = (low + high) // 2
        if (found := without(middle)) is None:
            high = middle
        else:
            low, best = middle, found
    return best
