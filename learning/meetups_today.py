"""What Today says of meetups and groups: one's seats, what to read before the next, and what one organizes."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms import today
from cms.models import Member
from cms.services import restrictions, structure
from learning.models import RSVP, Meetup, StudyGroup
from learning.services import agendas, cohorts, door, helped_groups
from learning.services.cohorts import Cohort, Shelf

OFFERED, TONIGHT, CANCELLED, SEAT_NOW, ASKING = 4, 8, 10, 12, 18
FEEDBACK, RECAP, SEAT, READ, QUEUED = 32, 33, 35, 36, 48
MOST = 3  # lines of one kind


@today.source
def seats(member: Member) -> list[today.Line]:
    """Offers, the next seat, places in the queue, what was cancelled, and what to read: five statements at most."""
    found = agendas.agenda(member=member)
    lines = [_offered(each, member) for each in found.offered[:MOST]]
    lines += [_cancelled(each, member) for each in found.cancelled[:MOST]]
    if found.next:
        lines.append(_seat(found.next, member))
    lines += [_waiting(each, member) for each in found.waiting[:MOST]]
    lines += [_unsaid(each, member) for each in found.unsaid[:1]]
    return [*lines, *_reading(found.next_in_a_group, member)]


@today.source
def organizing(member: Member) -> list[today.Line]:
    """Tonight's meetups, people who ask, recaps to write: two statements for who runs or helps something, else none."""
    if not helped_groups.are_there(member=member):
        return []
    found = agendas.duties(member=member)
    return [
        *(_tonight(each, member) for each in found.soon[:MOST]),
        *_asking(helped_groups.asking(member=member)),
        *(_recap(each, member) for each in found.to_recap[:1]),
    ]


def _offered(rsvp: RSVP, member: Member) -> today.Line:
    assert rsvp.offer_until is not None  # an offer has an end
    return today.Line(
        title=_("A seat for you: {meetup}").format(meetup=rsvp.meetup.name),
        detail=_("{when} · kept for you until {until}").format(
            when=_when(rsvp.meetup, member), until=_moment(rsvp.offer_until, member)
        ),
        url=reverse("learning:rsvp-offer", args=[rsvp.meetup.uuid]),
        action=_("Say yes or no"),
        urgency=OFFERED,
        icon="bell",
        since=rsvp.offer_until,
    )


def _cancelled(rsvp: RSVP, member: Member) -> today.Line:
    return today.Line(
        title=_("Cancelled: {meetup}").format(meetup=rsvp.meetup.name),
        detail=_when(rsvp.meetup, member),
        url=rsvp.meetup.get_absolute_url(),
        action=_("See why"),
        urgency=CANCELLED,
        icon="close",
        since=rsvp.meetup.changed_at,
    )


def _seat(rsvp: RSVP, member: Member) -> today.Line:
    meetup = rsvp.meetup
    detail = _when(meetup, member)
    if where := _where(rsvp):
        detail = _("{when}, {where}").format(when=detail, where=where)
    if agendas.is_changed(rsvp=rsvp):
        detail = _("Time or place has changed: {facts}").format(facts=detail)
    is_near = meetup.starts_at < timezone.now() + agendas.SOON
    return today.Line(
        title=meetup.name,
        detail=detail,
        url=meetup.get_absolute_url(),
        action=_("To the meetup"),
        urgency=SEAT_NOW if is_near else SEAT,
        icon="coffee" if rsvp.mode == "room" else "globe",
        since=meetup.starts_at,
    )


def _waiting(rsvp: RSVP, member: Member) -> today.Line:
    return today.Line(
        title=rsvp.meetup.name,
        detail=_("{when} · you are number {place} in the queue").format(
            when=_when(rsvp.meetup, member), place=rsvp.place
        ),
        url=rsvp.meetup.get_absolute_url(),
        action=_("See your place"),
        urgency=QUEUED,
        icon="time",
        since=rsvp.queued_at,
    )


def _unsaid(rsvp: RSVP, member: Member) -> today.Line:
    return today.Line(
        title=_("How was it? {meetup}").format(meetup=rsvp.meetup.name),
        detail=_("{when} · two questions, and words if you like").format(when=_when(rsvp.meetup, member)),
        url=reverse("learning:feedback", args=[rsvp.meetup.uuid]),
        action=_("Tell the organizers"),
        urgency=FEEDBACK,
        icon="chat",
        since=rsvp.meetup.ends_at,
    )


