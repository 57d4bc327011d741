"""Keeping only the best candidates costs nobody a place."""

import random
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching import assign, harvest, match_round
from mentorship.matching.people import Relations, Topic
from mentorship.matching.reach import Reach
from mentorship.matching.weeks import pack

from .invented import TERMS, examples
from .reference import hopcroft_karp


@examples()
@given(st.integers(0, 2**32))
def test_with_the_pairs_that_are_found_as_many_are_served_as_in_the_whole_graph_priority_first(seed):
    rng = random.Random(seed)
    n, m = rng.randint(1, 14), rng.randint(1, 70)
    density = rng.choice([0.02, 0.1, 0.4])
    fits = {i: [j for j in range(m) if rng.random() < density] for i in range(n)}
    seats = [rng.randint(0, 2) for _ in range(m)]
    priority = [rng.randint(0, 1) for _ in range(n)]
    known = [(i, j, 5) for i in fits for j in fits[i][: rng.randint(0, 1)]]
    keep = [known[0][:2]] if known and seats[known[0][1]] else []
    solved = assign(n, seats, known, priority, keep)
    flags = np.zeros((n, m), dtype=np.bool_)
    for i, others in fits.items():
        flags[i, others] = True
    reach = Reach(pack(flags), np.asarray(seats), np.asarray(priority), solved.pairs, keep)
    more = reach.new_pairs()
    assert all(j in fits[i] for i, j in more)
    best = assign(n, seats, [*known, *((*pair, 1) for pair in more)], priority, keep)
    free = {i: others for i, others in fits.items() if i not in dict(keep)}
    left = [count - [j for _i, j in keep].count(mentor) for mentor, count in enumerate(seats)]
    first = {i: others for i, others in free.items() if priority[i]}
    assert best.served == hopcroft_karp(free, left) + len(keep)
    assert best.priority_served == hopcroft_karp(first, left) + sum(priority[i] for i, _j in keep)


def test_a_round_serves_everybody_although_all_like_the_same_few_best(mentee, mentor, monkeypatch):
    monkeypatch.setattr(harvest, "BEST", 2)
    monkeypatch.setattr(harvest, "FEW", 1)
    seekers = [mentee(key=f"n{number}", member=number) for number in range(5)]
    guides = [mentor(key=f"m{number}", member=10 + number, capacity=1) for number in range(5)]
    guides[2:] = [replace(guide, topics={"git": Topic(1)}) for guide in guides[2:]]
    result = match_round(seekers, guides, Relations(), TERMS)
    assert sorted(pair.mentor for pair in result.pairs) == ["m0", "m1", "m2", "m3", "m4"]


def test_somebody_moves_on_so_that_another_finds_a_place():
    fits = pack(np.asarray([[True, True], [True, False]]))
    reach = Reach(fits, np.asarray([1, 1]), np.asarray([0, 0]), [(0, 0)], [])
    assert reach.new_pairs() == [(0, 1), (1, 0)]
