"""What `assign` is given, checked before anything is solved: edges in their one order, pins that can be, bounds."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .refusals import BadInput, Contradiction, OutOfBounds

TOP = 10_000  # the best score
LIMIT = 2**62  # the solver multiplies costs by the number of nodes, in 64 bits

Pair = tuple[int, int]
Arcs = NDArray[np.int64]  # (edges, 3): newcomer, mentor, score; sorted, each pair once


def whole(values: Sequence[int] | NDArray[Any], what: str, *, low: int, high: int) -> NDArray[np.int64]:
    found = np.asarray(values if len(values) else np.zeros(0, dtype=np.int64))
    if found.ndim != 1 or found.dtype.kind not in "iub" or (len(found) and not low <= found.min()):
        raise BadInput("whole", f"The {what} must be whole numbers from {low}.", what=what)
    if len(found) and found.max() > high:
        raise BadInput("whole", f"The {what} must be whole numbers up to {high}.", what=what)
    return found.astype(np.int64)


def arcs_of(edges: Iterable[tuple[int, int, int]] | NDArray[Any], newcomers: int, mentors: int) -> Arcs:
    """Edges in their one order, the best of each pair."""
    rows = np.asarray(edges if isinstance(edges, np.ndarray) else list(edges))
    if not rows.size:
        return np.zeros((0, 3), dtype=np.int64)
    if rows.ndim != 2 or rows.shape[1] != 3 or rows.dtype.kind not in "iu":
        raise BadInput("edges", "An edge is three whole numbers: newcomer, mentor and score.")
    arcs = rows.astype(np.int64)
    if arcs.min() < 0 or (arcs.max(axis=0) >= (newcomers, mentors, TOP + 1)).any():
        raise BadInput("edges", f"An edge names nobody who is here, or has a score outside 0 to {TOP}.")
    arcs = arcs[np.lexsort((-arcs[:, 2], arcs[:, 1], arcs[:, 0]))]
    again = np.zeros(len(arcs), dtype=np.bool_)
    again[1:] = (arcs[1:, :2] == arcs[:-1, :2]).all(axis=1)
    return arcs[~again]


def kept_arcs(arcs: Arcs, pairs: Collection[Pair]) -> list[list[int]]:
    """The edges of these pairs, as rows; pairs without an edge have none."""
    wanted = sorted(set(pairs))
    if not wanted or not len(arcs):
        return []
    width = int(arcs[:, 1].max()) + 1
    codes = arcs[:, 0] * width + arcs[:, 1]
    sought = np.asarray([newcomer * width + mentor for newcomer, mentor in wanted if 0 <= mentor < width])
    places = np.searchsorted(codes, sought)
    places[places == len(codes)] = 0
    return arcs[places[codes[places] == sought]].tolist()


def pins_of(
    keep: Collection[Pair],
    worth: dict[Pair, int],
    seats: NDArray[np.int64],
    newcomers: int,
    *,
    needs_edge: bool,
) -> list[Pair]:
    """The pairs to keep, each once, if they can all be."""
    kept = sorted(set(keep))
    mentors_of: dict[int, list[int]] = {}
    mentees_of: dict[int, list[int]] = {}
    for newcomer, mentor in kept:
        if not (0 <= newcomer < newcomers and 0 <= mentor < len(seats)):
            raise BadInput(
                "keep", f"Nobody here is pair ({newcomer}, {mentor}).", mentee=newcomer, mentor=mentor
            )
        if needs_edge and (newcomer, mentor) not in worth:
            sentence = f"Newcomer {newcomer} and mentor {mentor} cannot be kept: the rules forbid this pair."
            raise Contradiction("no_edge", sentence, mentee=newcomer, mentor=mentor)
        mentors_of.setdefault(newcomer, []).append(mentor)
        mentees_of.setdefault(mentor, []).append(newcomer)
    for newcomer, mentors in mentors_of.items():
        if len(mentors) > 1:
            sentence = f"Newcomer {newcomer} is kept with several mentors: {mentors}."
            raise Contradiction("two_mentors", sentence, mentee=newcomer, mentors=mentors)
    for mentor, mentees in sorted(mentees_of.items()):
        if len(mentees) > seats[mentor]:
            sentence = f"Mentor {mentor} has {seats[mentor]} seats and is kept with newcomers {mentees}."
            raise Contradiction(
                "too_few_seats", sentence, mentor=mentor, mentees=mentees, seats=int(seats[mentor])
            )
    return kept


def base_of(newcomers: int, mentors: int, preferred: int) -> tuple[int, int]:
    """B, and what a point of score is worth beside a preference; refused where 64 bits would not hold them."""
    if newcomers < 0:
        raise BadInput("count", "There cannot be fewer than no newcomers.", count=newcomers)
    base, nodes = TOP * newcomers + 1, newcomers + mentors + 3
    most = 2 * base + TOP
    if most * nodes >= LIMIT:
        raise OutOfBounds(
            "bounds",
            f"{newcomers} newcomers and {mentors} mentors are more than one round can be solved for exactly. "
            "Split the round.",
            newcomers=newcomers,
            mentors=mentors,
        )
    step = min(newcomers, preferred) + 1
    return base, step if (most * step + 1) * nodes < LIMIT else 1
