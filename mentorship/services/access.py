"""Who organizes a round: program staff every one, chapter organizers those of their chapters."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from cms.models import Member
from mentorship.exceptions import LetInNoMore
from mentorship.models import Participant, RoundPage

#: Where a decision on an application may still lead when its round has ended.
LATE = {Participant.State.REJECTED}


def organizes(member: Member, round_key: UUID) -> bool:
    return RoundPage.objects.of(round_key).run_by(member).exists()


def organizes_any(member: Member) -> bool:
    return RoundPage.objects.originals().run_by(member).exists()


def rounds_of(member: Member) -> set[UUID]:
    """The keys of the rounds this member organizes."""
    return set(RoundPage.objects.originals().run_by(member).values_list("translation_key", flat=True))


def require_organizer(member: Member, round_key: UUID) -> None:
    """Raises PermissionDenied for everybody else; the views have answered 404 before."""
    if not organizes(member, round_key):
        raise PermissionDenied


def require_in_time(round_key: UUID, after: str) -> None:
    """Raises LetInNoMore where a decision would lead on in a round that has ended, or is gone."""
    round_page = RoundPage.objects.of(round_key).first()
    if after not in LATE and (round_page is None or round_page.has_ended):
        raise LetInNoMore
