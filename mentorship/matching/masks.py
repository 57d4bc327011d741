"""The hard rules H1 to H10 for a block of mentees times all mentors: a mask a rule, True where it forbids."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from .features import Table, Vocabulary
from .people import Neighbors, Relations, Terms
from .rules import Rule

Mask = NDArray[np.bool_]


class Block:
    """Some rows of the mentees' table against all mentors; every result has the shape (rows, mentors)."""

    def __init__(
        self,
        mentees: Table,
        rows: slice,
        mentors: Table,
        words: Vocabulary,
        relations: Relations,
        terms: Terms,
    ) -> None:
        self.mentees, self.rows, self.mentors = mentees, rows, mentors
        self.words, self.relations, self.terms = words, relations, terms
        self.people = mentees.people[rows]
        self.shape = (len(self.people), len(mentors))

    def shared_minutes(self) -> NDArray[np.int64]:
        """Common minutes in each week pattern: (patterns, rows, mentors)."""
        hours, others = self.mentees.hours[:, :, self.rows], self.mentors.hours
        bits = np.zeros((hours.shape[0], *self.shape), dtype=np.int64)
        for pattern in range(hours.shape[0]):
            for word in range(hours.shape[1]):
                mine = hours[pattern, word]
                if mine.any():
                    bits[pattern] += np.bitwise_count(mine[:, None] & others[pattern, word][None])
        return bits * self.words.step

    def cells(self, others: Neighbors, of_mentor: Neighbors | None = None) -> Mask:
        """True where the mentor is among the mentee's `others`, or the mentee among the mentor's."""
        mask = np.zeros(self.shape, dtype=np.bool_)
        columns, start = self.mentors.columns, self.rows.start
        for row, person in enumerate(self.people):
            mask[row, [columns[member] for member in others.get(person.member, ()) if member in columns]] = (
                True
            )
        for member, named in (of_mentor or {}).items():
            rows = [self.mentees.columns[other] - start for other in named if other in self.mentees.columns]
            mask[[row for row in rows if 0 <= row < self.shape[0]], columns[member]] = True
        return mask


def _same_person(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return block.mentees.member[block.rows][:, None] == block.mentors.member[None]


def _blocked(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return block.cells(block.relations.blocked)


def _avoided(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return block.cells(block.mentees.avoids, block.mentors.avoids)


def _no_shared_language(block: Block, minutes: NDArray[np.int64]) -> Mask:
    shared = np.zeros(block.shape, dtype=np.bool_)
    for word in range(block.mentees.known.shape[0]):
        known, fluent = (
            side[word, block.rows][:, None] for side in (block.mentees.known, block.mentees.fluent)
        )
        shared |= (known & block.mentors.fluent[word] | fluent & block.mentors.known[word]) != 0
    return ~shared


def _too_few_hours(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return minutes.min(axis=0) < block.terms.min_overlap


def _not_ready(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return ~(block.mentees.ready[block.rows][:, None] & block.mentors.ready[None])


def _no_free_seat(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return ~(block.mentees.free[block.rows][:, None] & block.mentors.free[None])


def _paired_before(block: Block, minutes: NDArray[np.int64]) -> Mask:
    met = block.cells(block.relations.paired_before)
    for row, column in np.argwhere(met).tolist():
        mentee, mentor = block.people[row], block.mentors.people[column]
        met[row, column] = not (mentor.member in mentee.ranks and mentee.member in mentor.ranks)
    return met


def _same_employer(block: Block, minutes: NDArray[np.int64]) -> Mask:
    mine = block.mentees.employer[block.rows][:, None]
    minded = block.mentees.other_employer[block.rows][:, None] | block.mentors.other_employer[None]
    return minded & (mine == block.mentors.employer[None]) & (mine >= 0)


def _excluded(block: Block, minutes: NDArray[np.int64]) -> Mask:
    barred = np.fromiter(block.relations.barred, dtype=np.int64, count=len(block.relations.barred))
    alone = (
        np.isin(block.mentees.member[block.rows], barred)[:, None]
        | np.isin(block.mentors.member, barred)[None]
    )
    return block.cells(block.relations.excluded) | alone


MASKS: Mapping[Rule, Callable[[Block, NDArray[np.int64]], Mask]] = {
    Rule.SAME_PERSON: _same_person,
    Rule.BLOCKED: _blocked,
    Rule.AVOIDED: _avoided,
    Rule.LANGUAGE: _no_shared_language,
    Rule.HOURS: _too_few_hours,
    Rule.NOT_READY: _not_ready,
    Rule.SEATS: _no_free_seat,
    Rule.PAIRED_BEFORE: _paired_before,
    Rule.EMPLOYER: _same_employer,
    Rule.EXCLUDED: _excluded,
}


def forbidden(block: Block, minutes: NDArray[np.int64]) -> dict[Rule, Mask]:
    """Each rule's mask over the block."""
    return {rule: mask(block, minutes) for rule, mask in MASKS.items()}
