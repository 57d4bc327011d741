"""A personal path through 5,000 lessons and 20,000 prerequisites: the graph made, the way planned, the weeks filled."""

import random
import statistics
import time
from dataclasses import dataclass

from learning import paths

LESSONS, PREREQUISITES, TOPICS, TRACK, RUNS = 5_000, 20_000, 300, 50, 8


@dataclass(frozen=True)
class Run:
    made: float  # milliseconds of the processor to make the graph, once for each publication
    planned: float  # milliseconds to plan one person's way
    way: paths.Path


def library(rng: random.Random, *, apart: bool) -> list[paths.Lesson]:
    """Lessons in tracks, each building on earlier ones (of its own track where tracks stand `apart`); a few circles."""
    requires: dict[int, set[int]] = {number: set() for number in range(LESSONS)}
    edges = 0
    while edges < PREREQUISITES:
        lesson = rng.randrange(1, LESSONS)
        first = lesson - lesson % TRACK if apart and rng.random() < 0.98 else max(0, lesson - 500)
        if first == lesson:
            continue
        need = rng.randrange(first, lesson)
        if rng.random() < 0.001:
            lesson, need = need, lesson
        edges += need not in requires[lesson]
        requires[lesson].add(need)
    return [
        paths.Lesson(
            key=number,
            minutes=rng.randrange(10, 90),
            requires=tuple(requires[number]),
            teaches=tuple(rng.sample(range(TOPICS), rng.randrange(1, 4))),
            place=divmod(number, TRACK),
        )
        for number in range(LESSONS)
    ]


def run(seed: int, *, apart: bool, tracks: int, topics: int) -> Run:
    rng = random.Random(seed)
    lessons = library(rng, apart=apart)
    wanted = rng.sample(range(LESSONS // TRACK), tracks)
    goals = [paths.Goal(track, lessons=range(track * TRACK, (track + 1) * TRACK)) for track in wanted]
    goals += [paths.Goal(("topic", topic), topic=topic) for topic in rng.sample(range(TOPICS), topics)]
    known = rng.sample(range(LESSONS), 50)
    start = time.process_time()
    graph = paths.graph(lessons)
    made = time.process_time()
    way = paths.plan(graph, goals=goals, known=known)
    paths.weeks([stop.minutes for stop in way.stops], a_week=90)
    return Run((made - start) * 1000, (time.process_time() - made) * 1000, way)


def main() -> None:
    runs = [
        run(seed, apart=apart, tracks=tracks, topics=topics)
        for apart in (False, True)
        for tracks, topics in ((1, 0), (3, 3), (0, 3), (0, 8))
        for seed in range(RUNS)
    ]
    made, planned = [one.made for one in runs], [one.planned for one in runs]
    print(  # noqa: T201 - the one line this module is for
        f"paths: {LESSONS} lessons, {PREREQUISITES} prerequisites, {len(runs)} runs: "
        f"of processor time, graph {statistics.median(made):.0f} ms, "
        f"plan {statistics.median(planned):.0f} ms (worst {max(planned):.0f}), "
        f"both {statistics.median(one.made + one.planned for one in runs):.0f} ms "
        f"(worst {max(one.made + one.planned for one in runs):.0f}; target 100); "
        f"proven shortest {sum(one.way.is_shortest for one in runs)} of {len(runs)}"
    )


if __name__ == "__main__":
    main()
