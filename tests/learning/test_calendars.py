"""Feeds and invitations, read back by the library that reads them for others."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from learning import calendars, schedule
from learning.calendars import Entry, Person

STAMP = datetime(2026, 11, 1, 12, tzinfo=UTC)
ZONES = [
    "America/Los_Angeles", "America/New_York", "America/Sao_Paulo", "America/St_Johns", "Europe/Prague", "Europe/London",
    "Europe/Dublin", "Africa/Casablanca", "Africa/Cairo", "Africa/Nairobi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
    "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "UTC",
]  # fmt: skip


def entry(
    day: date = date(2026, 12, 5), clock: time = time(10), zone: str = "America/Los_Angeles", **more
) -> Entry:
    starts_at, ends_at = schedule.span(day, clock, 120, zone)
    facts = {
        "uid": "1@trellis.example",
        "sequence": 0,
        "changed_at": STAMP,
        "title": "Homework meetup 7",
        **more,
    }
    return Entry(starts_at=starts_at, ends_at=ends_at, zone=zone, **facts)


def read(content: bytes) -> list:
    return Calendar.from_ical(content).walk("VEVENT")


def test_a_feed_names_itself_and_keeps_what_is_cancelled_and_past():
    past = entry(date(2026, 1, 10), uid="past@trellis.example")
    content = calendars.feed([entry(cancelled=True, sequence=2), past], name="Portland")
    calendar = Calendar.from_ical(content)
    assert (str(calendar["X-WR-CALNAME"]), str(calendar["METHOD"])) == ("Portland", "PUBLISH")
    assert [(str(e["UID"]), str(e["STATUS"]), e["SEQUENCE"]) for e in read(content)] == [
        ("past@trellis.example", "CONFIRMED", 0),
        ("1@trellis.example", "CANCELLED", 2),
    ]


def test_the_same_entries_give_the_same_bytes_in_whatever_order_they_come():
    entries = [entry(uid=f"{nth}@x", zone=zone) for nth, zone in enumerate(ZONES)]
    first = calendars.feed(entries, name="All")
    assert calendars.feed(reversed(entries), name="All") == first
    assert calendars.fingerprint(first) != calendars.fingerprint(
        calendars.feed([*entries[1:], replace(entries[0], sequence=1)], name="All")
    )


@pytest.mark.parametrize("zone", ZONES)
def test_over_a_year_of_clock_changes_every_evening_is_read_back_at_six(zone):
    evenings = [
        entry(date(2026, 1, 7) + timedelta(weeks=week), time(18), zone, uid=f"{week}@x") for week in range(52)
    ]
    content = calendars.feed(evenings, name="A year")
    found = read(content)
    assert [e.decoded("DTSTART").astimezone(UTC) for e in found] == [each.starts_at for each in evenings]
    assert {e.decoded("DTSTART").time() for e in found} == {time(18)}
    zones = [str(z["TZID"]) for z in Calendar.from_ical(content).walk("VTIMEZONE")]
    assert zones == ([] if zone == "UTC" else [zone])


def test_the_rules_of_a_zone_stand_before_what_needs_them():
    text = calendars.feed([entry()], name="x").decode()
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")
    assert "DTSTART;TZID=America/Los_Angeles:20261205T100000" in text


def test_an_invitation_and_its_cancellation_are_about_the_same_meeting():
    people = {
        "organizer": Person("Trellis", "hello@trellis.example"),
        "attendee": Person("Rosa", "rosa@example.org"),
    }
    [asked] = read(calendars.invitation(entry(), **people))
    back = calendars.cancellation(entry(sequence=1), **people)
    [cancelled] = read(back)
    assert asked["UID"] == cancelled["UID"]
    assert (str(cancelled["STATUS"]), str(Calendar.from_ical(back)["METHOD"])) == ("CANCELLED", "CANCEL")
    assert (str(asked["ATTENDEE"]), str(asked["ORGANIZER"])) == (
        "mailto:rosa@example.org",
        "mailto:hello@trellis.example",
    )


@settings(max_examples=120, deadline=None)
@given(text=st.text(max_size=300), title=st.text(min_size=1, max_size=80))
def test_no_words_break_a_line_or_add_one(text, title):
    content = calendars.feed([entry(text=text, title=title, place=text)], name=title)
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line for line in lines if line.startswith((b"BEGIN:VEVENT", b"UID", b"ATTENDEE"))] == [
        b"BEGIN:VEVENT",
        b"UID:1@trellis.example",
    ]
    [found] = read(content)
    assert found.decoded("DTSTART").time() == time(10)
