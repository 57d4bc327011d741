"""What would open mentors to somebody: each rule relaxed alone, by the smallest step that helps.

Only mentors whom one rule alone keeps away are counted, so that no count gives away a rule that is silent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .masks import Block, Mask
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


@dataclass(frozen=True, slots=True)
class Relaxed:
    """One person (a row of the block) against m mentors: minutes (patterns, m), a mask a rule, places left (m,)."""

    person: Person
    block: Block
    row: int
    minutes: NDArray[np.int64]
    masks: Mapping[Rule, Mask]
    barred: Mask
    left: NDArray[np.int64]

    def only(self, rule: Rule) -> NDArray[np.int64]:
        """Columns of the mentors whom nothing but this rule keeps away; those with a place left, if there are any."""
        broken = np.sum(list(self.masks.values()), axis=0, dtype=np.int64) + self.barred
        columns = np.flatnonzero((broken == 1) & self.masks[rule])
        free = columns[self.left[columns] > 0]
        return free if len(free) else columns

    def free(self, columns: NDArray[np.int64]) -> bool:
        return bool((self.left[columns] > 0).all())


def helps(case: Relaxed, has_candidates: bool) -> tuple[Help, ...]:
    """What would help, the best first; somebody who has candidates is helped only by mentors with a place left."""
    if case.person.unready:
        return ()
    found = [*_hours(case), *_languages(case)]
    for rule, code in ((Rule.SEATS, "seats"), (Rule.NOT_READY, "ready"), (Rule.PAIRED_BEFORE, "again")):
        if len(columns := case.only(rule)):
            found.append(Help(code, len(columns), rule == Rule.SEATS or case.free(columns)))
    if has_candidates:
        found = [one for one in found if one.free and one.code != "seats"]
        able = ~np.logical_or.reduce([*case.masks.values(), case.barred])
        found.append(Help("seats", int(able.sum()), True))
    return tuple(sorted(found, key=lambda one: (not one.free, -one.mentors)))


def _languages(case: Relaxed) -> list[Help]:
    """The language that opens most: one to learn at basic level, and one known already to become fluent in."""
    columns = case.only(Rule.LANGUAGE)
    new, better = [], []
    for code, number in case.block.words.languages.items() if len(columns) else ():
        word, bit = number // 64, np.uint64(1 << number % 64)
        known, fluent = (
            int(((side[word, columns] & bit) != 0).sum())
            for side in (case.block.mentors.known, case.block.mentors.fluent)
        )
        if code not in case.person.languages and fluent:
            new.append(Help("language", fluent, case.free(columns), {"code": code, "fluent": False}))
        elif code in case.person.languages and known:
            better.append(Help("language", known, case.free(columns), {"code": code, "fluent": True}))
    return [max(some, key=lambda one: one.mentors) for some in (new, better) if some]


def _hours(case: Relaxed) -> list[Help]:
    """The stretch of one day, an hour if that is enough, that opens most mentors; never in the night."""
    columns = case.only(Rule.HOURS)
    if not len(columns):
        return []
    words, terms = case.block.words, case.block.terms
    have = case.minutes[:, columns]  # (patterns, c)
    nearest = np.argsort(-have.min(axis=0), kind="stable")[:NEAREST]
    columns, have = columns[nearest], have[:, nearest]
    mine = case.block.mentees.hours[:, :, case.block.rows.start + case.row]  # (patterns, words)
    theirs = case.block.mentors.hours[:, :, columns]  # (patterns, words, c)
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
