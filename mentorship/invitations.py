"""The calendar part of a letter about a meeting of a pair, in the words and on the clock of its reader."""

from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from cms.models import Member
from learning import calendars
from learning.calendars import Entry, Person
from mentorship.models import Pairing, PairMeeting

Part = tuple[bytes, str]


def request(meeting: PairMeeting, reader: Member, url: str) -> Part:
    """Put the meeting into the reader's calendar, or bring it up to date there."""
    content = calendars.invitation(_entry(meeting, reader, url), organizer=_host(), attendee=_guest(reader))
    return content, "text/calendar; method=REQUEST"


def cancel(meeting: PairMeeting, reader: Member, url: str) -> Part:
    """Take the meeting out of the reader's calendar; without a name when something has come between the two."""
    entry = _entry(meeting, reader, url)
    if not Pairing.objects.unblocked().filter(pk=meeting.pairing_id).exists():
        entry = replace(entry, title=_("A meeting of a pair"))
    content = calendars.cancellation(entry, organizer=_host(), attendee=_guest(reader))
    return content, "text/calendar; method=CANCEL"


def _entry(meeting: PairMeeting, reader: Member, url: str) -> Entry:
    other = meeting.pairing.other_of(reader).member
    return Entry(
        uid=str(meeting.uuid),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=reader.zone.key,
        title=_("You and {name}").format(name=other.name),
        place=meeting.place,
        url=url,
        cancelled=meeting.state == PairMeeting.State.CANCELLED,
        private=True,
    )


def _host() -> Person:
    """The site invites in its own name; neither learns the other's address from it."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Person(name or settings.WAGTAIL_SITE_NAME, email)


def _guest(reader: Member) -> Person:
    return Person(reader.name, reader.email)
