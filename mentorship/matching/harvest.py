"""Who may be paired with whom in a whole round: scored a block at a time, of which only the best is kept."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import Table, Vocabulary
from .intake import Pair
from .masks import Block, forbidden
from .people import Relations, Terms
from .refusals import Cancelled
from .scoring import scores

BEST = 30  # mentors a newcomer keeps
FEW = 5  # newcomers a mentor keeps, so that nobody is left without an edge
PAIRS_A_BLOCK = 200_000

Progress = Callable[[int, int], bool]  # (done, total) -> go on?


@dataclass(frozen=True)
class Harvest:
    """Edges (mentee number, mentor number, score) and who fits whom as bits. Sizes: n mentees, m mentors."""

    edges: NDArray[np.int32]  # (e, 3)
    fits: NDArray[np.uint8]  # (n, ceil(m / 8)) little-endian bits: the rules allow the pair


def harvest(
    mentees: Table,
    mentors: Table,
    words: Vocabulary,
    relations: Relations,
    terms: Terms,
    forbid: Collection[Pair] = (),
    progress: Progress | None = None,
) -> Harvest:
    """The best mentors of every mentee, whoever ranked whom, and the best mentees of every mentor.

    `progress` hears after each block how many mentees are done; Cancelled is raised when it says no.
    """
    count = len(mentees)
    fits = np.zeros((count, -(-len(mentors) // 8)), dtype=np.uint8)
    found = [np.zeros((0, 3), dtype=np.int32)]
    best = Few(len(mentors))
    height = max(1, PAIRS_A_BLOCK // max(1, len(mentors)))
    barred = np.zeros((0, 2), dtype=np.int64) if not forbid else np.asarray(sorted(forbid), dtype=np.int64)
    for start in range(0, count, height):
        block = Block(mentees, slice(start, min(start + height, count)), mentors, words, relations, terms)
        minutes = block.shared_minutes()
        allowed = ~np.logical_or.reduce(list(forbidden(block, minutes).values()))
        here = barred[(barred[:, 0] >= start) & (barred[:, 0] < start + block.shape[0])]
        allowed[here[:, 0] - start, here[:, 1]] = False
        fits[start : start + block.shape[0]] = np.packbits(allowed, axis=1, bitorder="little")
        worth = scores(block, minutes)
        for row in range(block.shape[0]):
            columns = np.flatnonzero(allowed[row])
            mine = worth[row, columns]
            best.offer(start + row, columns, mine)
            found.append(rows(start + row, *top(columns, mine, _wished(block, row, columns))))
        if progress and not progress(start + block.shape[0], count):
            raise Cancelled
    return Harvest(np.concatenate([*found, best.rows()]), fits)


def rows(mentee: int, columns: NDArray[np.int64], worth: NDArray[np.int64]) -> NDArray[np.int32]:
    return np.stack([np.full(len(columns), mentee), columns, worth], axis=1).astype(np.int32)


def _wished(block: Block, row: int, columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Those of the mentors whom this mentee ranked, or who ranked the mentee."""
    mentee = block.people[row]
    wished = [block.mentors.columns.get(member, -1) for member in mentee.ranks]
    wished += [column for column, mentor in block.mentors.ranked if mentee.member in mentor.ranks]
    return np.isin(columns, wished)


def top(
    columns: NDArray[np.int64], worth: NDArray[np.int64], always: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The best BEST of these by score and then by column, and those that are taken always."""
    if len(columns) <= BEST:
        return columns, worth
    least = np.partition(worth, len(worth) - BEST)[len(worth) - BEST]
    above = worth > least
    level = np.flatnonzero(worth == least)[: BEST - int(above.sum())]
    above[level] = True
    above |= always
    return columns[above], worth[above]


class Few:
    """The best FEW mentees of every mentor so far; among equals the one who came first."""

    def __init__(self, mentors: int) -> None:
        self.worth = np.full((FEW, mentors), -1, dtype=np.int64)
        self.mentee = np.zeros((FEW, mentors), dtype=np.int64)
        self.least = np.full(mentors, -1, dtype=np.int64)

    def offer(self, mentee: int, columns: NDArray[np.int64], worth: NDArray[np.int64]) -> None:
        better = worth > self.least[columns]
        columns, worth = columns[better], worth[better]
        weakest = self._weakest(columns)
        self.worth[weakest, columns] = worth
        self.mentee[weakest, columns] = mentee
        self.least[columns] = self.worth[:, columns].min(axis=0)

    def _weakest(self, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place with the lowest score, of equal ones the latest mentee's."""
        key = self.worth[:, columns] * 2**32 - self.mentee[:, columns]
        return key.argmin(axis=0)

    def rows(self) -> NDArray[np.int32]:
        place, mentor = np.nonzero(self.worth >= 0)
        return np.stack([self.mentee[place, mentor], mentor, self.worth[place, mentor]], axis=1).astype(
            np.int32
        )
