"""The lessons of the shortest way to some goals, in order, and why each of them is on it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .cover import cheapest_cover
from .graphs import Graph, Key, Topic, known_lessons


@dataclass(frozen=True, slots=True)
class Goal:
    """What somebody wants: the lessons of a track, in its order, or a topic."""

    name: Any
    lessons: Sequence[Key] = ()
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A lesson of the way: which goals need it, `of` which it is a part, and the first lesson that builds on it, if any."""

    key: Key
    minutes: int
    goals: tuple[Any, ...]
    of: tuple[Any, ...] = ()
    before: Key | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """The way, and what is not on it: known lessons it would need, goals that are reached, topics nobody teaches."""

    stops: tuple[Stop, ...] = ()
    left_out: tuple[Key, ...] = ()
    reached: tuple[Any, ...] = ()
    missing: tuple[Any, ...] = ()
    is_shortest: bool = True

    @property
    def minutes(self) -> int:
        return sum(stop.minutes for stop in self.stops)


@dataclass(slots=True)
class _Wanted:
    """The ranks each goal names after topics were settled, in order; goals are known by their number."""

    ranks: dict[int, list[int]] = field(default_factory=dict)
    missing: list[int] = field(default_factory=list)
    met: dict[int, int | None] = field(
        default_factory=dict
    )  # a topic that is known → a known lesson that teaches it
    is_shortest: bool = True


def plan(
    graph: Graph, *, goals: Sequence[Goal], known: Iterable[Key] = (), topics: Collection[Topic] = ()
) -> Path:
    """The shortest way to all goals, for somebody who knows these lessons and topics (see `known_lessons`).

    The same goals in another order may change the order of the way, never its lessons.
    """
    over = {graph.ranks[key] for key in known_lessons(graph, lessons=known, topics=topics)}
    wanted = _settle(graph, goals, over, set(topics))
    starts = [rank for ranks in wanted.ranks.values() for rank in ranks]
    order = _in_order(graph, starts, over)
    whole = _in_order(graph, [*starts, *(rank for rank in wanted.met.values() if rank is not None)], set())
    return Path(
        stops=_stops(graph, order, wanted.ranks, [goal.name for goal in goals]),
        left_out=tuple(graph.lessons[rank].key for rank in whole if rank in over),
        reached=tuple(goal.name for nth, goal in enumerate(goals) if _is_reached(nth, wanted, over)),
        missing=tuple(goals[nth].name for nth in wanted.missing),
        is_shortest=wanted.is_shortest,
    )


def _settle(graph: Graph, goals: Sequence[Goal], known: set[int], topics: set[Topic]) -> _Wanted:
    """Which lessons each goal asks for. Of the lessons that teach a topic it is those of the cheapest choice."""
    wanted = _Wanted()
    for nth, goal in enumerate(goals):
        wanted.ranks[nth] = [graph.ranks[key] for key in goal.lessons if key in graph.ranks]
    settled = set(_in_order(graph, [rank for ranks in wanted.ranks.values() for rank in ranks], known))
    choices: dict[int, list[int]] = {}
    for nth, goal in enumerate(goals):
        if goal.topic is None:
            continue
        teachers = graph.teachers.get(goal.topic, ())
        familiar = next((rank for rank in teachers if rank in known), None)
        if goal.topic in topics or familiar is not None:
            wanted.met[nth] = familiar
        elif not teachers:
            wanted.missing.append(nth)
        elif settled.isdisjoint(teachers):
            choices[nth] = list(teachers)
    reachable = _in_order(graph, [rank for ranks in choices.values() for rank in ranks], known | settled)
    minutes = {rank: graph.lessons[rank].minutes for rank in reachable}
    needs = {rank: [need for need in graph.needs[rank] if need in minutes] for rank in reachable}
    chosen, wanted.is_shortest = cheapest_cover(list(choices.values()), needs, minutes)
    settled |= chosen
    for nth, goal in enumerate(goals):
        if goal.topic is not None and nth not in wanted.met and nth not in wanted.missing:
            wanted.ranks[nth] += [next(rank for rank in graph.teachers[goal.topic] if rank in settled)]
    return wanted


def _is_reached(nth: int, wanted: _Wanted, known: set[int]) -> bool:
    """Whether a goal asks for nothing more; a goal of which nothing can be found is not reached."""
    return nth in wanted.met or (bool(wanted.ranks[nth]) and known.issuperset(wanted.ranks[nth]))


def _in_order(graph: Graph, starts: Iterable[int], known: Collection[int]) -> list[int]:
    """These and all they build on, as far as it is not known, each after what it builds on."""
    starts = list(dict.fromkeys(starts))
    wish = {rank: nth for nth, rank in enumerate(starts)}
    order: list[int] = []
    seen: set[int] = set(known)
    for start in starts:
        stack = [] if start in seen else [(start, False)]
        while stack:
            rank, is_ready = stack.pop()
            if is_ready:
                order.append(rank)
            elif rank not in seen:
                seen.add(rank)
                stack.append((rank, True))
                fresh = [need for need in graph.needs[rank] if need not in seen]
                fresh.sort(key=lambda need: (wish.get(need, len(wish)), need), reverse=True)
                stack += [(need, False) for need in fresh]
    return order


def _stops(
    graph: Graph, order: list[int], named: Mapping[int, list[int]], names: list[Any]
) -> tuple[Stop, ...]:
    """The lessons with their whys: a goal is passed on from each lesson to those it builds on."""
    own = dict.fromkeys(order, 0)
    for nth, ranks in named.items():
        for rank in own.keys() & set(ranks):
            own[rank] |= 1 << nth
    passed, before = dict(own), {}
    for rank in reversed(order):
        for need in graph.needs[rank]:
            if need in passed:
                passed[need] |= passed[rank]
                before[need] = graph.lessons[rank].key

    def told(goals: int) -> tuple[Any, ...]:
        return tuple(name for nth, name in enumerate(names) if goals >> nth & 1)

    return tuple(
        Stop(
            key=graph.lessons[rank].key,
            minutes=graph.lessons[rank].minutes,
            goals=told(passed[rank]),
            of=told(own[rank]),
            before=before.get(rank),
        )
        for rank in order
    )
