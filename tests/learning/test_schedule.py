"""Wall-clock time: what the clocks of seven places do to a weekly evening, and what holds in every zone."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning import schedule
from learning.schedule import Rule

ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
EVENING = time(18)


def weekly(first: date, last: date, clock: time = EVENING, **more) -> Rule:
    return Rule(weekday=first.weekday(), clock=clock, minutes=90, first=first, last=last, **more)


# The week before and the week after both clock changes of a year, as (zone, dates, the hour in UTC of 18:00 there).
TABLE = [
    ("America/Los_Angeles", date(2026, 3, 5), ["02:00", "01:00"]),
    ("America/Los_Angeles", date(2026, 10, 29), ["01:00", "02:00"]),
    ("Europe/Prague", date(2026, 3, 26), ["17:00", "16:00"]),
    ("Europe/Prague", date(2026, 10, 22), ["16:00", "17:00"]),
    ("Asia/Kolkata", date(2026, 3, 26), ["12:30", "12:30"]),
    ("Australia/Lord_Howe", date(2026, 4, 2), ["07:00", "07:30"]),
    ("Australia/Lord_Howe", date(2026, 10, 1), ["07:30", "07:00"]),
    ("America/Sao_Paulo", date(2018, 11, 1), ["21:00", "20:00"]),
    ("America/Sao_Paulo", date(2026, 11, 5), ["21:00", "21:00"]),
    ("Pacific/Auckland", date(2026, 4, 2), ["05:00", "06:00"]),
    ("Pacific/Auckland", date(2026, 9, 24), ["06:00", "05:00"]),
    ("Africa/Casablanca", date(2026, 2, 12), ["17:00", "18:00"]),
    ("Africa/Casablanca", date(2026, 3, 19), ["18:00", "17:00"]),
]


@pytest.mark.parametrize(("zone", "first", "utc"), TABLE, ids=lambda value: str(value))
def test_a_weekly_evening_stays_at_six_over_the_clock_change(zone, first, utc):
    found = schedule.occurrences(weekly(first, first + timedelta(days=7)), zone)
    assert [each.starts_at.strftime("%H:%M") for each in found] == utc
    assert [schedule.local(each.starts_at, zone).time() for each in found] == [EVENING, EVENING]


def test_a_time_that_the_clocks_skip_shifts_forward_by_what_was_skipped():
    spring = weekly(date(2026, 3, 22), date(2026, 3, 29), clock=time(2, 30))
    found = schedule.occurrences(spring, "Europe/Prague")
    assert [(each.shown, each.skipped, each.shift) for each in found] == [
        (time(2, 30), False, 0),
        (time(3, 30), True, 60),
    ]


def test_half_an_hour_is_skipped_on_lord_howe():
    assert schedule.instant(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe") == datetime(
        2026, 10, 3, 15, 45, tzinfo=UTC
    )
    shown = schedule.local(
        schedule.instant(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe"), "Australia/Lord_Howe"
    )
    assert shown.time() == time(2, 45)


def test_of_a_time_that_comes_twice_the_first_counts():
    fall = weekly(date(2026, 10, 25), date(2026, 10, 25), clock=time(2, 30))
    [only] = schedule.occurrences(fall, "Europe/Prague")
    assert (only.starts_at, only.twice, only.skipped) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        True,
        False,
    )


def test_a_skipped_date_moves_no_other():
    first, last = date(2026, 1, 6), date(2026, 2, 10)
    everyother = weekly(first, last, interval=2)
    assert schedule.dates(everyother) == [date(2026, 1, 6), date(2026, 1, 20), date(2026, 2, 3)]
    without = weekly(first, last, interval=2, skip=frozenset({date(2026, 1, 20)}))
    assert schedule.dates(without) == [date(2026, 1, 6), date(2026, 2, 3)]


def test_a_rule_begins_with_the_first_such_weekday():
    rule = Rule(weekday=5, clock=time(10), minutes=120, first=date(2026, 11, 25), last=date(2026, 12, 6))
    assert schedule.dates(rule) == [date(2026, 11, 28), date(2026, 12, 5)]


def test_a_rule_without_a_date_has_none():
    assert schedule.dates(weekly(date(2026, 1, 8), date(2026, 1, 1))) == []
    assert (
        schedule.dates(weekly(date(2026, 1, 1), date(2026, 1, 1), skip=frozenset({date(2026, 1, 1)}))) == []
    )


def test_a_rule_of_centuries_is_refused_and_the_end_of_the_calendar_is_not():
    with pytest.raises(schedule.TooManyDates):
        schedule.dates(weekly(date(2026, 1, 1), date.max))
    assert len(schedule.dates(weekly(date(9999, 12, 1), date.max))) == 5


def test_spans_that_touch_do_not_clash():
    def hours(start: int, end: int):
        return datetime(2026, 1, 1, start, tzinfo=UTC), datetime(2026, 1, 1, end, tzinfo=UTC)

    assert schedule.clashes([hours(9, 11), hours(11, 12), hours(10, 12)]) == [(0, 2), (1, 2)]
    assert schedule.overlapping(hours(9, 11), [hours(11, 12), hours(10, 12), hours(8, 9)]) == [1]


def test_an_external_course_takes_its_weeks_with_it():
    assert schedule.moved_weeks([date(2026, 1, 13), date(2026, 1, 6)], 2) == [
        date(2026, 1, 20),
        date(2026, 1, 27),
    ]


@settings(max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    clock=st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    interval=st.integers(1, 4),
)
def test_in_every_zone_weekdays_never_drift_and_the_clock_shows_the_time_meant(zone, first, clock, interval):
    rule = weekly(first, first + timedelta(days=400), clock=clock, interval=interval)
    found = schedule.occurrences(rule, zone)
    assert {each.day.weekday() for each in found} == {first.weekday()}
    assert [each.starts_at for each in found] == sorted(each.starts_at for each in found)
    for each in found:
        shown = schedule.local(each.starts_at, zone)
        if not each.skipped:
            assert (shown.date(), shown.time().replace(fold=0), shown.fold) == (each.day, clock, 0)
        else:
            assert shown.replace(tzinfo=None) > datetime.combine(each.day, clock)
        assert each.ends_at - each.starts_at == timedelta(minutes=90)
