"""A way spread over weeks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.paths import weeks

MINUTES = st.lists(st.integers(0, 200), max_size=12)


@pytest.mark.parametrize(
    ("minutes", "spans"),
    [
        ([], []),
        ([30, 30, 30], [(1, 1), (1, 1), (1, 1)]),
        ([50, 50, 40], [(1, 1), (2, 2), (2, 2)]),
        ([90, 0, 10], [(1, 1), (1, 1), (2, 2)]),
        ([30, 200, 10], [(1, 1), (1, 3), (3, 3)]),
        ([0], [(1, 1)]),
    ],
)
def test_lessons_fill_the_weeks_at_ninety_minutes(minutes, spans):
    assert weeks(minutes, a_week=90) == spans


@given(MINUTES, st.integers(1, 120))
def test_no_week_holds_more_than_was_said_and_no_lesson_that_fits_is_torn(minutes, a_week):
    spans = weeks(minutes, a_week=a_week)
    assert spans == sorted(spans)
    assert all(first == last for each, (first, last) in zip(minutes, spans, strict=True) if each <= a_week)
    for week in {first for first, _last in spans}:
        inside = [each for each, span in zip(minutes, spans, strict=True) if span == (week, week)]
        assert sum(inside) <= a_week
    assert not spans or -(-sum(minutes) // a_week) <= spans[-1][1]


@given(MINUTES, st.integers(1, 120))
def test_more_minutes_a_week_never_take_longer_for_lessons_that_fit(minutes, a_week):
    fitting = [each for each in minutes if each <= a_week]
    before, after = weeks(fitting, a_week=a_week), weeks(fitting, a_week=a_week + 7)
    assert [last for _first, last in after] <= [last for _first, last in before]


def test_a_week_without_a_minute_is_no_week():
    with pytest.raises(ValueError, match="at least one minute"):
        weeks([10], a_week=0)
