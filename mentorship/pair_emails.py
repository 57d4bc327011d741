"""The letters of a pair at work, in the recipient's language and on their clock. What the two write stays on their page."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.emails import Letter, writes
from cms.models import Message, Topic
from learning import when
from mentorship import invitations, pair_page
from mentorship.models import Pairing, PairMeeting, PairMessage

State, Met = Pairing.State, PairMeeting.State
Calendar = Callable[..., invitations.Part]


def _pairing(message: Message) -> Pairing | None:
    """The pairing, for one of the two."""
    found = Pairing.objects.for_listing().filter(pk=message.context["pairing"]).first()
    return found if found and found.side_of(message.recipient) else None


def _in_touch(pairing: Pairing) -> bool:
    """Whether the two may hear of each other: nothing is said of the other one on hold, or across a block."""
    return Pairing.objects.in_touch().filter(pk=pairing.pk).exists()


def _url(pairing: Pairing, page: str = "pairing") -> str:
    return f"{settings.BASE_URL}{reverse(f'mentorship:{page}', args=[pairing.uuid])}"


def _letter(
    pairing: Pairing,
    message: Message,
    subject: str,
    *lead: str,
    meeting: PairMeeting | None = None,
    calendar: Calendar | None = None,
    page: str = "pairing",
) -> Letter:
    name = pairing.other_of(message.recipient).member.name
    context = {
        "lead": [sentence.replace("{name}", name) for sentence in lead],
        "facts": _facts(meeting, message) if meeting else [],
        "label": _("Open the pair"),
        "url": _url(pairing, page),
    }
    parts = (calendar(meeting, message.recipient, _url(pairing)),) if calendar else ()
    return Letter(subject.replace("{name}", name), "mentorship/pair", context, parts)


def _facts(meeting: PairMeeting, message: Message) -> list[tuple[str, str]]:
    zone = message.recipient.zone.key
    moment = f"{when.moment(meeting.starts_at, zone=zone)} ({zone.replace('_', ' ')})"
    place = [(_("Where"), meeting.place)] if meeting.place else []
    return [(_("When"), moment), *place]


def _meeting(message: Message, *states: str) -> PairMeeting | None:
    """The meeting as the letter knows it; None when it has changed since, which is told on its own."""
    rows = PairMeeting.objects.select_related("pairing__mentor__member", "pairing__mentee__member")
    rows = rows.filter(pk=message.context["meeting"], sequence=message.context["sequence"], state__in=states)
    meeting = rows.first()
    if meeting is None or not meeting.pairing.side_of(message.recipient):
        return None
    return meeting if meeting.state == Met.CANCELLED or _in_touch(meeting.pairing) else None


@writes("mentorship.meeting_proposed", topic=Topic.MENTORING)
def meeting_proposed(message: Message) -> Letter | None:
    meeting = _meeting(message, Met.PROPOSED)
    if meeting is None or meeting.starts_at <= timezone.now() or not _in_touch(meeting.pairing):
        return None
    lead = _("{name} proposes this time. Confirm it, or move it to one that suits you better.")
    return _letter(meeting.pairing, message, _("{name} proposes to meet"), lead, meeting=meeting)


@writes("mentorship.meeting_confirmed")
def meeting_confirmed(message: Message) -> Letter | None:
    return _agreed(message, _("Confirmed"), _("the two of you have agreed on a time."))


@writes("mentorship.meeting_moved")
def meeting_moved(message: Message) -> Letter | None:
    return _agreed(message, _("Moved"), _("the meeting of you two has changed."))


def _agreed(message: Message, state: str, lead: str) -> Letter | None:
    meeting = _meeting(message, Met.CONFIRMED)
    if meeting is None or meeting.ends_at <= timezone.now():
        return None
    subject = _headed(meeting.pairing, state)
    return _letter(meeting.pairing, message, subject, lead, meeting=meeting, calendar=invitations.request)


def _headed(pairing: Pairing, state: str) -> str:
    """A subject that says where something stands; without a name when something has come between the two."""
    named = Pairing.objects.unblocked().filter(pk=pairing.pk).exists()
    subject = _("You and {name}: {state}") if named else _("About a pair of yours: {state}")
    return subject.replace("{state}", state)


@writes("mentorship.meeting_cancelled")
def meeting_cancelled(message: Message) -> Letter | None:
    return _off(message, invitations.cancel)


@writes("mentorship.meeting_declined", topic=Topic.MENTORING)
def meeting_declined(message: Message) -> Letter | None:
    """It was only proposed, so there is nothing to take out of a calendar."""
    return _off(message, None)


def _off(message: Message, calendar: Calendar | None) -> Letter | None:
    meeting = _meeting(message, Met.CANCELLED)
    if meeting is None:
        return None
    subject = _headed(meeting.pairing, meeting.get_state_display())
    lead = _("this meeting of you two does not take place.")
    return _letter(meeting.pairing, message, subject, lead, meeting=meeting, calendar=calendar)


@writes("mentorship.pair_message", topic=Topic.MENTORING)
def pair_message(message: Message) -> Letter | None:
    """None when the recipient has written since, and so has been there."""
    pairing = _pairing(message)
    if pairing is None or not pairing.takes_words or not _in_touch(pairing):
        return None
    last = PairMessage.objects.filter(pairing=pairing).last()
    if last is None or last.side == pairing.side_of(message.recipient):
        return None
    lead = _("A short answer keeps the two of you going.")
    return _letter(pairing, message, _("{name} has written to you"), lead)


@writes("mentorship.pair_agreement", topic=Topic.MENTORING)
def pair_agreement(message: Message) -> Letter | None:
    """What it says stays on its page; None once the recipient has agreed, or written it anew."""
    pairing = _pairing(message)
    agreement = pairing and pair_page.agreement_of(pairing)
    if not pairing or not agreement or not pairing.takes_words or not _in_touch(pairing):
        return None
    if getattr(agreement, f"{pairing.side_of(message.recipient)}_agreed_at"):
        return None
    lead = _("{name} has written down what the two of you agree on. Read it, change it, or agree.")
    return _letter(pairing, message, _("What you and {name} agree on"), lead, page="pair-guide")


def _course(message: Message, state: str, *lead: str) -> Letter | None:
    """A letter on how the pair stands; None when it stands differently since."""
    pairing = _pairing(message)
    if pairing is None or pairing.state != state:
        return None
    if pairing.is_live and state != State.HELD and not _in_touch(pairing):
        return None
    return _letter(pairing, message, _headed(pairing, pairing.get_state_display()), *lead)


@writes("mentorship.pair_paused")
def pair_paused(message: Message) -> Letter | None:
    lead = _("{name} pauses your pair. Nobody is reminded until one of you resumes it.")
    return _course(message, State.PAUSED, lead)


@writes("mentorship.pair_resumed")
@writes("mentorship.pair_goes_on")
def pair_goes_on(message: Message) -> Letter | None:
    return _course(message, State.ACTIVE, _("your pair goes on."))


@writes("mentorship.pair_held")
def pair_held(message: Message) -> Letter | None:
    """The same words to both, whoever asked for it: they name nobody and no reason."""
    lead = _(
        "your pair is on hold for now. Meetings you have agreed on do not take place, and messages wait."
    )
    more = _(
        "That can have many reasons, and you need not do anything. Somebody from the program gets in touch."
    )
    return _course(message, State.HELD, lead, more)


@writes("mentorship.pair_released")
def pair_released(message: Message) -> Letter | None:
    pairing = _pairing(message)
    if pairing is None or not pairing.takes_words or not _in_touch(pairing):
        return None
    lead = _("your pair is not on hold any more. You find it as you left it.")
    return _letter(pairing, message, _headed(pairing, pairing.get_state_display()), lead)


@writes("mentorship.pair_completion_asked")
def pair_completion_asked(message: Message) -> Letter | None:
    pairing = _pairing(message)
    if pairing is None or not pairing.takes_words or not pairing.done_asked_at or not _in_touch(pairing):
        return None
    told = pair_page.completion(pairing, message.recipient)
    return _letter(pairing, message, _("Are you and {name} done?"), told)


@writes("mentorship.pair_ended")
def pair_ended(message: Message) -> Letter | None:
    """The reason is not told: it is for organizers only."""
    return _course(message, State.ENDED, _("your pair has ended. That says nothing about you."))


def _silent(message: Message) -> Pairing | None:
    """The pair, while it waits for the same person since the same moment."""
    found = Pairing.objects.for_listing().filter(pk=message.context["pairing"], state=State.ACTIVE).first()
    same = found and found.waiting_on and found.waiting_since == parse_datetime(message.context["since"])
    return found if same and _in_touch(found) else None


@writes("mentorship.pair_nudge", topic=Topic.MENTORING)
def pair_nudge(message: Message) -> Letter | None:
    pairing = _silent(message)
    if pairing is None or pairing.waiting_on != pairing.side_of(message.recipient):
        return None
    lead = _("it has been your turn with {name} for a while. Two sentences are enough.")
    other_ways = _("If this is a bad time, pause the pair: that is fine, and then nobody is reminded.")
    return _letter(pairing, message, _("Your turn with {name}"), lead, other_ways)


@writes("mentorship.pair_silent")
def pair_silent(message: Message) -> Letter | None:
    """To an organizer: who waits for whom. Nothing of what the two wrote."""
    pairing = _silent(message)
    if pairing is None:
        return None
    names = {"mentor": pairing.mentor.member.name, "mentee": pairing.mentee.member.name}
    since = date_format(timezone.localtime(pairing.waiting_since), "DATE_FORMAT")
    lead = _("nothing has happened between {mentor} and {mentee} since {day}. A friendly word may help.")
    context = {
        "lead": [lead.format(day=since, **names)],
        "facts": [],
        "label": _("See where the pair stands"),
        "url": f"{settings.BASE_URL}{reverse('pairing:inspect', args=[pairing.pk])}",
    }
    return Letter(_("A silent pair: {mentor} and {mentee}").format(**names), "mentorship/pair", context)
