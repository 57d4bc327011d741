"""`assign` against every assignment there is, and against a maximum matching found by another road."""

import pickle
import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching import BadInput, Contradiction, OutOfBounds, assign, solve

from .invented import examples
from .reference import best_of_all, hopcroft_karp

SCORES = [0, 1, 2, 3, 500, 5_000, 9_999, 10_000]


def objective(result):
    return result.priority_served, result.served, result.total_score


@st.composite
def instances(draw, newcomers=7, mentors=4):
    n, m = draw(st.integers(0, newcomers)), draw(st.integers(0, mentors))
    edge = st.tuples(st.integers(0, max(0, n - 1)), st.integers(0, max(0, m - 1)), st.sampled_from(SCORES))
    edges = draw(st.lists(edge, max_size=18)) if n and m else []
    return {
        "newcomers": n,
        "capacity": draw(st.lists(st.integers(0, 3), min_size=m, max_size=m)),
        "edges": edges,
        "priority": draw(st.lists(st.integers(0, 1), min_size=n, max_size=n)),
    }


@examples()
@given(instances())
def test_the_objective_is_that_of_the_best_of_all_assignments(instance):
    result = assign(**instance)
    expected = best_of_all(*instance.values())
    assert (*objective(result), 10_001 if result.worst is None else result.worst) == expected
    assert result.worst_settled
    assert result.pairs == sorted(result.pairs)
    taken = [mentor for _newcomer, mentor in result.pairs]
    assert all(taken.count(mentor) <= seats for mentor, seats in enumerate(instance["capacity"]))
    served = [newcomer for newcomer, _mentor in result.pairs]
    assert sorted([*served, *result.unmatched]) == list(range(instance["newcomers"]))
    assert {(*pair, score) for pair, score in zip(result.pairs, result.scores, strict=True)} <= set(
        instance["edges"]
    )


@examples()
@given(instances(), st.randoms(use_true_random=False))
def test_the_order_of_the_edges_changes_nothing_and_new_numbers_change_no_objective(instance, rng):
    result = assign(**instance)
    edges = instance["edges"] + instance["edges"][:2]
    rng.shuffle(edges)
    again = assign(**{**instance, "edges": edges})
    assert pickle.dumps(again) == pickle.dumps(result)
    newcomers, mentors = list(range(instance["newcomers"])), list(range(len(instance["capacity"])))
    rng.shuffle(newcomers)
    rng.shuffle(mentors)
    relabeled = assign(
        instance["newcomers"],
        [instance["capacity"][mentors.index(place)] for place in range(len(mentors))],
        np.asarray([(newcomers[one], mentors[other], score) for one, other, score in edges])
        .reshape(-1, 3)
        .astype(int),
        [instance["priority"][newcomers.index(place)] for place in range(len(newcomers))],
    )
    assert (objective(relabeled), relabeled.worst) == (objective(result), result.worst)


@examples()
@given(instances(), st.data())
def test_kept_pairs_stay_and_the_rest_is_the_best_there_is_beside_them(instance, data):
    worth = {edge[:2]: edge[2] for edge in sorted(instance["edges"])}
    keep, seats = {}, list(instance["capacity"])
    for newcomer, mentor in data.draw(
        st.lists(st.sampled_from(sorted(worth)), max_size=3) if worth else st.just([])
    ):
        if seats[mentor] and newcomer not in keep:
            keep[newcomer] = mentor
            seats[mentor] -= 1
    pinned = assign(**instance, keep=keep.items())
    assert keep.items() <= dict(pinned.pairs).items()
    assert objective(assign(**instance)) >= objective(pinned)
    rest = [edge for edge in instance["edges"] if edge[0] not in keep]
    first, served, total, _worst = best_of_all(instance["newcomers"], seats, rest, instance["priority"])
    assert objective(pinned) == (
        first + sum(instance["priority"][newcomer] for newcomer in keep),
        served + len(keep),
        total + sum(worth[pair] for pair in keep.items()),
    )


