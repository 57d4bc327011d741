"""Spreading lessons, and the plan for who missed a meetup."""

from datetime import date, timedelta
from itertools import combinations, pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.catching_up import Day, Plan, Reading, plan
from learning.spreading import spread

MONDAY = date(2026, 11, 23)


def reading(nth: int, minutes: int = 20, state: str = "") -> Reading:
    return Reading(UUID(int=nth), f"Lesson {nth}", f"/lessons/{nth}/", minutes, state)


def best(minutes: list[int], places: int) -> int:
    """The smallest largest sum, by trying every way to cut."""
    cuts = range(1, len(minutes))
    ways = (
        [0, *chosen, len(minutes)]
        for number in range(min(places, len(minutes)))
        for chosen in combinations(cuts, number)
    )
    return min(max(sum(minutes[a:b]) for a, b in pairwise(way)) for way in ways)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=7), st.integers(1, 9))
def test_everything_is_read_once_in_order_and_no_day_is_fuller_than_it_must_be(minutes, places):
    parts = spread(minutes, places)
    assert len(parts) == places
    assert [nth for part in parts for nth in part] == list(range(len(minutes)))
    assert max(sum(minutes[nth] for nth in part) for part in parts) == best(minutes, places)
    assert sum(bool(part) for part in parts) == min(places, len(minutes))


def test_nothing_to_spread_and_nowhere_to_put_it():
    assert spread([], 2) == [range(0), range(0)]
    assert [list(part) for part in spread([0, 0, 0], 3)] == [[0], [1], [2]]
    with pytest.raises(ValueError, match="0"):
        spread([10], 0)


def test_what_was_missed_comes_first_and_every_day_before_the_meetup_can_be_used():
    earlier = [reading(1, 30), reading(2, state="done"), reading(3, 10), reading(1, 30)]
    coming = [reading(4, 20), reading(3, 10), reading(5, state="done")]
    found = plan(earlier, coming, today=MONDAY, until=MONDAY + timedelta(days=2))
    assert found == Plan(
        (reading(1, 30), reading(3, 10)),
        (Day(MONDAY, (reading(1, 30),)), Day(MONDAY + timedelta(days=1), (reading(3, 10), reading(4, 20)))),
    )
    assert (found.minutes, [day.minutes for day in found.days]) == (40, [30, 30])


def test_nothing_missed_is_no_plan_and_on_the_day_itself_there_is_one_day():
    assert plan([reading(1, state="done")], [reading(2)], today=MONDAY, until=MONDAY) == Plan()
    found = plan([reading(1), reading(2)], [], today=MONDAY, until=MONDAY)
    assert [day.day for day in found.days] == [MONDAY]
