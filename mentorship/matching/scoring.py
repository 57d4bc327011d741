"""The score of a pair: six factors from 0 to 100 and their weights, in whole numbers throughout.

Every factor stands here twice, for one pair and for a block of pairs; the tests hold the two together.
A factor nobody gave an answer to counts 50 and is called unknown, never zero.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .masks import Block
from .people import Person, Terms
from .rules import CommonWeek
from .weeks import weighted_median

UNKNOWN = 50
FULL_HOURS = 240  # shared minutes a week beyond which more adds nothing
WISHES = {1: 100, 2: 85, 3: 70, 4: 55, 5: 40}
FREQUENCY_GAP = {0: 100, 1: 50, 2: 0}
LEVELS = 6  # a multiple of every level, so that shares of a level stay whole

Factor = NDArray[np.int64]


def share(part: int, whole: int) -> int:
    """part of whole in percent, rounded half up."""
    return (200 * part + whole) // (2 * whole)


def mean(values: Sequence[int]) -> int | None:
    """The mean rounded half up, or None of nothing."""
    return (2 * sum(values) + len(values)) // (2 * len(values)) if values else None


def median_minutes(weeks: Sequence[CommonWeek]) -> int:
    """Common minutes in the middle week of the round (the lower middle where there are two)."""
    minutes = sorted(week.minutes for week in weeks for _ in range(week.pattern.weeks))
    return minutes[(len(minutes) - 1) // 2]


def needs(mentee: Person, mentor: Person) -> int | None:
    """Levels offered of levels needed, by priority."""
    if not mentee.topics:
        return None
    met = sum(
        need.priority * LEVELS * min(need.level, mentor.topics[name].level) // need.level
        for name, need in mentee.topics.items()
        if name in mentor.topics
    )
    return share(met, LEVELS * sum(need.priority for need in mentee.topics.values()))


def hours(minutes: int) -> int:
    return share(min(minutes, FULL_HOURS), FULL_HOURS)


def wishes(mentee: Person, mentor: Person) -> int | None:
    """The ranks the two gave each other, or the one rank that was given."""
    ranks = (mentee.ranks.get(mentor.member), mentor.ranks.get(mentee.member))
    return mean([WISHES[rank] for rank in ranks if rank is not None])


def working(mentee: Person, mentor: Person) -> int | None:
    """Formats in common and how near the wished frequencies are."""
    parts = []
    if mentee.formats and mentor.formats:
        parts.append(share(len(mentee.formats & mentor.formats), len(mentee.formats | mentor.formats)))
    if mentee.frequency is not None and mentor.frequency is not None:
        parts.append(FREQUENCY_GAP[abs(mentee.frequency - mentor.frequency)])
    return mean(parts)


def stage(mentee: Person, mentor: Person) -> int | None:
    """One to three steps ahead is the distance at which people help each other best."""
    if mentee.stage is None or mentor.stage is None:
        return None
    ahead = mentor.stage - mentee.stage
    return 0 if ahead <= 0 else 100 if ahead <= 3 else 50


def chapter(mentee: Person, mentor: Person) -> int | None:
    """The same chapter, or the same place for two who both want to meet in person."""
    same_place = mentee.place and mentee.place == mentor.place
    if (mentee.chapter and mentee.chapter == mentor.chapter) or (
        same_place and meet_in_person(mentee, mentor)
    ):
        return 100
    return 0 if mentee.chapter and mentor.chapter else None


def meet_in_person(mentee: Person, mentor: Person) -> bool:
    return "in_person" in mentee.formats & mentor.formats


def factors(mentee: Person, mentor: Person, weeks: Sequence[CommonWeek]) -> dict[str, int | None]:
    """Each factor of one pair, None where it is unknown; `weeks` as `rules.common_weeks` gives them."""
    return {
        "needs": needs(mentee, mentor),
        "hours": hours(median_minutes(weeks)),
        "wishes": wishes(mentee, mentor),
        "working": working(mentee, mentor),
        "stage": stage(mentee, mentor),
        "chapter": chapter(mentee, mentor),
    }


def score(found: Mapping[str, int | None], terms: Terms) -> int:
    """0 to 10 000."""
    weights = terms.weights.as_dict()
    return sum(weights[name] * (UNKNOWN if value is None else value) for name, value in found.items())


def scores(block: Block, minutes: NDArray[np.int64]) -> Factor:
    """The scores of a block of pairs, allowed or not: (rows, mentors); `minutes` are its shared minutes."""
    found = {
        "needs": _needs(block),
        "hours": _hours(block, minutes),
        "wishes": _wishes(block),
        "working": _working(block),
        "stage": _stage(block),
        "chapter": _chapter(block),
    }
    total = np.zeros(block.shape, dtype=np.int64)
    for name, weight in block.terms.weights.as_dict().items():
        if weight:
            total += weight * found[name]
    return total


def _share(part: Factor, whole: Factor) -> Factor:
    safe = np.maximum(whole, 1)
    return (200 * part + safe) // (2 * safe)


#: Sixths of a need that are met, times its priority, at 16 · priority + 4 · level needed + level offered.
MET = np.asarray(
    [
        priority * LEVELS * min(needed, offered) // max(1, needed)
        for priority in range(4)
        for needed in range(4)
        for offered in range(4)
    ],
    dtype=np.uint8,
)


def _needs(block: Block) -> Factor:
    met, whole = np.zeros(block.shape, dtype=np.uint16), np.zeros((), dtype=np.int64)
    for topic, code in zip(block.mine.needed, block.mine.wanted, strict=True):
        met += MET.take(code + block.offered(topic))
        whole = whole + (code >> 4)
    return np.where(whole > 0, _share(met.astype(np.int64), LEVELS * whole), UNKNOWN)


def _hours(block: Block, minutes: NDArray[np.int64]) -> Factor:
    median = weighted_median(minutes, [pattern.weeks for pattern in block.words.patterns])
    return _share(np.minimum(median, FULL_HOURS), np.asarray(FULL_HOURS))


def _wishes(block: Block) -> Factor:
    found = np.full(block.shape, UNKNOWN, dtype=np.int64)
    pairs = block.named(block.mentees.ranked, block.mentors.ranked_by)
    mentees, mentors = block.mentees.people, block.mentors.people
    block.put(found, pairs, [wishes(mentees[mentee], mentors[mentor]) for mentee, mentor in pairs])
    return found


def _working(block: Block) -> Factor:
    both, either = np.zeros((2, *block.shape), dtype=np.int64)
    for mine, theirs in zip(block.mine.formats, block.theirs.formats, strict=True):
        both += np.bitwise_count(mine & theirs)
        either += np.bitwise_count(mine | theirs)
    formats_known = block.mine.formats.any(axis=0) & block.theirs.formats.any(axis=0)
    wished, offered = block.mine.frequency.astype(np.int64), block.theirs.frequency
    frequency_known = (wished >= 0) & (offered >= 0)
    nearness = 100 - 50 * np.abs(wished - offered)
    total = formats_known * _share(both, either) + frequency_known * nearness
    count = formats_known.astype(np.int64) + frequency_known
    return np.where(count > 0, (2 * total + count) // np.maximum(2 * count, 1), UNKNOWN)


def _stage(block: Block) -> Factor:
    mine, theirs = block.mine.stage.astype(np.int64), block.theirs.stage
    ahead = theirs - mine
    value = np.where(ahead <= 0, 0, np.where(ahead <= 3, 100, 50))
    return np.where((mine >= 0) & (theirs >= 0), value, UNKNOWN)


def _chapter(block: Block) -> Factor:
    mine, theirs = block.mine, block.theirs
    same = (mine.chapter == theirs.chapter) & (mine.chapter >= 0)
    near = (mine.place == theirs.place) & (mine.place >= 0) & mine.in_person & theirs.in_person
    known = (mine.chapter >= 0) & (theirs.chapter >= 0)
    return np.where(same | near, 100, np.where(known, 0, UNKNOWN))
