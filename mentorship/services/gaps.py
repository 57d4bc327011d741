"""What is missing before an application can be sent, step by step."""

from django.utils.translation import gettext as _

from cms.models import Availability, MemberLanguage
from mentorship.models import Participant, ParticipantTopic

from . import answers


def gaps(participant: Participant) -> dict[str, list[str]]:
    """What is missing before the application can be sent: step -> sentences."""
    found: dict[str, list[str]] = {}
    member = participant.member
    if not member.display_name:
        found.setdefault("about", []).append(_("The name you want to be called by."))
    if not participant.goals.strip():
        words = (
            _("A few words about you as a mentor.") if participant.is_mentor else _("What you want to reach.")
        )
        found.setdefault("about", []).append(words)
    if not ParticipantTopic.objects.filter(participant=participant).exists():
        found.setdefault("topics", []).append(_("At least one topic."))
    if not MemberLanguage.objects.filter(member=member).exists():
        found.setdefault("time", []).append(_("At least one language."))
    if not Availability.objects.filter(member=member).exists():
        found.setdefault("time", []).append(_("Your weekly hours."))
    if unanswered := answers.missing(participant=participant):
        found["questions"] = unanswered
    if not member.contact.strip():
        found.setdefault("send", []).append(_("How the other person reaches you once you both said yes."))
    return found
