"""How fast people are matched and how many are served, beside a greedy and a munkres-style baseline in the same run.

`uv run python -m tests.benchmarks.matching` prints a line a figure; `--large` adds 100,000 × 40,000. Nothing here needs
a database. Every round runs in a process of its own, so that its memory is its own. CPU time stands beside the clock's.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentorship.matching import assign, match_round, price
from mentorship.matching.candidates import best
from mentorship.matching.features import tables
from mentorship.matching.masks import Block, forbidden
from mentorship.matching.people import Relations, Terms
from mentorship.matching.pool import Pool
from mentorship.matching.scoring import scores
from tests.mentorship.matching.invented import TERMS, population

ROUNDS = [(500, 300), (2_000, 800), (10_000, 4_000)]
LARGE = (100_000, 40_000)
SEEDS = range(1, 4)
Matrix = NDArray[np.int64]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def clocked(call: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of the processor, and what came out."""
    begun, used = time.perf_counter(), time.process_time()
    result = call()
    return time.perf_counter() - begun, time.process_time() - used, result


def middle(call: Callable[[], Any], times: int) -> tuple[float, float]:
    """Medians of the clock and the processor in milliseconds, after one run to warm up."""
    call()
    taken = [clocked(call)[:2] for _time in range(times)]
    wall, cpu = (statistics.median(each) * 1000 for each in zip(*taken, strict=True))
    return wall, cpu


