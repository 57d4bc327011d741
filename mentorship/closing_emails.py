"""The letters at the end of a pair: the planned time is over, it is complete, the other one says thank you."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.emails import Letter, writes
from cms.models import Message, Topic
from mentorship.models import Pairing, PairThanks
from mentorship.services import closings

State = Pairing.State


def _pairing(message: Message, *states: str) -> Pairing | None:
    """The pairing in one of these states, for one of the two."""
    rows = Pairing.objects.for_listing().filter(pk=message.context["pairing"], state__in=states)
    found = rows.first()
    return found if found and found.side_of(message.recipient) else None


def _letter(
    pairing: Pairing, message: Message, subject: str, lead: list[str], label: str, to: str = "pair-closing"
) -> Letter:
    name = pairing.other_of(message.recipient).member.name
    context = {
        "lead": [sentence.replace("{name}", name) for sentence in lead],
        "facts": [],
        "label": label,
        "url": f"{settings.BASE_URL}{reverse(f'mentorship:{to}', args=[pairing.uuid])}",
    }
    return Letter(subject.replace("{name}", name), "mentorship/pair", context)


@writes("mentorship.pair_due", topic=Topic.MENTORING)
def pair_due(message: Message) -> Letter | None:
    """None once the two have decided, the day has moved, or something has come between them."""
    pairing = _pairing(message, State.ACTIVE)
    if pairing is None or not Pairing.objects.in_touch().filter(pk=pairing.pk).exists():
        return None
    if pairing.done_asked_at or pairing.due_on.isoformat() != message.context["due_on"]:
        return None
    day = date_format(pairing.due_on, "DATE_FORMAT")
    lead = [
        _("you and {name} planned to work together until {day}.").replace("{day}", day),
        _("Have you reached what you wanted? Then complete the pair. Or go on, as long as both of you like."),
    ]
    return _letter(
        pairing, message, _("The time you planned with {name}"), lead, _("Open the pair"), "pairing"
    )


@writes("mentorship.pair_completed")
def pair_completed(message: Message) -> Letter | None:
    pairing = _pairing(message, State.COMPLETED)
    if pairing is None:
        return None
    lead = [
        _("your pair is complete. Thank you for the time you gave each other."),
        _("A look back takes two minutes, and a word of thanks one. What you leave with waits there, too."),
    ]
    named = Pairing.objects.unblocked().filter(pk=pairing.pk).exists()
    subject = _("You and {name} have completed your pair") if named else _("Your pair is complete")
    return _letter(pairing, message, subject, lead, _("Look back"))


@writes("mentorship.pair_thanks", topic=Topic.MENTORING)
def pair_thanks(message: Message) -> Letter | None:
    """That there is a note and never what it says; none once something has come between the two."""
    pairing = _pairing(message, State.COMPLETED)
    if pairing is None or closings.kept_apart(pairing):
        return None
    if not PairThanks.objects.filter(pairing=pairing, side=message.context["side"]).exists():
        return None
    return _letter(
        pairing, message, _("{name} says thank you"), [_("{name} has left a note for you.")], _("Read it")
    )
