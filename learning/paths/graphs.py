"""Lessons and what each builds on, ranked and without circles.

An import may write a circle. Inside each strongly connected component (Tarjan 1972) the advice to do a later lesson before
an earlier one is cut, so that what is left leads back in the order of the tracks. To cut as little as possible would be
NP-hard (minimum feedback arc set, Karp 1972).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

type Key = Any  # anything that can be hashed
type Topic = Any

NOWHERE = (2**31, 0)  # the place of a lesson in no track: after all tracks, the shortest first


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as the plan sees it. `place` is the number of its track and its place in it; `name` settles ties."""

    key: Key
    minutes: int = 0
    requires: Collection[Key] = ()
    teaches: Collection[Topic] = ()
    place: tuple[int, int] = NOWHERE
    name: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Lessons by rank (place, minutes, name), the ranks each builds on, and what was `cut`: (lesson, required)."""

    lessons: tuple[Lesson, ...]
    needs: tuple[tuple[int, ...], ...]
    ranks: Mapping[Key, int]
    teachers: Mapping[Topic, tuple[int, ...]]
    cut: tuple[tuple[Key, Key], ...] = ()


def graph(lessons: Iterable[Lesson]) -> Graph:
    """Rank the lessons and cut what leads in a circle. A prerequisite that is no lesson here does not count.

    The result does not depend on the order in which lessons and prerequisites are given.
    """
    ranked = sorted(lessons, key=lambda each: (each.place, each.minutes, each.name, str(each.key)))
    ranks = {lesson.key: rank for rank, lesson in enumerate(ranked)}
    needs = [sorted({ranks[key] for key in lesson.requires if key in ranks}) for lesson in ranked]
    part = _components(needs)
    cut = [
        (rank, need)
        for rank, row in enumerate(needs)
        for need in row
        if need >= rank and part[need] == part[rank]
    ]
    for rank, need in cut:
        needs[rank].remove(need)
    teachers: dict[Topic, list[int]] = {}
    for rank, lesson in enumerate(ranked):
        for topic in set(lesson.teaches):
            teachers.setdefault(topic, []).append(rank)
    return Graph(
        lessons=tuple(ranked),
        needs=tuple(map(tuple, needs)),
        ranks=ranks,
        teachers={topic: tuple(found) for topic, found in teachers.items()},
        cut=tuple((ranked[rank].key, ranked[need].key) for rank, need in cut),
    )


def circular(requires: Mapping[Key, Iterable[Key]]) -> set[Key]:
    """The lessons that build on themselves, at whatever distance. `requires` maps each to those it builds on."""
    keys = list(requires)
    ranks = {key: rank for rank, key in enumerate(keys)}
    needs = [[ranks[need] for need in requires[key] if need in ranks] for key in keys]
    part = _components(needs)
    sizes = Counter(part)
    return {key for rank, key in enumerate(keys) if sizes[part[rank]] > 1 or rank in needs[rank]}


def known_lessons(graph: Graph, *, lessons: Iterable[Key] = (), topics: Collection[Topic] = ()) -> set[Key]:
    """The lessons that are known: these, and each lesson that teaches nothing but topics that are known."""
    told = {key for key in lessons if key in graph.ranks}
    topics = set(topics)
    taught = {rank for topic in topics for rank in graph.teachers.get(topic, ())}
    return told | {
        graph.lessons[rank].key for rank in taught if topics.issuperset(graph.lessons[rank].teaches)
    }


def _components(needs: Sequence[Sequence[int]]) -> list[int]:
    """The strongly connected component of each lesson, as a number (Tarjan 1972, without recursion)."""
    number, low, part = [0] * len(needs), [0] * len(needs), [-1] * len(needs)
    open_ones: list[int] = []
    counted = 0
    for start in range(len(needs)):
        work = [] if number[start] else [(start, iter(needs[start]))]
        while work:
            here, rest = work[-1]
            if not number[here]:
                counted += 1
                number[here] = low[here] = counted
                open_ones.append(here)
            for need in rest:
                if not number[need]:
                    work.append((need, iter(needs[need])))
                    break
                if part[need] < 0:
                    low[here] = min(low[here], low[need])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == number[here]:
                    while part[here] < 0:
                        part[open_ones.pop()] = here
    return part
