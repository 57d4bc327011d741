"""What would open mentors to somebody: each rule relaxed alone, by the smallest step that helps.

Only mentors whom one rule alone keeps away are counted, so that no count gives away a rule that is silent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .masks import Mask, PairList, forbidden
from .people import Person
from .rules import Rule
from .weeks import DAY, WEEK, Pattern, local_slots, pack

EARLIEST, LATEST = 7 * 60, 22 * 60  # hours of the day that may be asked for
MORE = (60, 120, 180)  # minutes a week that may be asked for
NEAREST = 200  # mentors looked at for an hour, those who lack least


@dataclass(frozen=True, slots=True)
class Help:
    """One change that would open mentors, and how many of them.

    Codes and facts: "hours" (weekday, start, minutes: on the person's own clock), "language" (code, fluent), "seats"
    (a place more with one of these mentors), "ready" (these mentors take a break), "again" (the two have worked
    together, and both would have to ask). `free`: these mentors have a place left after the round.
    """

    code: str
    mentors: int
    free: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


class Case:
    """One person against the m mentors of `pairs`; `broken` counts what keeps each away: (m,)."""

    def __init__(self, person: Person, pairs: PairList, barred: Mask, left: NDArray[np.int64]) -> None:
        """`barred` (m,): pairs an organizer forbade; `left` (m,): places that stay empty."""
        self.person, self.pairs, self.barred, self.left = person, pairs, barred, left
        self.minutes = pairs.shared_minutes()  # (patterns, m)
        self.masks = forbidden(pairs, self.minutes)
        self.broken = np.sum([*self.masks.values(), barred], axis=0, dtype=np.int64)

    def only(self, rule: Rule) -> NDArray[np.int64]:
        """Columns of the mentors whom nothing but this rule keeps away; those with a place left, if there are any."""
        columns = np.flatnonzero((self.broken == 1) & self.masks[rule])
        free = columns[self.left[columns] > 0]
        return free if len(free) else columns

    def free(self, columns: NDArray[np.int64]) -> bool:
        return bool((self.left[columns] > 0).all())


def helps(case: Case) -> tuple[Help, ...]:
    """What would open mentors, those first who have a place left."""
    found = [*_hours(case), *_languages(case)]
    for rule, code in ((Rule.SEATS, "seats"), (Rule.NOT_READY, "ready"), (Rule.PAIRED_BEFORE, "again")):
        if len(columns := case.only(rule)):
            found.append(Help(code, len(columns), rule == Rule.SEATS or case.free(columns)))
    return tuple(sorted(found, key=lambda one: (not one.free, -one.mentors)))


def _languages(case: Case) -> list[Help]:
    """The language that opens most: one to learn at basic level, and one known already to become fluent in."""
    columns = case.only(Rule.LANGUAGE)
    new, better = [], []
    for code, number in case.pairs.words.languages.items() if len(columns) else ():
        word, bit = number // 64, np.uint64(1 << number % 64)
        known, fluent = (
            int(((side[word, columns] & bit) != 0).sum())
            for side in (case.pairs.theirs.known, case.pairs.theirs.fluent)
        )
        if code not in case.person.languages and fluent:
            new.append(Help("language", fluent, case.free(columns), {"code": code, "fluent": False}))
        elif code in case.person.languages and known:
            better.append(Help("language", known, case.free(columns), {"code": code, "fluent": True}))
    return [max(some, key=lambda one: one.mentors) for some in (new, better) if some]


def _hours(case: Case) -> list[Help]:
    """The stretch of one day, an hour if that is enough, that opens most mentors; never in the night."""
    columns = case.only(Rule.HOURS)
    if not len(columns):
        return []
    words, terms = case.pairs.words, case.pairs.terms
    have = case.minutes[:, columns]  # (patterns, c)
    nearest = np.argsort(-have.min(axis=0), kind="stable")[:NEAREST]
    columns, have = columns[nearest], have[:, nearest]
    mine = case.pairs.mine.hours[:, :, 0]  # (patterns, words)
    theirs = case.pairs.theirs.hours[:, :, columns]  # (patterns, words, c)
    for minutes in MORE:
        spans, bits = stretches(case.person.timezone, words.patterns, words.step, minutes)
        new = bits & ~mine[None]  # (stretches, patterns, words)
        gain = np.bitwise_count(new[..., None] & theirs[None]).sum(axis=2, dtype=np.int64) * words.step
        opened = ((have[None] + gain).min(axis=1) >= terms.min_overlap).sum(axis=1)
        best = int(opened.argmax())
        if opened[best]:
            weekday, start = spans[best]
            facts = {"weekday": weekday, "start": start, "minutes": minutes}
            return [Help("hours", int(opened[best]), case.free(columns), facts)]
    return []


@lru_cache(maxsize=256)
def stretches(
    timezone: str, patterns: tuple[Pattern, ...], step: int, minutes: int
) -> tuple[list[tuple[int, int]], NDArray[np.uint64]]:
    """Stretches of so many minutes from each full hour: (weekday, start), and as bits (stretches, patterns, words)."""
    spans = [(day, start) for day in range(7) for start in range(EARLIEST, LATEST - minutes + 1, 60)]
    local = np.zeros((len(spans), WEEK // step), dtype=np.bool_)
    for number, (day, start) in enumerate(spans):
        local[number, (day * DAY + start) // step : (day * DAY + start + minutes) // step] = True
    bits = np.stack([pack(local[:, local_slots(timezone, week.monday, step)]) for week in patterns], axis=1)
    bits.flags.writeable = False
    return spans, bits
