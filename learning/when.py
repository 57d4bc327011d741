"""Moments in words, on the reader's clock, and on the clock of the place where that differs."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from learning.models import Meetup


def moment(at: datetime, *, zone: str) -> str:
    """A moment on the reader's clock: "Saturday, Nov. 28, 2026, 10 a.m."; with the place's where they differ."""
    return _on_both(at, None, zone)


def stretch(meetup: Meetup) -> str:
    """From when until when a meetup lasts, in the same way."""
    return _on_both(meetup.starts_at, meetup.ends_at, meetup.timezone)


def day(meetup: Meetup) -> str:
    """The day on the reader's clock, for a subject: "Saturday, Nov. 28"."""
    here = timezone.localtime(meetup.starts_at)
    return _("{weekday}, {date}").format(
        weekday=date_format(here, "l"), date=date_format(here, "MONTH_DAY_FORMAT")
    )


def _on_both(start: datetime, end: datetime | None, zone: str) -> str:
    mine, there = timezone.get_current_timezone(), ZoneInfo(zone)
    if start.astimezone(mine).utcoffset() == start.astimezone(there).utcoffset():
        return _on_clock(start, end, there)
    return _("{mine} your time ({zone}); {there} in {place}").format(
        mine=_on_clock(start, end, mine),
        zone=_city(str(mine)),
        there=_on_clock(start, end, there),
        place=_city(zone),
    )


def _on_clock(start: datetime, end: datetime | None, zone) -> str:
    here = start.astimezone(zone)
    clock = time_format(here, "TIME_FORMAT")
    if end is not None:
        clock = _("{start} to {end}").format(
            start=clock, end=time_format(end.astimezone(zone), "TIME_FORMAT")
        )
    return _("{weekday}, {date}, {time}").format(
        weekday=date_format(here, "l"), date=date_format(here, "DATE_FORMAT"), time=clock
    )


def _city(zone: str) -> str:
    """The place a time zone is named after: "Los Angeles"."""
    return zone.rpartition("/")[2].replace("_", " ")
