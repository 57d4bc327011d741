"""What stands in calendars to subscribe to: everybody's, which name no member and no link to join, and one's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Chapter, Member
from learning import calendars
from learning.calendars import Entry
from learning.models import RSVP, Meetup, Mode, StudyGroup

#: What is over stays in a calendar this long.
KEPT = timedelta(days=366)
MOST = 2000


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as bytes, with what a program asks for to see whether it has changed."""

    content: bytes
    etag: str
    changed_at: datetime | None


def of_site(*, name: str) -> Feed:
    """All meetups anybody may see."""
    return _public(Meetup.objects.shown(), name)


def of_chapter(*, chapter: Chapter, name: str) -> Feed:
    """The meetups of a chapter and of its groups."""
    return _public(Meetup.objects.shown().filter(chapter=chapter), name)


def of_group(*, group: StudyGroup, name: str) -> Feed:
    """The meetups of a group."""
    return _public(Meetup.objects.shown().filter(group=group), name)


def of_meetup(*, meetup: Meetup) -> Feed:
    """One meetup, to put into a calendar by hand."""
    return _feed([_entry(meetup)], meetup.name)


def of_member(*, member: Member, name: str) -> Feed:
    """A member's own seats, and the seats on offer; the link to join is in it while the seat is confirmed."""
    rows = RSVP.objects.of(member).holding().filter(meetup__ends_at__gte=timezone.now() - KEPT)
    rows = rows.select_related("meetup__chapter", "meetup__group", "meetup__venue").order_by(
        "-meetup__starts_at"
    )
    return _feed([_own(row) for row in rows[:MOST]], name)


def _public(meetups: QuerySet[Meetup], name: str) -> Feed:
    recent = meetups.filter(ends_at__gte=timezone.now() - KEPT).select_related("chapter", "group", "venue")
    return _feed([_entry(each) for each in recent.order_by("-starts_at", "-pk")[:MOST]], name)


def _feed(entries: list[Entry], name: str) -> Feed:
    content = calendars.feed(entries, name=name)
    changed = max((entry.changed_at for entry in entries), default=None)
    return Feed(content, calendars.fingerprint(content), changed)


def _entry(meetup: Meetup) -> Entry:
    venue = meetup.venue
    where = [venue.name, venue.address] if venue else [_("Online") if meetup.online_url else ""]
    position = None
    if venue and venue.latitude is not None and venue.longitude is not None:
        position = (float(venue.latitude), float(venue.longitude))
    return Entry(
        uid=str(meetup.uuid),
        sequence=meetup.ics_sequence,
        changed_at=meetup.changed_at,
        starts_at=meetup.starts_at,
        ends_at=meetup.ends_at,
        zone=meetup.timezone,
        title=f"{meetup.group.name if meetup.group else meetup.chapter.name}: {meetup.name}",
        text="\n\n".join(part for part in (meetup.description, _address(meetup)) if part),
        place=", ".join(str(part) for part in where if part),
        url=_address(meetup),
        cancelled=meetup.is_cancelled,
        position=position,
    )


def _own(rsvp: RSVP) -> Entry:
    meetup, plain = rsvp.meetup, _entry(rsvp.meetup)
    has_seat = rsvp.state == RSVP.State.CONFIRMED
    link = meetup.online_url if has_seat else ""
    title = plain.title if has_seat else _("On offer: {name}").format(name=plain.title)
    words = _("Join online: {url}").format(url=link) if link else ""
    return Entry(
        uid=plain.uid,
        # As in the letters: the two only grow, so the later change of either wins.
        sequence=plain.sequence + rsvp.changes,
        changed_at=max(plain.changed_at, rsvp.answered_at),
        starts_at=plain.starts_at,
        ends_at=plain.ends_at,
        zone=plain.zone,
        title=title,
        text="\n\n".join(part for part in (words, plain.text) if part),
        place=link if link and rsvp.mode == Mode.REMOTE else plain.place,
        url=plain.url,
        cancelled=plain.cancelled,
        position=plain.position,
        private=True,
    )


def _address(meetup: Meetup) -> str:
    return f"{settings.BASE_URL}{reverse('learning:meetup', args=[meetup.uuid])}"
