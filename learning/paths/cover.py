"""Which lessons teach all the wanted topics for the fewest minutes: branch and bound over sets of lessons kept as bits.

A choice costs what it builds on as well, once for all choices. The package says why this is hard.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LOOKS = 6_000  # marginal costs to look at before the best so far is taken; some 20 ms with 5,000 lessons
TEACHERS = 48  # of a topic that is taught by more, those that are cheapest on their own


@dataclass(frozen=True, slots=True)
class _Costs:
    """Minutes of a set of lessons by the binary digits of their minutes: a dozen ANDs instead of a sum over lessons."""

    digits: tuple[int, ...]
    lessons: int

    def of(self, lessons: int) -> int:
        """What these lessons cost, as one number: minutes first, then how many they are."""
        minutes = sum((lessons & digit).bit_count() << place for place, digit in enumerate(self.digits))
        return minutes * (self.lessons + 1) + lessons.bit_count()


def cheapest_cover(
    choices: Sequence[Sequence[int]], needs: Mapping[int, Iterable[int]], minutes: Mapping[int, int]
) -> tuple[set[int], bool]:
    """The cheapest set with one lesson of each choice and all they build on, and whether it is proven to be so.

    `choices` hold lessons by rank; `needs` has what each lesson builds on, without circles and each lesson after what it
    builds on; `minutes` has what each costs. Among equals lower ranks are looked at first. Without a proof the
    set costs at most `len(choices)` times the cheapest.
    """
    ranks = sorted(minutes)
    bit = {rank: 1 << nth for nth, rank in enumerate(ranks)}
    reach: dict[int, int] = {}
    for rank, required in needs.items():
        reach[rank] = bit[rank]
        for need in required:
            reach[rank] |= reach[need]
    digits = max(minutes.values(), default=0).bit_length()
    costs = _Costs(
        tuple(sum(bit[rank] for rank in ranks if minutes[rank] >> place & 1) for place in range(digits)),
        len(ranks),
    )
    topics, is_whole = _candidates(choices, bit, reach, costs)
    taken = _greedy(topics, costs)
    taken, is_proven = _improved(taken, topics, costs)
    return {rank for rank in ranks if taken & bit[rank]}, is_proven and is_whole


@dataclass(frozen=True, slots=True)
class _Topic:
    """A topic: the bits of all its teachers, and the sets that come with each teacher worth looking at."""

    teachers: int
    ways: tuple[int, ...]


def _candidates(
    choices: Sequence[Sequence[int]], bit: Mapping[int, int], reach: Mapping[int, int], costs: _Costs
) -> tuple[list[_Topic], bool]:
    """Topics in an order of their own, whatever they are called, and whether all worthy teachers are among them."""
    topics, is_whole = set(), True
    for ranks in choices:
        teachers = sum(bit[rank] for rank in set(ranks))
        worthy = [reach[rank] for rank in sorted(set(ranks)) if reach[rank] & teachers == bit[rank]]
        if len(worthy) > TEACHERS:
            worthy = sorted(worthy, key=costs.of)[:TEACHERS]
            # One topic alone takes the cheapest anyway.
            is_whole = is_whole and len(choices) == 1
        topics.add((len(worthy), tuple(worthy), teachers))
    return [_Topic(teachers, ways) for _number, ways, teachers in sorted(topics)], is_whole


def _greedy(topics: Sequence[_Topic], costs: _Costs) -> int:
    """Always the way with the fewest minutes for each new topic; then without those that turned out to be spare."""
    taken, steps = 0, []
    while missing := [topic for topic in topics if not topic.teachers & taken]:
        ways = list(dict.fromkeys(way for topic in missing for way in topic.ways))
        step = min(
            ways,
            key=lambda way: costs.of(way & ~taken) / sum(bool(topic.teachers & way) for topic in missing),
        )
        steps.append(step)
        taken |= step
    for spare in list(reversed(steps)):
        rest = 0
        for step in steps:
            rest |= step if step != spare else 0
        if all(topic.teachers & rest for topic in topics):
            steps.remove(spare)
            taken = rest
    return taken


def _improved(best: int, topics: Sequence[_Topic], costs: _Costs) -> tuple[int, bool]:
    """Branch and bound from a first answer, and whether it came to its end.

    A branch is left when what it took and the dearest of the cheapest ways to a missing topic cost no less than the best.
    """
    least, looks = costs.of(best), 0
    stack = [0]
    while stack:
        taken = stack.pop()
        spent = costs.of(taken)
        missing = [topic for topic in topics if not topic.teachers & taken]
        if not missing:
            if spent < least:
                best, least = taken, spent
            continue
        ahead = []
        for topic in missing:
            looks += len(topic.ways)
            ahead.append(sorted((costs.of(way & ~taken), nth) for nth, way in enumerate(topic.ways)))
        if looks > LOOKS:
            return best, False
        if spent + max(found[0][0] for found in ahead) >= least:
            continue
        topic, found = min(zip(missing, ahead, strict=True), key=lambda pair: len(pair[1]))
        stack += [taken | topic.ways[nth] for cost, nth in reversed(found) if spent + cost < least]
    return best, True
