from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.cockpit.figures import Group, Step, Waits, funnel, groups, percentile, waits_of
from mentorship.cockpit.people import STEPS, Pair, Person

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def newcomer(**fields) -> Person:
    return Person(**{"role": "mentee", "applied_at": ago(60), "was_approved": True, **fields})


def test_the_funnel_counts_each_step_and_tells_the_median_days_to_it():
    people = [
        newcomer(was_approved=False, waits=True),
        newcomer(approved_at=ago(58), waits=True),
        newcomer(approved_at=ago(54), asked_at=ago(50), pairs=(Pair("active", ago(45), met_at=ago(40)),)),
        newcomer(
            approved_at=ago(50),
            asked_at=ago(48),
            pairs=(Pair("completed", ago(41), met_at=ago(20), ended_at=ago(1)),),
        ),
        Person(role="mentor", applied_at=ago(9)),
    ]
    assert funnel(people, "mentee") == [
        Step("applied", 4, 4, None),
        Step("approved", 3, 4, 6),
        Step("asked", 2, 4, 3),
        Step("paired", 2, 4, 6),
        Step("met", 1, 4, 5),  # the other pair met after three weeks
        Step("completed", 1, 4, 40),
    ]
    assert funnel(people, "mentor")[0] == Step("applied", 1, 1, None)


def test_an_empty_round_has_steps_without_anybody():
    assert funnel([], "mentee") == [Step(name, 0, 0, None) for name in STEPS]
    assert groups([], "zone") == ([], (0, 0, 0))
    assert waits_of([], NOW) == (Waits(0, None, None, None), Waits(0, None, None, None))


def test_waiting_counts_from_the_application_or_from_the_end_of_the_last_pair():
    people = [
        newcomer(waits=True),
        newcomer(waits=True, pairs=(Pair("ended", ago(50), ended_at=ago(12)),)),
        newcomer(waits=True, pairs=(Pair("held", ago(40)),)),
        newcomer(waits=True, pairs=(Pair("completed", ago(50), ended_at=ago(2)),)),
        newcomer(waits=False),
    ]
    assert waits_of(people, NOW) == (Waits(3, 10, 20, 20), Waits(2, 36, 60, 60))


@given(st.lists(st.integers(0, 400), min_size=1), st.sampled_from([0.5, 0.9, 1.0]))
def test_a_percentile_is_one_of_the_values_and_that_part_does_not_exceed_it(values, part):
    found = percentile(values, part)
    assert found in values
    assert sum(value <= found for value in values) >= part * len(values)
    assert sum(value < found for value in values) < part * len(values)


def test_groups_show_the_largest_first_and_the_hidden_ones_by_name():
    paired = (Pair("active", ago(30)),)
    people = [
        *(newcomer(groups={"chapter": "Brno"}, pairs=paired) for _nth in range(6)),
        *(newcomer(groups={"chapter": "Kyiv"}) for _nth in range(9)),
        *(newcomer(groups={"chapter": "Oslo"}, was_approved=False) for _nth in range(2)),
        *(newcomer(groups={"chapter": "Lyon"}, was_approved=False) for _nth in range(4)),
        newcomer(),
    ]
    rows, totals = groups(people, "chapter")
    assert totals == (22, 16, 6)
    assert rows == [
        Group("Kyiv", 9, 9, None, None),
        Group("Brno", 6, None, None, None),  # else the total would tell how many of the rest were approved
        Group("", None, None, None, None),
        Group("Lyon", None, None, None, None),
        Group("Oslo", None, None, None, None),
    ]


def test_a_median_wait_stands_beside_five_people_or_more():
    people = [
        newcomer(groups={"zone": zone}, pairs=(Pair("active", ago(days)),))
        for zone, days in [("west", 30)] * 5 + [("east", 50)] * 7
    ]
    rows, _totals = groups(people, "zone")
    assert rows == [Group("east", 7, 7, 7, 10), Group("west", 5, 5, 5, 30)]


@pytest.mark.parametrize("name", STEPS[2:])
def test_who_came_further_has_come_as_far_before(name):
    person = newcomer(
        was_approved=False,
        asked_at=ago(3) if name == "asked" else None,
        pairs=() if name == "asked" else (Pair("completed", ago(9), met_at=ago(8), ended_at=ago(1)),),
    )
    assert {"applied", "approved", "asked"} <= person.reached
