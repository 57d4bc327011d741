"""The letters about talks: somebody claims a slot, speaks for the first time, has it, does not have it, gives it back."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.emails import Letter, writes
from cms.models import Block, Message
from learning.models import TalkSlot

State = TalkSlot.State


def _letter(
    message: Message, states: set[str], subject: str, lead: str, *, desk: bool = False
) -> Letter | None:
    """A letter while the slot is as it says and with the same speaker; None when that has changed since, or for a block."""
    slot = TalkSlot.objects.select_related("meetup", "speaker").get(pk=message.context["slot"])
    if slot.state not in states or slot.speaker_id != message.context["speaker"] or slot.meetup.has_started:
        return None
    if slot.speaker and Block.objects.between(slot.speaker, message.recipient).exists():
        return None
    words = {
        "name": slot.speaker.name if slot.speaker else "",
        "title": slot.title,
        "meetup": slot.meetup.name,
        "kind": slot.get_kind_display(),
    }
    page = reverse("learning:meetup-desk" if desk else "learning:meetup", args=[slot.meetup.uuid])
    context = {"lead": lead.format(**words), "url": f"{settings.BASE_URL}{page}"}
    return Letter(subject.format(**words), "learning/slot", context)


@writes("learning.slot_claimed")
def claimed(message: Message) -> Letter | None:
    lead = _("{name} would like to speak at “{meetup}”: “{title}”. Say yes or no, so that they know.")
    if TalkSlot.objects.filter(pk=message.context["slot"], is_first_time=True).exists():
        lead += " " + _("It is their first time speaking: find somebody who sits with them before it begins.")
    return _letter(message, {State.CLAIMED}, _("Somebody wants to speak: {title}"), lead, desk=True)


@writes("learning.slot_first_time")
def first_time(message: Message) -> Letter | None:
    lead = _(
        "{name} speaks for the first time, at “{meetup}”: “{title}”. You help there: sit with them before it "
        "begins, and be the friendly face in the first row."
    )
    return _letter(
        message, {State.CLAIMED, State.CONFIRMED}, _("A first talk, with you at hand: {title}"), lead
    )


@writes("learning.slot_confirmed")
def confirmed(message: Message) -> Letter | None:
    lead = _(
        "“{title}” is on the program of “{meetup}”. Thank you. If you cannot give it, give the slot back."
    )
    return _letter(message, {State.CONFIRMED}, _("You speak at {meetup}"), lead)


@writes("learning.slot_declined")
def declined(message: Message) -> Letter | None:
    lead = _(
        "Your talk is not on the program of “{meetup}” this time. There will be other evenings: claim another slot."
    )
    slot = TalkSlot.objects.select_related("meetup").get(pk=message.context["slot"])
    if slot.speaker_id == message.recipient_id or slot.meetup.has_started:
        return None
    page = reverse("learning:meetup", args=[slot.meetup.uuid])
    words = {"meetup": slot.meetup.name}
    context = {"lead": lead.format(**words), "url": f"{settings.BASE_URL}{page}"}
    return Letter(_("About your talk at {meetup}").format(**words), "learning/slot", context)


@writes("learning.slot_given_back")
def given_back(message: Message) -> Letter | None:
    lead = _("A slot at “{meetup}” is free again ({kind}): the speaker gave it back.")
    return _letter(message, {State.OPEN}, _("A slot is free again at {meetup}"), lead, desk=True)
