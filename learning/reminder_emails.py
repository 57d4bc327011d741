"""The letters planned around a meetup: the evening before, some hours before, and what is asked afterwards."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.emails import Letter, writes
from cms.models import Message, Topic
from learning import addresses, when
from learning.meetup_letter import is_ahead, letter
from learning.models import RSVP, Meetup, MeetupFeedback, RecapPage
from learning.services import reminders


def _seat(message: Message) -> RSVP | None:
    """The seat of somebody who is expected, while the meetup is ahead."""
    rows = RSVP.objects.confirmed().for_listing().of(message.recipient)
    rsvp = rows.filter(meetup__uuid=message.context["meetup"]).first()
    return rsvp if rsvp and is_ahead(rsvp.meetup) else None


def _reminder(rsvp: RSVP, message: Message) -> Letter:
    """Worded for the day on which it goes out, also when an organizer looks at it before."""
    day = timezone.localtime(rsvp.meetup.starts_at).date()
    today = timezone.localdate(max(timezone.now(), message.due_at))
    if day == today:
        subject, lead = _("Today: {name}"), _("today is “{name}”, and you have a seat.")
    elif day == today + timedelta(days=1):
        subject, lead = _("Tomorrow: {name}"), _("tomorrow is “{name}”, and you have a seat.")
    else:
        subject, lead = _("Soon: {name}, {day}"), _("“{name}” is coming up, and you have a seat.")
    cannot = _("If you cannot come, say so on its page: your seat goes to the next person at once.")
    return letter(rsvp, subject=subject, lead=[lead, cannot])


@writes("learning.meetup_evening", topic=Topic.REMINDERS, name=gettext_lazy("Reminder the evening before"))
def evening(message: Message) -> Letter | None:
    """None when it is so late that the second reminder has said it."""
    rsvp = _seat(message)
    if rsvp is None or timezone.now() >= rsvp.meetup.starts_at - reminders.SOON:
        return None
    return _reminder(rsvp, message)


@writes("learning.meetup_soon", topic=Topic.REMINDERS, name=gettext_lazy("Reminder three hours before"))
def soon(message: Message) -> Letter | None:
    rsvp = _seat(message)
    return _reminder(rsvp, message) if rsvp else None


def _meetup(message: Message) -> Meetup | None:
    """The meetup a question is about, unless it does not take place."""
    rows = Meetup.objects.for_listing().exclude(state=Meetup.State.CANCELLED)
    return rows.filter(uuid=message.context["meetup"]).first()


def _question(meetup: Meetup, subject: str, lead: list[str], label: str, url: str) -> Letter:
    named = {"name": meetup.name, "day": when.day(meetup)}
    context = {
        "lead": [sentence.format(**named) for sentence in lead],
        "facts": [(_("When"), when.stretch(meetup))],
        "label": label,
        "url": url,
        "chapter": meetup.chapter.name,
    }
    return Letter(subject.format(**named), "learning/meetup", context)


@writes("learning.meetup_recap", topic=Topic.REMINDERS, name=gettext_lazy("To organizers: write a recap"))
def recap(message: Message) -> Letter | None:
    """None when there is a recap."""
    meetup = _meetup(message)
    if meetup is None or RecapPage.objects.filter(meetup=meetup).live().exists():
        return None
    lead = [
        _("“{name}” is over. Thank you for making it happen."),
        _("Some sentences now help those who could not come: what you did, the materials, what comes next."),
    ]
    return _question(
        meetup, _("How was it? A recap of {name}"), lead, _("Write the recap"), addresses.recap_url(meetup)
    )


@writes(
    "learning.meetup_feedback", topic=Topic.REMINDERS, name=gettext_lazy("To those who came: how was it?")
)
def feedback(message: Message) -> Letter | None:
    """None for somebody who has said it, or was not there."""
    meetup = _meetup(message)
    if meetup is None or MeetupFeedback.objects.filter(meetup=meetup, member=message.recipient_id).exists():
        return None
    if not reminders.was_there(meetup=meetup, member=message.recipient):
        return None
    lead = [
        _("you were at “{name}”. How was it for you?"),
        _("It takes a minute. The organizers read it, and nothing is published unless you say so."),
    ]
    return _question(
        meetup, _("How was {name}?"), lead, _("Tell the organizers"), addresses.feedback_url(meetup)
    )
