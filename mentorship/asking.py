"""What mentoring offers within a lesson: somebody with a mentor asks them, at the lesson or at one block of it."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.models import Member
from learning.people_to_ask import Door, source
from mentorship.models import Pairing
from mentorship.services import paired


@source
def mentor(member: Member, lesson_key: UUID) -> Door | None:
    """One query, and none for who is in no pair. One on hold or over, or across a block, offers nothing."""
    pairing = paired.is_paired(member=member) and Pairing.objects.taking_words_of(member).first()
    if not pairing:
        return None
    return Door(
        title=_("Ask my mentor"),
        text=_("{name} reads it in your pair, with this lesson beside it.").format(
            name=pairing.mentor.member.name
        ),
        url=reverse("mentorship:ask-mentor", args=[lesson_key]),
    )
