"""How steady a solution is: reported beside it, never enforced.

Both sides of a pair see the same score, so preferences have no cycles and there is one stable solution: the one that
deferred acceptance reaches (Gale & Shapley, "College admissions and the stability of marriage", Am. Math. Monthly 69,
1962) is found by taking the best pairs first.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .edges import Edges
from .intake import Pair
from .solve import Assignment


@dataclass(frozen=True, slots=True)
class Stability:
    """`blocking`: pairs who both would rather have each other; `served`: people deferred acceptance would serve."""

    blocking: int
    served: int


def stability(edges: Edges, solved: Assignment, kept: Collection[Pair] = ()) -> Stability:
    """The steadiness of a solution on the candidates of its round; `kept` pairs are given to both methods."""
    return Stability(blocking(edges, solved), int(stable(edges, kept).sum()) + len(kept))


def blocking(edges: Edges, solved: Assignment) -> int:
    """Edges both of whose people would gain by it: a better score than they have, or a place that stands empty."""
    has = np.full(len(edges.mentees), -1, dtype=np.int64)
    weakest = np.full(len(edges.mentors), 10_001, dtype=np.int64)
    used = np.zeros(len(edges.mentors), dtype=np.int64)
    for (mentee, mentor), score in zip(solved.pairs, solved.scores, strict=True):
        has[mentee] = score
        used[mentor] += 1
        weakest[mentor] = min(weakest[mentor], score)
    weakest[used < edges.seats] = -1
    return int(((edges.score > has[edges.mentee]) & (edges.score > weakest[edges.mentor])).sum())


def stable(edges: Edges, kept: Collection[Pair] = ()) -> NDArray[np.bool_]:
    """The edges that deferred acceptance chooses beside the kept pairs; ties fall by the keys."""
    chosen = np.zeros(len(edges), dtype=np.bool_)
    left, free = edges.seats.tolist(), [True] * len(edges.mentees)
    for mentee, mentor in kept:
        free[mentee] = False
        left[mentor] -= 1
    order = np.argsort(-edges.score, kind="stable")
    numbers = zip(order.tolist(), edges.mentee[order].tolist(), edges.mentor[order].tolist(), strict=True)
    for place, mentee, mentor in numbers:
        if free[mentee] and left[mentor] > 0:
            free[mentee] = False
            left[mentor] -= 1
            chosen[place] = True
    return chosen
