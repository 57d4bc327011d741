"""What an override costs, what changed, and how steady a solution is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching import (
    BadInput,
    Contradiction,
    Edges,
    OutOfBounds,
    Price,
    diff,
    intake,
    price,
    with_pair,
)
from mentorship.matching.people import Relations, neighbors
from mentorship.matching.price import Diff
from mentorship.matching.stability import blocking, stable

from .invented import TERMS, examples
from .test_assign import instances


def edges_of(instance, fixed=()):
    """The instance as the candidates of a round: newcomer 0 is "a", mentor 0 is "A"."""
    bare = Edges(
        mentees=tuple("abcdefg"[: instance["newcomers"]]),
        mentors=tuple("ABCD"[: len(instance["capacity"])]),
        mentee=np.zeros(0, dtype=np.int32),
        mentor=np.zeros(0, dtype=np.int32),
        score=np.zeros(0, dtype=np.int32),
        seats=np.asarray(instance["capacity"], dtype=np.int32),
        priority=np.asarray(instance["priority"], dtype=np.int8),
        fixed=fixed,
    )
    return bare.plus(sorted(instance["edges"], reverse=True))


@examples()
@given(instances(), st.data())
def test_an_override_never_has_a_negative_price_and_what_is_chosen_anyway_is_free(instance, data):
    edges = edges_of(instance)
    if not len(edges):
        return
    pairs = [
        (edges.mentees[one], edges.mentors[other])
        for one, other in zip(edges.mentee, edges.mentor, strict=True)
    ]
    pair, other = data.draw(st.sampled_from(pairs)), data.draw(st.sampled_from(pairs))
    forbid = {other} - {pair}
    chosen = [(edges.mentees[one], edges.mentors[mentor]) for one, mentor in edges.solve(forbid=forbid).pairs]
    for pin in ("keep", "forbid"):
        if pin == "keep" and not edges.seats[edges.number(pair)[1]]:
            continue
        cost = price(edges, pair, pin, forbid=forbid)
        assert cost >= Price(0, 0, 0)
        assert cost.people or cost.priority or cost.points >= 0
        if (pair in chosen) == (pin == "keep"):
            assert cost == Price()
        assert price(edges, pair, pin, forbid=forbid, **({"keep": {pair}} if pin == "keep" else {})) == cost


@pytest.fixture
def two_by_two():
    """a is worth most with A and b fits A alone; so a goes to B."""
    edges = [(0, 0, 900), (0, 1, 500), (1, 0, 700)]
    return edges_of({"newcomers": 2, "capacity": [1, 1], "edges": edges, "priority": [0, 1]})


def test_a_price_is_told_in_people_and_points(two_by_two):
    assert price(two_by_two, ("a", "A"), "keep") == Price(priority=1, people=1, points=300)
    assert price(two_by_two, ("a", "B"), "forbid") == Price(people=1, points=500)
    assert price(two_by_two, ("a", "A"), "keep", keep=[("b", "A")][:0], forbid=[("b", "A")]) == Price(
        points=0
    )
    assert price(two_by_two, ("b", "A"), "keep") == Price()


def test_a_candidate_is_found_by_either_of_the_two(two_by_two):
    assert two_by_two.of_mentee("a") == [("A", 900), ("B", 500)]
    assert two_by_two.of_mentor("A") == [("a", 900), ("b", 700)]
    assert [two_by_two.score_of(pair) for pair in (("a", "B"), ("b", "A"), ("b", "B"))] == [500, 700, None]
    assert (
        edges_of({"newcomers": 1, "capacity": [1, 1], "edges": [(0, 1, 5)], "priority": [0]}).score_of(
            ("a", "A")
        )
        is None
    )


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        ({"keep": [("b", "B")]}, "no_edge"),
        ({"keep": [("a", "A")], "forbid": [("a", "A")]}, "kept_and_forbidden"),
        ({"keep": [("a", "A"), ("b", "A")]}, "too_few_seats"),
        ({"keep": [("a", "A"), ("a", "B")]}, "two_mentors"),
    ],
)
def test_pins_that_cannot_be_are_refused_when_a_round_is_solved_again(pins, code, two_by_two):
    with pytest.raises(Contradiction) as refusal:
        two_by_two.solve(**pins)
    assert refusal.value.code == code


@pytest.mark.parametrize(("pair", "person"), [(("z", "A"), "z"), (("a", "Z"), "Z")])
def test_a_pin_of_somebody_who_is_not_in_the_round_is_refused(pair, person, two_by_two):
    for pins in ({"keep": [pair]}, {"forbid": [pair]}):
        with pytest.raises(BadInput) as refusal:
            two_by_two.solve(**pins)
        assert (refusal.value.code, refusal.value.facts) == ("unknown", {"person": person})


def test_a_round_that_is_too_large_is_refused_when_it_is_solved_again(two_by_two, monkeypatch):
    monkeypatch.setattr(intake, "LIMIT", 100)
    with pytest.raises(OutOfBounds):
        two_by_two.solve()


def test_an_open_proposal_is_kept_whatever_is_solved():
    edges = edges_of(
        {"newcomers": 2, "capacity": [1, 1], "edges": [(0, 1, 5), (1, 1, 7)], "priority": [0, 0]},
        (("a", "A", 40),),
    )
    assert edges.solve(keep=[("a", "A")]).pairs == edges.solve().pairs == [(0, 0), (1, 1)]
    with pytest.raises(Contradiction, match="kept and forbidden"):
        edges.solve(forbid=[("a", "A")])


def test_an_earlier_runs_pairs_stay_among_equals(two_by_two):
    equal = two_by_two.plus([(1, 1, 300)])
    for earlier in ([(0, 0), (1, 1)], [(0, 1), (1, 0)]):
        named = [("ab"[one], "AB"[other]) for one, other in earlier]
        assert equal.solve(prefer=[*named, ("gone", "A"), ("a", "gone")], settle_worst=False).pairs == earlier


def test_any_pair_can_be_priced_that_the_rules_allow(mentee, mentor):
    stranger = mentee(key="b", member=3, languages={"fr": True})
    none = edges_of({"newcomers": 2, "capacity": [1], "edges": [], "priority": [0, 0]})
    one, other = mentee(), mentor(key="A", member=5)
    assert with_pair(none, one, other, Relations(), TERMS).of_mentee("a") == [("A", 6930)]
    with pytest.raises(Contradiction) as refusal:
        with_pair(none, stranger, other, Relations(), TERMS)
    assert refusal.value.facts["rules"] == ["no_shared_language"]
    with pytest.raises(Contradiction) as refusal:
        with_pair(none, one, other, Relations(blocked=neighbors([(1, 5)])), TERMS)
    assert refusal.value.facts["rules"] == []


def test_a_difference_is_told_in_pairs_gained_lost_and_moved():
    old, new = [("a", "A"), ("b", "B"), ("c", "C")], [("d", "A"), ("b", "C"), ("c", "C")]
    assert diff(old, new) == Diff(gained=(("d", "A"),), lost=(("a", "A"),), moved=(("b", "B", "C"),))


def test_two_who_would_rather_have_each_other_are_counted(two_by_two):
    assert blocking(two_by_two, two_by_two.solve()) == 1
    assert stable(two_by_two).tolist() == [True, False, False]
    assert stable(two_by_two, [(1, 0)]).tolist() == [False, True, False]


@examples()
@given(instances())
def test_deferred_acceptance_leaves_no_two_who_would_rather_have_each_other(instance):
    edges = edges_of(instance)
    chosen = stable(edges)
    has, held = {}, {}
    for mentee, mentor, score in zip(
        edges.mentee[chosen], edges.mentor[chosen], edges.score[chosen], strict=True
    ):
        has[mentee] = score
        held.setdefault(mentor, []).append(score)
    for mentee, mentor, score in zip(edges.mentee, edges.mentor, edges.score, strict=True):
        wants = score > has.get(mentee, -1)
        room = len(held.get(mentor, [])) < edges.seats[mentor]
        assert not (wants and edges.seats[mentor] and (room or score > min(held[mentor])))
