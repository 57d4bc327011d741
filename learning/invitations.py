"""The calendar part of a letter: what puts a meetup into the reader's calendar, changes it there, or takes it out."""

from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings

from learning import addresses, calendars
from learning.calendars import Entry, Person
from learning.models import RSVP, Meetup, Mode

Part = tuple[bytes, str]
File = tuple[str, bytes, str]


def request(rsvp: RSVP) -> Part:
    """Put the meetup into the calendar of somebody with a seat, or bring it up to date."""
    content = calendars.invitation(_entry(rsvp), organizer=_host(rsvp.meetup), attendee=_guest(rsvp))
    return content, "text/calendar; method=REQUEST"


def cancel(rsvp: RSVP) -> Part:
    """Take the meetup out of the calendar of somebody who has no seat any more."""
    content = calendars.cancellation(_entry(rsvp), organizer=_host(rsvp.meetup), attendee=_guest(rsvp))
    return content, "text/calendar; method=CANCEL"


def file(rsvps: Sequence[RSVP]) -> File:
    """Several meetups of one group for the calendar of somebody who has a seat at each: invitations name one meetup each."""
    content = calendars.published([_entry(rsvp) for rsvp in rsvps], organizer=_host(rsvps[0].meetup))
    return "meetups.ics", content, "text/calendar"


def place(rsvp: RSVP) -> str:
    """Where this person goes. The link to join is for those who have a seat, and come online."""
    meetup = rsvp.meetup
    if rsvp.mode == Mode.REMOTE:
        return meetup.online_url if rsvp.state == RSVP.State.CONFIRMED else ""
    venue = meetup.venue
    return ", ".join(part for part in (venue.name, venue.address) if part) if venue else ""


def _entry(rsvp: RSVP) -> Entry:
    meetup = rsvp.meetup
    return Entry(
        uid=str(meetup.uuid),
        # Both only grow, so whatever changes last, the meetup or one's own answer, is the latest for the calendar.
        sequence=meetup.ics_sequence + rsvp.changes,
        changed_at=max(meetup.changed_at, rsvp.answered_at),
        starts_at=meetup.starts_at,
        ends_at=meetup.ends_at,
        zone=meetup.timezone,
        title=meetup.name,
        text=meetup.description,
        place=place(rsvp),
        url=addresses.meetup_url(meetup),
        cancelled=meetup.is_cancelled,
    )


def _host(meetup: Meetup) -> Person:
    """The site writes in the name of who invites; nobody's own address travels."""
    name = meetup.group.name if meetup.group else meetup.chapter.name
    return Person(name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _guest(rsvp: RSVP) -> Person:
    return Person(rsvp.member.name, rsvp.member.email)
