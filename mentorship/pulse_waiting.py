"""What Today says of pulses: a question that waits for a member, and pairs that wait for their organizer."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import Member
from cms.today import Line, source
from mentorship import pulse_words
from mentorship.models import Pairing, Pulse
from mentorship.services import paired, pulses


@source
def lines(member: Member) -> list[Line]:
    """A query for who is in a pair, and one for who organizes; none for anybody else."""
    asked = _asked(member) if paired.is_paired(member=member) else []
    return [*asked, *(_low(member) if paired.may_organize(member=member) else [])]


def _asked(member: Member) -> list[Line]:
    """The end of a completed pair is not among them: there the look back asks on Today, and the mail for the pulse."""
    return [
        Line(
            title=pulse_words.question(pulse.day).format(name=pulse.pairing.other_of(member).member.name),
            detail=_("One click. Only the organizers read it."),
            url=reverse("mentorship:pulse", args=[pulse.pairing.uuid, pulse.day]),
            action=_("Answer"),
            urgency=45,
            icon="people",
        )
        for pulse in pulses.asked_of(member=member)
        if pulse.day != Pulse.Day.END or pulse.pairing.state != Pairing.State.COMPLETED
    ]


def _low(member: Member) -> list[Line]:
    since = list(
        Pulse.objects.low().run_by(member).order_by("answered_at").values_list("answered_at", flat=True)
    )
    if not since:
        return []
    words = ngettext(
        "{number} pair could use a friendly word", "{number} pairs could use a friendly word", len(since)
    )
    return [
        Line(
            title=words.format(number=len(since)),
            url=reverse("mentorship:pulse-list"),
            action=_("Read what they wrote"),
            urgency=20,
            icon="people",
            since=since[0],
        )
    ]