@examples()
@given(st.integers(0, 2**32))
def test_as_many_are_served_as_a_maximum_matching_serves_and_a_seat_more_serves_no_fewer(seed):
    rng = random.Random(seed)
    n, m = rng.randint(1, 40), rng.randint(1, 15)
    edges = [(i, j, rng.randint(0, 10_000)) for i in range(n) for j in range(m) if rng.random() < 0.12]
    capacity = [rng.randint(0, 3) for _ in range(m)]
    result = assign(n, capacity, edges)
    adjacent = {i: [j for one, j, _score in edges if one == i] for i in range(n)}
    assert result.served == hopcroft_karp(adjacent, capacity)
    capacity[rng.randrange(m)] += 1
    assert assign(n, capacity, edges).served in (result.served, result.served + 1)


def test_nothing_to_do_is_done():
    result = assign(newcomers=0, capacity=[], edges=[])
    assert (result.pairs, result.unmatched, result.worst, result.served) == ([], [], None, 0)
    assert assign(2, [1], []).unmatched == [0, 1]


def test_among_equals_the_worst_pair_is_as_good_as_can_be():
    edges = [(0, 0, 9_000), (0, 1, 6_000), (1, 0, 5_000), (1, 1, 2_000)]
    assert assign(2, [1, 1], edges).pairs == [(0, 1), (1, 0)]
    edges = [(0, 0, 5_000), (0, 1, 9_000), (1, 0, 2_000), (1, 1, 6_000)]
    assert [assign(2, [1, 1], edges, settle_worst=settle).total_score for settle in (True, False)] == [
        11_000
    ] * 2
    assert assign(2, [1, 1], edges).worst == 5_000


@examples()
@given(st.integers(1, 12), st.data())
def test_the_threshold_is_raised_as_far_as_the_objective_holds(gadgets, data):
    """Pairs of newcomers who may swap without a change in the total, all of them begun with the worse way."""
    rows, poor = [], []
    for gadget in range(gadgets):
        one, other = 2 * gadget, 2 * gadget + 1
        low = data.draw(st.integers(0, 3_000))
        better = data.draw(st.integers(low, 3_000))
        rows += [
            (one, one, low),
            (one, other, better),
            (other, one, 6_000 - better),
            (other, other, 6_000 - low),
        ]
        poor += [True, False, False, True]
    arcs = np.asarray(rows, dtype=np.int64)
    seats = np.ones(2 * gadgets, dtype=np.int64)
    gains = solve.base_of(2 * gadgets, 2 * gadgets, 0)[0] + arcs[:, 2]
    found = solve._raise_worst(arcs, gains, 2 * gadgets, seats, np.asarray(poor), 1)
    assert arcs[found, 2].min() == arcs[~np.asarray(poor), 2].min()
    assert (int(found.sum()), int(arcs[found, 2].sum())) == (2 * gadgets, 6_000 * gadgets)


def test_a_round_with_very_many_edges_does_without_the_look_at_the_worst_pair(monkeypatch):
    monkeypatch.setattr(solve, "CHEAP", 3)
    result = assign(2, [1, 1], [(0, 0, 9_000), (0, 1, 6_000), (1, 0, 5_000), (1, 1, 2_000)])
    assert (result.total_score, result.worst_settled) == (11_000, False)


def test_among_equals_an_earlier_runs_pairs_stay():
    edges = [(newcomer, mentor, 5_000) for newcomer in range(3) for mentor in range(3)]
    for earlier in ([(0, 2), (1, 0), (2, 1)], [(0, 1), (1, 2), (2, 0)], [(0, 0), (1, 1), (2, 2)]):
        assert assign(3, [1, 1, 1], edges, prefer=[*earlier, (9, 9), (0, -1)]).pairs == earlier


