"""The hard rules H1 to H10 for a block of mentees times all mentors: a mask a rule, True where it forbids."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import Table, Vocabulary
from .intake import Pair
from .people import Relations, Terms
from .rules import Rule

Mask = NDArray[np.bool_]


class View:
    """A table's arrays, each as a block looks at it: taken when it is first asked for."""

    def __init__(self, table: Table, take: Callable[[NDArray[Any]], NDArray[Any]]) -> None:
        self._table, self._take = table, take

    def __getattr__(self, name: str) -> Any:
        taken = self._take(getattr(self._table, name))
        setattr(self, name, taken)
        return taken


class Block:
    """Some rows of the mentees' table against all mentors; every result has the shape (rows, mentors).

    `mine` and `theirs` are the arrays of the two sides, so placed that they broadcast to that shape.
    """

    shape: tuple[int, ...]

    def __init__(
        self,
        mentees: Table,
        rows: slice,
        mentors: Table,
        words: Vocabulary,
        relations: Relations,
        terms: Terms,
    ) -> None:
        self.mentees, self.mentors, self.words = mentees, mentors, words
        self.relations, self.terms = relations, terms
        self.numbers: Sequence[int] = range(*rows.indices(len(mentees)))
        self.people = [mentees.people[number] for number in self.numbers]
        self.mine: Any = View(mentees, lambda array: array[..., rows, None])
        self.theirs: Any = View(mentors, lambda array: array[..., None, :])
        self.shape = (len(self.people), len(mentors))

    def shared_minutes(self) -> NDArray[np.int64]:
        """Common minutes in each week pattern: (patterns, *shape)."""
        mine, theirs = self.mine.hours, self.theirs.hours
        bits = np.zeros((len(mine), *self.shape), dtype=np.int64)
        for pattern in range(len(mine)):
            for word in range(mine.shape[1]):
                if mine[pattern, word].any():
                    bits[pattern] += np.bitwise_count(mine[pattern, word] & theirs[pattern, word])
        return bits * self.words.step

    def offered(self, topics: NDArray[np.uint16]) -> NDArray[np.uint8]:
        """The mentors' levels of a topic a mentee (shaped as `mine`): the block's shape."""
        return self.mentors.level[topics, np.arange(len(self.mentors))]

    def named(self, *others: Mapping[int, Iterable[int]]) -> list[Pair]:
        """Pairs (mentee number, mentor number) whose mentor one of the mappings gives for the mentee."""
        columns = self.mentors.columns
        return [
            (number, columns[member])
            for number, person in zip(self.numbers, self.people, strict=True)
            for member in {member for each in others for member in each.get(person.member, ())}
            if member in columns
        ]

    def put(self, array: NDArray[Any], pairs: Sequence[Pair], values: Any) -> None:
        """Set these pairs' cells in an array of the block's shape; pairs that are not in the block are left out."""
        if pairs:
            numbers = np.asarray(pairs, dtype=np.int64)
            array[numbers[:, 0] - self.numbers[0], numbers[:, 1]] = values

    def cells(self, pairs: Sequence[Pair]) -> Mask:
        """True for these pairs."""
        mask = np.zeros(self.shape, dtype=np.bool_)
        self.put(mask, pairs, True)
        return mask


class PairList(Block):
    """Chosen pairs instead of a whole block: rows and columns of the two tables, sorted by both; shape (pairs,)."""

    def __init__(
        self,
        mentees: Table,
        rows: NDArray[np.int64],
        mentors: Table,
        columns: NDArray[np.int64],
        words: Vocabulary,
        relations: Relations,
        terms: Terms,
    ) -> None:
        self.mentees, self.mentors, self.words = mentees, mentors, words
        self.relations, self.terms = relations, terms
        self.rows, self.columns = rows, columns
        self.numbers = rows[np.flatnonzero(np.diff(rows, prepend=-1))].tolist()
        self.people = [mentees.people[number] for number in self.numbers]
        self.mine = View(mentees, lambda array: array.take(rows, axis=-1))
        self.theirs = View(mentors, lambda array: array.take(columns, axis=-1))
        self.shape = (len(rows),)

    def offered(self, topics: NDArray[np.uint16]) -> NDArray[np.uint8]:
        return self.mentors.level.ravel().take(topics * np.int64(len(self.mentors)) + self.columns)

    def put(self, array: NDArray[Any], pairs: Sequence[Pair], values: Any) -> None:
        if not pairs:  # as always where there are no rows: nobody is here to be named
            return
        numbers, width = np.asarray(pairs, dtype=np.int64), len(self.mentors)
        codes, sought = self.rows * width + self.columns, numbers[:, 0] * width + numbers[:, 1]
        places = np.searchsorted(codes, sought)
        places[places == len(codes)] = 0
        here = codes[places] == sought
        array[places[here]] = np.broadcast_to(values, len(sought))[here]


def _same_person(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return block.mine.member == block.theirs.member


def _blocked(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return block.cells(block.named(block.relations.blocked))


def _avoided(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return block.cells(block.named(block.mentees.avoids, block.mentors.avoided_by))


def _no_shared_language(block: Block, minutes: NDArray[np.int64]) -> Mask:
    shared = np.zeros(block.shape, dtype=np.bool_)
    mine, theirs = block.mine, block.theirs
    for word in range(mine.known.shape[0]):
        shared |= (mine.known[word] & theirs.fluent[word] | mine.fluent[word] & theirs.known[word]) != 0
    return ~shared


def _too_few_hours(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return minutes.min(axis=0) < block.terms.min_overlap


def _not_ready(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return ~(block.mine.ready & block.theirs.ready)


def _no_free_seat(block: Block, minutes: NDArray[np.int64]) -> Mask:
    return ~(block.mine.free & block.theirs.free)


def _paired_before(block: Block, minutes: NDArray[np.int64]) -> Mask:
    def both_ask(pair: Pair) -> bool:
        mentee, mentor = block.mentees.people[pair[0]], block.mentors.people[pair[1]]
        return mentor.member in mentee.ranks and mentee.member in mentor.ranks

    return block.cells([pair for pair in block.named(block.relations.paired_before) if not both_ask(pair)])


def _same_employer(block: Block, minutes: NDArray[np.int64]) -> Mask:
    mine, theirs = block.mine, block.theirs
    minded = mine.other_employer | theirs.other_employer
    return minded & (mine.employer == theirs.employer) & (mine.employer >= 0)


def _excluded(block: Block, minutes: NDArray[np.int64]) -> Mask:
    apart = block.cells(block.named(block.relations.excluded))
    if not block.relations.barred:
        return apart
    barred = np.asarray(sorted(block.relations.barred), dtype=np.int64)
    return apart | np.isin(block.mine.member, barred) | np.isin(block.theirs.member, barred)


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
