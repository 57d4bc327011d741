"""Who may be paired with whom in a whole round: some mentees at a time against all mentors, of which the best are kept.

The rules narrow the mentors down, those that remove most first, and only who is left is scored; the full matrix of
scores never exists. Who fits whom is kept as bits, an eighth of a byte a pair.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .features import Table, Vocabulary
from .intake import Pair
from .masks import MASKS, PairList
from .people import Relations, Terms
from .refusals import Cancelled
from .rules import Rule
from .scoring import scores
from .weeks import pack

BEST = 30  # mentors a newcomer keeps
FEW = 5  # newcomers a mentor keeps, so that nobody is left without an edge
PAIRS_A_BATCH = 131_072  # looked at together: what fits into a processor's cache

Progress = Callable[[int, int], bool]  # (done, total) -> go on?
Numbers = NDArray[np.int64]

#: Rules that the narrowing itself has asked when the others come.
NARROWING = {Rule.LANGUAGE, Rule.HOURS, Rule.NOT_READY, Rule.SEATS}


@dataclass(frozen=True)
class Harvest:
    """Candidates and who fits whom. Sizes: n mentees, m mentors, e edges."""

    edges: NDArray[np.int32]  # (e, 3): mentee number, mentor number, score; a pair may come twice
    fits: NDArray[
        np.uint64
    ]  # (n, ceil(m / 64)): a bit a mentor, set where the rules and the pins allow the pair


@dataclass(frozen=True)
class Found:
    """Pairs that pass every rule: mentee and mentor numbers, sorted by both, and their scores: (pairs,) each."""

    rows: Numbers
    columns: Numbers
    worth: Numbers


class Sieve:
    """Some mentees after the others, against all mentors who could take somebody."""

    def __init__(
        self, mentees: Table, mentors: Table, words: Vocabulary, relations: Relations, terms: Terms
    ) -> None:
        self.mentees, self.mentors, self.words = mentees, mentors, words
        self.relations, self.terms = relations, terms
        self.able = np.flatnonzero(mentors.ready & mentors.free)

    def batches(self) -> Iterator[tuple[Numbers, Numbers, NDArray[np.uint64]]]:
        """Mentees who look for somebody, mentors who share a language with each of them, and those mentors' hours.

        Numbers ascending; the hours are those of the first week pattern: (words, mentors).
        """
        speakers: dict[bytes, list[int]] = {}
        for number in np.flatnonzero(self.mentees.ready & self.mentees.free).tolist():
            known, fluent = self.mentees.known[:, number], self.mentees.fluent[:, number]
            speakers.setdefault(known.tobytes() + fluent.tobytes(), []).append(number)
        for _tongues, numbers in sorted(speakers.items()):
            one = self._pairs(np.full(len(self.able), numbers[0]), self.able)
            columns = self.able[~MASKS[Rule.LANGUAGE](one, np.zeros((0, 0), dtype=np.int64))]
            hours = np.ascontiguousarray(self.mentors.hours[0][:, columns])
            height = max(1, PAIRS_A_BATCH // max(1, len(columns)))
            for start in range(0, len(numbers), height):
                yield np.asarray(numbers[start : start + height], dtype=np.int64), columns, hours

    def fitting(self, numbers: Numbers, columns: Numbers, hours: NDArray[np.uint64]) -> Found:
        """Who of a batch passes every rule with whom, and how well they fit."""
        rows, columns, minutes = self._with_hours(numbers, columns, hours)
        pairs = self._pairs(rows, columns)
        away = np.zeros(pairs.shape, dtype=np.bool_)
        for rule, mask in MASKS.items():
            if rule not in NARROWING:
                away |= mask(pairs, minutes)
        if away.any():
            minutes = minutes[:, ~away]
            pairs = self._pairs(pairs.rows[~away], pairs.columns[~away])
        return Found(pairs.rows, pairs.columns, scores(pairs, minutes))

    def _pairs(self, rows: Numbers, columns: Numbers) -> PairList:
        return PairList(self.mentees, rows, self.mentors, columns, self.words, self.relations, self.terms)

    def _with_hours(
        self, numbers: Numbers, columns: Numbers, hours: NDArray[np.uint64]
    ) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
        """Pairs with enough common hours in every week, and their minutes: (patterns, pairs)."""
        mine, step, least = self.mentees.hours[:, :, numbers], self.words.step, self.terms.min_overlap
        common = np.zeros((len(numbers), len(columns)), dtype=np.uint16)
        for word in np.flatnonzero(mine[0].any(axis=1)).tolist():
            common += np.bitwise_count(mine[0, word][:, None] & hours[word])
        enough = common >= -(-least // step)
        rows = np.repeat(np.arange(len(numbers)), enough.sum(axis=1))
        columns = columns[np.flatnonzero(enough) - rows * len(columns)]
        found = [common[enough].astype(np.int64) * step]
        for pattern in range(1, len(mine)):
            bits = np.zeros(len(rows), dtype=np.uint16)
            for word in np.flatnonzero(mine[pattern].any(axis=1)).tolist():
                theirs = self.mentors.hours[pattern, word].take(columns)
                bits += np.bitwise_count(mine[pattern, word].take(rows) & theirs)
            minutes = bits.astype(np.int64) * step
            passes = minutes >= least
            if not passes.all():
                rows, columns, minutes = rows[passes], columns[passes], minutes[passes]
                found = [earlier[passes] for earlier in found]
            found.append(minutes)
        return numbers[rows], columns, np.stack(found)


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

    `forbid`: pairs (mentee number, mentor number) to leave out. `progress` hears again and again how many mentees
    are done; Cancelled is raised when it says no.
    """
    sieve, few = Sieve(mentees, mentors, words, relations, terms), Few(len(mentors))
    fits = np.zeros((len(mentees), -(-len(mentors) // 64)), dtype=np.uint64)
    edges, done = [few.rows()], 0
    barred = np.asarray(sorted(mentee * len(mentors) + mentor for mentee, mentor in forbid), dtype=np.int64)
    for numbers, columns, hours in sieve.batches():
        found = sieve.fitting(numbers, columns, hours)
        if len(barred):
            found = _without(found, barred, len(mentors))
        few.offer(found)
        ends = np.searchsorted(found.rows, numbers, side="right").tolist()
        flags = np.zeros((len(numbers), len(mentors)), dtype=np.bool_)
        chosen = np.zeros(len(found.rows), dtype=np.bool_)
        for place, (number, start, end) in enumerate(zip(numbers.tolist(), [0, *ends], ends, strict=False)):
            mine = found.columns[start:end]
            flags[place, mine] = True
            chosen[start:end] = top(mine, found.worth[start:end], _wished(mentees, mentors, number))
        fits[numbers] = pack(flags)
        picked = (found.rows[chosen], found.columns[chosen], found.worth[chosen])
        edges.append(np.stack(picked, axis=1).astype(np.int32))
        done += len(numbers)
        if progress and not progress(done, len(mentees)):
            raise Cancelled
    if progress and not progress(len(mentees), len(mentees)):
        raise Cancelled
    return Harvest(np.concatenate([*edges, few.rows()]), fits)


def _without(found: Found, barred: Numbers, mentors: int) -> Found:
    """All but the pairs with these codes (mentee number * mentors + mentor number)."""
    allowed = ~np.isin(found.rows * mentors + found.columns, barred)
    return Found(found.rows[allowed], found.columns[allowed], found.worth[allowed])


def _wished(mentees: Table, mentors: Table, number: int) -> list[int]:
    """Columns of the mentors whom this mentee ranked, or who ranked the mentee."""
    mentee = mentees.people[number]
    named = {*mentee.ranks, *mentors.ranked_by.get(mentee.member, ())}
    return [mentors.columns[member] for member in named if member in mentors.columns]


def top(columns: Numbers, worth: Numbers, always: Collection[int]) -> NDArray[np.bool_]:
    """Which of these are the best BEST by score and then by column, or are taken always."""
    if len(columns) <= BEST:
        return np.ones(len(columns), dtype=np.bool_)
    least = np.partition(worth, len(worth) - BEST)[len(worth) - BEST]
    chosen = worth > least
    chosen[np.flatnonzero(worth == least)[: BEST - int(chosen.sum())]] = True
    if always:
        chosen |= np.isin(columns, list(always))
    return chosen


class Few:
    """The best FEW mentees of every mentor so far; among equals those with the lowest numbers."""

    def __init__(self, mentors: int) -> None:
        self.best = np.full(
            (FEW, mentors), -1, dtype=np.int64
        )  # score and mentee in one number, the higher the better
        self.least = np.full(mentors, -1, dtype=np.int64)

    def offer(self, found: Found) -> None:
        """Pairs in which a mentor may have a better mentee; those of one mentee at a time, so that mentors differ."""
        value = (found.worth << 32) + (2**32 - 1 - found.rows)
        better = value > self.least[found.columns]
        rows, columns, value = found.rows[better], found.columns[better], value[better]
        bounds = [*np.flatnonzero(np.diff(rows, prepend=-1)).tolist(), len(rows)]
        for start, end in pairwise(bounds):
            self._take(columns[start:end], value[start:end])

    def _take(self, columns: Numbers, value: Numbers) -> None:
        mine = self.best[:, columns]
        place, here = mine.argmin(axis=0), np.arange(len(columns))
        mine[place, here] = np.maximum(mine[place, here], value)
        self.best[:, columns] = mine
        self.least[columns] = mine.min(axis=0)

    def rows(self) -> NDArray[np.int32]:
        place, mentor = np.nonzero(self.best >= 0)
        value = self.best[place, mentor]
        return np.stack([2**32 - 1 - (value & (2**32 - 1)), mentor, value >> 32], axis=1).astype(np.int32)
