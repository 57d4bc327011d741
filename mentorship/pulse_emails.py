"""The letters about the pulse of a pair: three links that ask once more, and a word to the organizers when it is low."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.emails import Letter, writes
from cms.models import Member, Message, Topic
from mentorship import pulse_links, pulse_words
from mentorship.models import Pairing, Pulse

State, Day = Pairing.State, Pulse.Day


@writes("mentorship.pulse", topic=Topic.MENTORING)
def pulse(message: Message) -> Letter | None:
    """None once it is answered, or when the pair stands differently since."""
    member, day = message.recipient, Day(message.context["day"])
    pairing = Pairing.objects.unblocked().for_listing().filter(pk=message.context["pairing"]).first()
    if pairing is None or pairing.state not in _asks(day):
        return None
    side = pairing.side_of(member)
    if not side or pairing.pulses.filter(side=side, day=day).exists():
        return None
    name = pairing.other_of(member).member.name
    question = pulse_words.question(day).format(name=name)
    links = [
        (label, pulse_links.url(pairing=pairing, member=member, day=day, answer=value))
        for value, label in pulse_words.answers(day)
    ]
    return Letter(question, "mentorship/pulse", {"question": question, "other": name, "links": links})


def _asks(day: str) -> set[str]:
    return {State.COMPLETED, State.ENDED} if day == Day.END else {State.ACTIVE}


@writes("mentorship.pulse_low", topic=Topic.MENTORING)
def pulse_low(message: Message) -> Letter | None:
    """To an organizer: who says so, of which pair. What else they wrote stays on the organizers' page."""
    found = Pulse.objects.low().run_by(message.recipient).for_listing().filter(pk=message.context["pulse"])
    low = found.first()
    if low is None:
        return None
    names = {"mentor": low.pairing.mentor.member.name, "mentee": low.pairing.mentee.member.name}
    lead = _("{who} says that it does not go well between {mentor} and {mentee}. A friendly word may help.")
    context = {
        "lead": [lead.format(who=low.who.name, **names)],
        "facts": [],
        "label": _("Read what they wrote"),
        "url": f"{settings.BASE_URL}{reverse('mentorship:pulse-list')}",
    }
    return Letter(_("A friendly word for {mentor} and {mentee}").format(**names), "mentorship/pair", context)


@writes("mentorship.pulse_word")
def pulse_word(message: Message) -> Letter | None:
    """What an organizer writes to the one who said that it does not go well."""
    organizer = Member.objects.filter(pk=message.context["by"]).first()
    found = Pulse.objects.filter(pk=message.context["pulse"]).for_listing().first()
    if organizer is None or found is None:
        return None
    lead = _("{name} organizes mentoring and has read your answer. They write:").format(name=organizer.name)
    context = {
        "lead": [lead, message.context["words"]],
        "facts": [],
        "label": _("Open the pair"),
        "url": f"{settings.BASE_URL}{reverse('mentorship:pairing', args=[found.pairing.uuid])}",
    }
    return Letter(_("A word from {name}").format(name=organizer.name), "mentorship/pair", context)
