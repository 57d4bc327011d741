"""Calendars as RFC 5545 writes them: feeds one subscribes to, invitations and cancellations. Pure, no Django.

The same entries give the same bytes: what is stamped is when an entry was changed, not when it was asked for. Times stand
in the zone of the place, with the rules of that zone beside them, so that every program shows the evening at the same hour.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

PRODUCT = "-//Trellis//Meetups//EN"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in an invitation."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One meeting. `uid` never changes, `sequence` grows with each change; instants are aware, `zone` is an IANA name."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    cancelled: bool = False
    position: tuple[float, float] | None = None
    #: For the eyes of its owner alone: calendars that are shared show only that the time is taken.
    private: bool = False


def feed(entries: Iterable[Entry], *, name: str, refresh: timedelta = timedelta(hours=4)) -> bytes:
    """A calendar to subscribe to, as bytes. Entries are ordered by time; cancelled and past ones stay in it."""
    calendar = _calendar("PUBLISH")
    calendar.add("X-WR-CALNAME", _line(name))
    calendar.add("NAME", _line(name))
    calendar.add("REFRESH-INTERVAL", refresh)
    return _filled(calendar, [_event(entry) for entry in sorted(entries, key=_order)])


def invitation(entry: Entry, *, organizer: Person, attendee: Person) -> bytes:
    """A mail's calendar part that puts the meeting into the recipient's calendar, or changes it there."""
    event = _event(entry)
    _add_people(event, organizer, attendee)
    return _filled(_calendar("REQUEST"), [event])


def published(entries: Iterable[Entry], *, organizer: Person) -> bytes:
    """A file that puts several meetings into its reader's calendar at once; later invitations change each of them there."""
    events = [_event(entry) for entry in sorted(entries, key=_order)]
    for event in events:
        _add_organizer(event, organizer)
    return _filled(_calendar("PUBLISH"), events)


def cancellation(entry: Entry, *, organizer: Person, attendee: Person) -> bytes:
    """A mail's calendar part that takes the meeting out of the recipient's calendar.

    `entry.sequence` is that of the invitation it takes back, or a later one.
    """
    event = _event(entry)
    event["STATUS"] = vText("CANCELLED")
    _add_people(event, organizer, attendee)
    return _filled(_calendar("CANCEL"), [event])


def fingerprint(content: bytes) -> str:
    """A strong validator for what `feed` gave: the same as long as nothing in it changed."""
    return sha256(content).hexdigest()[:32]


def _plain(text: str) -> str:
    """Words without what no calendar may hold: control characters, and line ends of other kinds than the usual."""
    lines = "\n".join(text.splitlines())
    return "".join(
        letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
    )


def _line(text: str) -> str:
    """Words in one line."""
    return " ".join(_plain(text).split())


def _order(entry: Entry) -> tuple:
    return entry.starts_at, entry.uid


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    return calendar


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", entry.changed_at.astimezone(UTC))
    event.add("LAST-MODIFIED", entry.changed_at.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTART", entry.starts_at.astimezone(ZoneInfo(entry.zone)))
    event.add("DTEND", entry.ends_at.astimezone(ZoneInfo(entry.zone)))
    event.add("SUMMARY", _line(entry.title))
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for name, value in (("DESCRIPTION", entry.text), ("LOCATION", entry.place), ("URL", entry.url)):
        if value:
            event.add(name, _plain(value))
    if entry.private:
        event.add("CLASS", "PRIVATE")
    if entry.position:
        event.add("GEO", entry.position)
    return event


def _add_organizer(event: Event, organizer: Person) -> None:
    host = vCalAddress(f"mailto:{organizer.email}")
    host.params["CN"] = vText(_line(organizer.name))
    event["ORGANIZER"] = host


def _add_people(event: Event, organizer: Person, attendee: Person) -> None:
    _add_organizer(event, organizer)
    guest = vCalAddress(f"mailto:{attendee.email}")
    guest.params["CN"] = vText(_line(attendee.name))
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["PARTSTAT"] = vText("ACCEPTED")
    guest.params["RSVP"] = vText("FALSE")
    event.add("ATTENDEE", guest, encode=0)


def _filled(calendar: Calendar, events: list[Event]) -> bytes:
    zones = sorted({event["DTSTART"].params.get("TZID", "") for event in events} - {"", "UTC"})
    days = [event.decoded("DTSTART") for event in events]
    if days:
        first, last = min(days).year, max(days).year
        for zone in zones:
            calendar.add_component(_zone(zone, first, last))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


@lru_cache(maxsize=256)
def _zone(name: str, first_year: int, last_year: int) -> Timezone:
    """The rules of a zone for some years, from the turn before the first to the one after the last."""
    return Timezone.from_tzid(
        name, first_date=date(max(first_year - 1, 1), 1, 1), last_date=date(last_year + 2, 1, 1)
    )
