"""What all letters about meetups share: which answer they are about, and how its facts are said."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cms.emails import Letter
from cms.models import Message
from learning import addresses, invitations, when
from learning.models import RSVP, Meetup, Mode

State = RSVP.State


def answer(message: Message, *states: str) -> RSVP | None:
    """The recipient's answer while it stands as the message says; None when there is a later change, told on its own."""
    rsvp = of(message)
    if rsvp is None or rsvp.changes != message.context["changes"] or rsvp.state not in states:
        return None
    return rsvp


def of(message: Message) -> RSVP | None:
    """The recipient's answer, however it stands."""
    rows = RSVP.objects.for_listing().filter(pk=message.context["rsvp"], member=message.recipient_id)
    return rows.first()


def is_ahead(meetup: Meetup) -> bool:
    """It takes place, and has not begun."""
    return meetup.state == Meetup.State.PLANNED and not meetup.has_started


def letter(
    rsvp: RSVP,
    *,
    subject: str,
    lead: Sequence[str],
    quote: str = "",
    action: tuple[str, str] | None = None,
    calendar: invitations.Part | None = None,
) -> Letter:
    """A letter about somebody's answer to a meetup: sentences, the facts, one thing to do, an entry for the calendar."""
    meetup = rsvp.meetup
    label, url = action or (_("See the meetup"), addresses.meetup_url(meetup))
    named = {"name": meetup.name, "day": when.day(meetup)}
    return Letter(
        subject.format(**named),
        "learning/meetup",
        {
            "lead": [sentence.format(**named) for sentence in lead],
            "quote": quote,
            "facts": facts(rsvp),
            "label": label,
            "url": url,
            "chapter": meetup.chapter.name,
        },
        (calendar,) if calendar else (),
    )


def facts(rsvp: RSVP) -> list[tuple[str, str]]:
    """What, when and where, as pairs of a name and words."""
    meetup, where = rsvp.meetup, invitations.place(rsvp)
    found = [(_("What"), meetup.name), (_("When"), when.stretch(meetup))]
    if where:
        found.append((_("Join here") if rsvp.mode == Mode.REMOTE else _("Where"), where))
    if rsvp.mode == Mode.ROOM and meetup.venue and meetup.venue.directions:
        found.append((_("How to find it"), meetup.venue.directions))
    return found


def place_in_queue(rsvp: RSVP) -> int:
    """How many come before this person, and one."""
    same = RSVP.objects.queue().filter(meetup=rsvp.meetup_id, role=rsvp.role)
    if rsvp.role == RSVP.Role.LEARNER:
        same = same.filter(mode=rsvp.mode)
    return same.filter(queue_number__lt=rsvp.queue_number).count() + 1
