from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.matching.people import Person, Terms
from mentorship.matching.rules import common_weeks
from mentorship.matching.weeks import (
    Pattern,
    monday_of,
    offsets,
    pack,
    patterns,
    spans_in,
    step_for,
    utc_week,
    weighted_median,
)

from .invented import examples
from .people import HALF_HOURS, ZONES, hours

SPRING, AUTUMN = date(2026, 3, 23), date(2026, 10, 19)  # the weeks in which Europe changes its clocks
CHANGES = [
    SPRING,
    AUTUMN,
    date(2026, 3, 2),  # New York forward
    date(2026, 10, 26),  # New York back
    date(2026, 3, 30),  # Lord Howe back by half an hour
    date(2026, 9, 28),  # Lord Howe forward by half an hour; Adelaide by an hour
    date(2026, 8, 31),  # Santiago forward
    date(2026, 6, 15),
]


@lru_cache
def clock_of(zone, monday):
    """The minute of the local week at each minute of the UTC week, as a clock on the wall there shows it."""
    start, there = datetime(monday.year, monday.month, monday.day, tzinfo=UTC), ZoneInfo(zone)
    shown = ((start + timedelta(minutes=minute)).astimezone(there) for minute in range(7 * 24 * 60))
    return [(now.weekday() * 24 + now.hour) * 60 + now.minute for now in shown]


def minutes_on_two_clocks(one, other, monday):
    """A naive count: for every minute of a week, whether both clocks show one that is free."""
    free = [
        {day * 1440 + minute for day, begin, end in spans for minute in range(begin, end)}
        for spans, _zone in (one, other)
    ]
    both = zip(clock_of(one[1], monday), clock_of(other[1], monday), strict=True)
    return sum(mine in free[0] and theirs in free[1] for mine, theirs in both)


def minutes_by_bits(one, other, monday):
    zones = [one[1], other[1]]
    step = step_for(zones, [Pattern(monday, 1)])
    return (utc_week(*one, monday, step) & utc_week(*other, monday, step)).bit_count() * step


@pytest.mark.parametrize("monday", CHANGES)
@pytest.mark.parametrize(
    "zone", ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu"]
)
def test_common_hours_are_those_counted_minute_by_minute_in_weeks_with_a_clock_change(zone, monday):
    late = ((5, 1380, 1440), (6, 0, 300), (0, 600, 1200), (3, 60, 180))
    everywhere = tuple((day, 0, 1440) for day in range(7))
    one, other = (late, "Europe/Prague"), (everywhere[:3] + late, zone)
    assert minutes_by_bits(one, other, monday) == minutes_on_two_clocks(one, other, monday)


WALLS = ["Europe/Prague", "America/New_York", "Asia/Kolkata", "Australia/Adelaide", "America/Santiago"]
OVER_THE_WEEKEND = ((5, 1200, 1440), (6, 0, 300), (6, 1260, 1440), (0, 0, 240))


@pytest.mark.parametrize("other", WALLS)
def test_in_every_week_of_a_round_both_clocks_are_asked_minute_by_minute(other):
    """Rounds over each change of a clock, north and south: New York, Prague, Adelaide, Santiago; Kolkata has none."""
    found, counted = [], []
    for first in (
        date(2026, 3, 4),
        date(2026, 3, 31),
        date(2026, 9, 2),
        date(2026, 9, 29),
        date(2026, 10, 22),
    ):
        terms = Terms(first=first, last=first + timedelta(weeks=2))
        one, two = (OVER_THE_WEEKEND, "Europe/Prague"), (OVER_THE_WEEKEND + ((3, 0, 1440),), other)
        people = [
            Person(key=zone, member=nth, timezone=zone, hours=hours)
            for nth, (hours, zone) in enumerate((one, two))
        ]
        weeks = common_weeks(*people, terms)
        found.append(sorted(week.minutes for week in weeks for _nth in range(week.pattern.weeks)))
        mondays = [monday_of(first) + timedelta(weeks=nth) for nth in range(3)]
        counted.append(sorted(minutes_on_two_clocks(one, two, monday) for monday in mondays))
    assert found == counted