def test_a_kept_pair_without_an_edge_counts_no_points_or_is_refused():
    result = assign(2, [1, 1], [(0, 0, 700), (1, 0, 900)], keep=[(0, 1), (0, 1)])
    assert (result.pairs, result.scores, result.total_score) == ([(0, 1), (1, 0)], [0, 900], 900)
    with pytest.raises(Contradiction, match="rules forbid this pair") as refusal:
        assign(2, [1, 1], [(0, 0, 700)], keep=[(0, 1)], keep_needs_edge=True)
    assert (refusal.value.code, refusal.value.facts) == ("no_edge", {"mentee": 0, "mentor": 1})
    with pytest.raises(Contradiction):
        assign(1, [1], [], keep=[(0, 0)], keep_needs_edge=True)
    assert assign(1, [1], [(0, 0, 7)], keep=[(0, 0)], keep_needs_edge=True).scores == [7]


@pytest.mark.parametrize(
    ("keep", "code", "facts"),
    [
        ([(0, 0), (0, 1)], "two_mentors", {"mentee": 0, "mentors": [0, 1]}),
        ([(0, 0), (2, 0), (1, 0)], "too_few_seats", {"mentor": 0, "mentees": [0, 1, 2], "seats": 2}),
    ],
)
def test_pins_that_cannot_all_be_are_refused_with_who_clashes(keep, code, facts):
    with pytest.raises(Contradiction) as refusal:
        assign(3, [2, 2], [(0, 0, 1)], keep=keep)
    assert (refusal.value.code, refusal.value.facts) == (code, facts)


@pytest.mark.parametrize(
    "given_",
    [
        {"newcomers": -1, "capacity": [], "edges": []},
        {"newcomers": 1, "capacity": [1], "edges": [], "priority": [0, 1]},
        {"newcomers": 1, "capacity": [1], "edges": [], "priority": [2]},
        {"newcomers": 1, "capacity": [-1], "edges": []},
        {"newcomers": 1, "capacity": [0.5], "edges": []},
        {"newcomers": 1, "capacity": [[1]], "edges": []},
        {"newcomers": 1, "capacity": [2**31 + 1], "edges": []},
        {"newcomers": 1, "capacity": [1], "edges": [0, 0, 5]},
        {"newcomers": 1, "capacity": [1], "edges": [(0, 0)]},
        {"newcomers": 1, "capacity": [1], "edges": [(0, 0, 0.5)]},
        {"newcomers": 1, "capacity": [1], "edges": [(0, 0, 10_001)]},
        {"newcomers": 1, "capacity": [1], "edges": [(0, 0, -1)]},
        {"newcomers": 1, "capacity": [1], "edges": [(0, 1, 5)]},
        {"newcomers": 1, "capacity": [1], "edges": [(1, 0, 5)]},
        {"newcomers": 1, "capacity": [1], "edges": [], "keep": [(0, 1)]},
        {"newcomers": 1, "capacity": [1], "edges": [], "keep": [(1, 0)]},
        {"newcomers": 1, "capacity": [1], "edges": [], "keep": [(-1, 0)]},
        {"newcomers": 1, "capacity": [1], "edges": [(0, 0, 5)], "keep": [(0, -1)]},
    ],
)
def test_input_without_meaning_is_refused(given_):
    with pytest.raises(BadInput):
        assign(**given_)


def test_what_64_bits_do_not_hold_is_refused_before_anything_is_solved(monkeypatch):
    monkeypatch.setattr(solve, "flow", None)
    with pytest.raises(OutOfBounds, match="more than one round can be solved for") as refusal:
        assign(16_000_000, [1], [(0, 0, 1)])
    assert refusal.value.facts == {"newcomers": 16_000_000, "mentors": 1}


def test_a_preference_that_64_bits_do_not_hold_is_let_go(monkeypatch):
    assert solve.base_of(100_000, 40_000, 90_000) == (1_000_000_001, 1)
    assert solve.base_of(2_000, 800, 1_500) == (20_000_001, 1_501)


def test_a_solver_that_ends_without_an_optimum_is_an_error():
    huge = np.asarray([2**62], dtype=np.int64)
    with pytest.raises(RuntimeError, match="solver ended"):
        solve.flow(np.asarray([0]), np.asarray([0]), huge, 1, np.asarray([1]))


def test_the_solver_is_loaded_only_when_a_round_is_solved():
    code = (
        "import sys, mentorship.matching; print([name for name in sys.modules if name.startswith('ortools')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