def _reading(meetup: Meetup | None, member: Member) -> Iterator[today.Line]:
    """What is left to read before the next meetup of a group."""
    shelf = _shelf(member) if meetup else None
    if meetup is None or shelf is None:
        return
    cohort = cohorts.of_meetup(meetup=meetup, shelf=shelf, member=member)
    if not cohort.to_read and not cohort.homework:
        return
    first = next(each for each in [*cohort.to_read, *cohort.due] if not each.is_done or each.homework)
    yield today.Line(
        title=_("For {day}: {what}").format(day=date_format(meetup.local_date, "l"), what=_what(cohort)),
        detail=meetup.group.name if meetup.group else "",
        url=first.url,
        action=_("Read “{title}”").format(title=first.title) if cohort.to_read else _("To the homework"),
        urgency=READ,
        icon="lesson",
        since=meetup.starts_at,
    )


def _what(cohort: Cohort) -> str:
    """ "2 lessons, about 70 min, 1 homework"."""
    parts = []
    if number := len(cohort.to_read):
        parts.append(ngettext("{number} lesson", "{number} lessons", number).format(number=number))
    if cohort.minutes:
        parts.append(_("about {minutes} min").format(minutes=cohort.minutes))
    if number := cohort.homework:
        parts.append(
            ngettext("{number} homework", "{number} pieces of homework", number).format(number=number)
        )
    return ", ".join(parts)


def _shelf(member: Member) -> Shelf | None:
    stamp = today.stamp()
    facts = structure.of_host(stamp=stamp, hostname="", port="")
    if facts is None:
        return None
    keys = restrictions.keys(member=member, gates=restrictions.gates(facts=facts, stamp=stamp))
    return Shelf(facts, get_language() or "", stamp, keys)


def _tonight(meetup: Meetup, member: Member) -> today.Line:
    come = ngettext("{number} person comes", "{number} people come", meetup.come).format(number=meetup.come)
    words = _("{when} · {come}, {wait} in the queue") if meetup.wait else _("{when} · {come}")
    at_door = door.is_open(meetup=meetup)
    return today.Line(
        title=_("You run it: {meetup}").format(meetup=meetup.name),
        detail=words.format(when=_when(meetup, member), come=come, wait=meetup.wait),
        url=reverse("learning:door" if at_door else "learning:meetup-desk", args=[meetup.uuid]),
        action=_("At the door") if at_door else _("To its desk"),
        urgency=TONIGHT,
        icon="flag",
        since=meetup.starts_at,
    )


def _asking(groups: list[StudyGroup]) -> Iterator[today.Line]:
    for group in groups[:MOST]:
        words = ngettext(
            "{number} person asks to join “{group}”", "{number} people ask to join “{group}”", group.asking
        )
        yield today.Line(
            title=words.format(number=group.asking, group=group.name),
            url=reverse("learning:group-people", kwargs={"uuid": group.uuid}),
            action=_("Answer"),
            urgency=ASKING,
            icon="hand",
        )


def _recap(meetup: Meetup, member: Member) -> today.Line:
    return today.Line(
        title=_("Write the recap of {meetup}").format(meetup=meetup.name),
        detail=_when(meetup, member),
        url=reverse("learning:recap", args=[meetup.uuid]),
        action=_("Write it"),
        urgency=RECAP,
        icon="edit",
        since=meetup.ends_at,
    )


def _where(rsvp: RSVP) -> str:
    if rsvp.mode == "remote":
        return _("online")
    return rsvp.meetup.venue.name if rsvp.meetup.venue else ""


def _when(meetup: Meetup, member: Member) -> str:
    return _moment(meetup.starts_at, member)


def _moment(at: datetime, member: Member) -> str:
    """A moment on the member's own clock: "Saturday, November 28, 10 a.m."."""
    here = timezone.localtime(at, member.zone)
    return _("{weekday}, {date}, {time}").format(
        weekday=date_format(here, "l"),
        date=date_format(here, "MONTH_DAY_FORMAT"),
        time=time_format(here, "TIME_FORMAT"),
    )