@examples()
@given(hours, hours, st.sampled_from(ZONES), st.sampled_from(WALLS), st.sampled_from(CHANGES))
def test_common_hours_of_anybody_are_those_of_two_clocks_minute_by_minute(first, second, zone, other, monday):
    assert minutes_by_bits((first, zone), (second, other), monday) == minutes_on_two_clocks(
        (first, zone), (second, other), monday
    )


def test_an_hour_skipped_in_spring_is_no_hour_and_one_that_comes_twice_in_autumn_counts_twice():
    night = (((6, 120, 180),), "Europe/Prague")
    found = [minutes_by_bits(night, night, monday) for monday in (SPRING, date(2026, 6, 1), AUTUMN)]
    assert found == [0, 60, 120]


def test_saturday_night_in_new_york_is_sunday_in_prague():
    saturday = utc_week(((5, 1200, 1320),), "America/New_York", date(2026, 6, 1), 30)
    assert spans_in(saturday, "Europe/Prague", date(2026, 6, 1), 30) == [(6, 120, 240)]


def test_a_week_is_shown_on_a_clock_that_stands_a_quarter_of_an_hour_off():
    evening = utc_week(((1, 720, 780),), "UTC", date(2026, 6, 1), 30)
    assert spans_in(evening, "Asia/Kathmandu", date(2026, 6, 1), 30) == [(1, 1065, 1125)]


def test_weeks_between_clock_changes_are_one_pattern():
    found = patterns(["Europe/Prague", "America/New_York"], date(2026, 9, 2), date(2027, 2, 10))
    assert found == (
        Pattern(date(2026, 8, 31), 7),
        Pattern(AUTUMN, 1),
        Pattern(date(2026, 10, 26), 1),
        Pattern(date(2026, 11, 2), 15),
    )


def test_a_round_without_people_still_has_weeks():
    assert patterns([], date(2026, 6, 3), date(2026, 6, 10)) == (Pattern(date(2026, 6, 1), 2),)


@examples()
@given(st.sampled_from(ZONES), st.integers(0, 60))
def test_a_pattern_stands_for_weeks_that_are_really_equal(zone, weeks):
    first = date(2026, 1, 7)
    last = first + timedelta(weeks=weeks)
    found = patterns([zone], first, last)
    kinds = [offsets(zone, monday_of(first) + timedelta(weeks=week)) for week in range(weeks + 1)]
    assert sum(pattern.weeks for pattern in found) == weeks + 1
    assert [(offsets(zone, p.monday), p.weeks) for p in found] == [
        (kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)
    ]


@examples()
@given(hours, st.sampled_from(HALF_HOURS), st.sampled_from(CHANGES))
def test_the_step_does_not_change_what_is_found(spans, zone, monday):
    halves, quarters = (utc_week(spans, zone, monday, step) for step in (30, 15))
    assert halves.bit_count() * 30 == quarters.bit_count() * 15
    assert spans_in(halves, zone, monday, 30) == spans_in(quarters, zone, monday, 15)


def test_every_zone_of_the_world_changes_its_clocks_on_a_quarter_of_an_hour():
    odd = {
        zone
        for zone in available_timezones()
        for monday in (date(2026, 1, 5), SPRING, AUTUMN)
        for offset in offsets(zone, monday)
        if offset % 15
    }
    assert odd == set()


@examples()
@given(st.binary(min_size=42, max_size=42))
def test_half_hours_are_packed_into_six_words(drawn):
    flags = [bool(byte >> bit & 1) for byte in drawn for bit in range(8)]
    words = pack(np.array(flags))
    assert words.shape == (6,)
    assert sum(int(word) << 64 * place for place, word in enumerate(words)) == sum(
        1 << slot for slot, flag in enumerate(flags) if flag
    )


@examples()
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=6))
def test_the_median_counts_a_week_as_often_as_it_comes(weeks):
    every_week = sorted(value for value, count in weeks for _ in range(count))
    found = weighted_median(np.array([[value] for value, _ in weeks]), [count for _, count in weeks])
    assert found.tolist() == [every_week[(len(every_week) - 1) // 2]]