def most_memory() -> float:
    """The most this process ever held, in MB; where /proc is missing, with what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def suggestions(mentors: int) -> None:
    mentees, guides, words = tables(*population(1, 1, mentors), TERMS)
    wall, cpu = middle(lambda: best(Block(mentees, slice(0, 1), guides, words, Relations(), TERMS)), 15)
    say(f"suggestions among {mentors:,} mentors: {wall:.1f} ms ({cpu:.1f} ms CPU)")
    (mentee,), people = population(1, 1, mentors)
    pool = Pool.of(people, TERMS, [mentee.timezone])
    wall, cpu = middle(lambda: pool.best(mentee, {}, Relations(), TERMS, 30), 15)
    say(f"  from a pool that was kept: {wall:.1f} ms ({cpu:.1f} ms CPU)")


def whole_round(mentees: int, mentors: int) -> None:
    people = population(1, mentees, mentors)
    before = most_memory()
    wall, cpu, result = clocked(lambda: match_round(*people, Relations(), TERMS))
    memory = most_memory()
    stats, steps = (
        result.stats,
        ", ".join(f"{step} {took:.1f}" for step, took in result.stats.seconds.items()),
    )
    say(
        f"round of {mentees:,} × {mentors:,}: {wall:.1f} s ({cpu:.1f} s CPU; by the clock {steps}), {memory:.0f} MB at "
        f"most ({before:.0f} MB before); {stats.served:,} of {stats.mentees:,} on {stats.seats:,} seats, "
        f"{stats.edges:,} candidates, {stats.blocking:,} blocking pairs, {stats.gain} people more than deferred acceptance"
    )


def prices() -> None:
    result = match_round(*population(1, 2_000, 800), Relations(), TERMS)
    pair = result.pairs[7]
    wall, cpu = middle(lambda: price(result.edges, (pair.mentee, pair.mentor), "forbid"), 7)
    say(f"price of an override at 2,000 × 800: {wall:.0f} ms ({cpu:.0f} ms CPU)")


def greedy(worth: Matrix, allowed: NDArray[np.bool_], seats: list[int]) -> list[tuple[int, int]]:
    """The best pair that is still free, again and again."""
    rows, columns = np.nonzero(allowed)
    left, free, pairs = list(seats), [True] * len(worth), []
    for at in np.argsort(-worth[rows, columns], kind="stable").tolist():
        row, column = int(rows[at]), int(columns[at])
        if free[row] and left[column]:
            free[row] = False
            left[column] -= 1
            pairs.append((row, column))
    return pairs


def munkres(worth: Matrix, allowed: NDArray[np.bool_], seats: list[int]) -> list[tuple[int, int]]:
    """The dense assignment of the greatest total, a column a seat; a forbidden pair is an edge worth nothing.

    Kuhn's method with shortest augmenting paths (Jonker & Volgenant 1987), rows as columns where there are more of them.
    """
    owner = np.repeat(np.arange(len(seats)), seats)
    cost = -np.where(allowed, worth, 0)[:, owner].astype(np.float64)
    turned = cost.shape[0] > cost.shape[1]
    if turned:
        cost = cost.T
    n, m = cost.shape
    u, v = np.zeros(n), np.zeros(m)
    row_of, column_of = np.full(m, -1), np.full(n, -1)
    for start in range(n):
        shortest, came_from = np.full(m, np.inf), np.full(m, -1)
        seen_rows, seen = np.zeros(n, dtype=np.bool_), np.zeros(m, dtype=np.bool_)
        row, low, sink = start, 0.0, -1
        while sink < 0:
            seen_rows[row] = True
            through = low + cost[row] - u[row] - v
            better = ~seen & (through < shortest)
            shortest[better], came_from[better] = through[better], row
            sink_or_next = int(np.where(seen, np.inf, shortest).argmin())
            low = shortest[sink_or_next]
            seen[sink_or_next] = True
            if row_of[sink_or_next] < 0:
                sink = sink_or_next
            else:
                row = int(row_of[sink_or_next])
        u[start] += low
        others = seen_rows.copy()
        others[start] = False
        u[others] += low - shortest[column_of[others]]
        v[seen] -= low - shortest[seen]
        while True:
            row = int(came_from[sink])
            row_of[sink] = row
            column_of[row], sink = sink, int(column_of[row])
            if row == start:
                break
    found = [(column, row) if turned else (row, column) for row, column in enumerate(column_of.tolist())]
    return [(one, int(owner[seat])) for one, seat in found if allowed[one, owner[seat]]]


def baselines(mentees: int, mentors: int, terms: Terms) -> None:
    """Ours beside both baselines on the same rounds, and beside ourselves with every pair there is as a candidate."""
    told = []
    for seed in SEEDS:
        people = population(seed, mentees, mentors)
        seekers, guides, words = tables(*people, terms)
        block = Block(seekers, slice(0, mentees), guides, words, Relations(), terms)
        minutes = block.shared_minutes()
        allowed = ~np.logical_or.reduce(list(forbidden(block, minutes).values()))
        worth, seats = scores(block, minutes), [guide.free_seats for guide in guides.people]
        rows, columns = np.nonzero(allowed)
        edges = np.stack([rows, columns, worth[rows, columns]], axis=1)
        wall, cpu, ours = clocked(lambda people=people: match_round(*people, Relations(), terms))
        every = assign(mentees, seats, edges, [person.priority for person in seekers.people])
        told_of = {}
        for name, method in (("greedy", greedy), ("munkres", munkres)):
            _took, used, pairs = clocked(lambda m=method, w=worth, a=allowed, s=seats: m(w, a, s))
            assert ours.stats.served >= len(pairs), (seed, name)
            told_of[name] = f"{name} {len(pairs)} ({ours.stats.served - len(pairs)} fewer, {used:.2f} s CPU)"
        assert (ours.stats.served, ours.stats.priority_served) == (every.served, every.priority_served)
        short = (every.total_score - ours.stats.total) / every.total_score * 100
        told.append(
            f"  seed {seed}: served {ours.stats.served} ({wall:.2f} s, {cpu:.2f} s CPU), {', '.join(told_of.values())}; "
            f"total {short:.3f} % below that of all {len(edges):,} pairs as candidates"
        )
    say("\n".join([f"served at {mentees} × {mentors}, {terms.min_overlap} common minutes a week:", *told]))


def main() -> None:
    if len(sys.argv) == 3:
        whole_round(int(sys.argv[1]), int(sys.argv[2]))
        return
    say(f"matching on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for mentors in (4_000, 40_000):
        suggestions(mentors)
    for least in (60, 180):
        baselines(500, 300, replace(TERMS, min_overlap=least))
    prices()
    for mentees, mentors in [*ROUNDS, *([LARGE] if "--large" in sys.argv else [])]:
        command = [sys.executable, "-m", "tests.benchmarks.matching", str(mentees), str(mentors)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
