"""One step of an application, saved as a whole: what belongs to the round and what belongs to the member."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from cms.models import Member
from cms.services import profiles
from cms.services.retry import retried
from mentorship.models import Participant, RoundPage

from . import answers, participants, wishes


@retried
@transaction.atomic
def keep(
    *,
    member: Member,
    round_page: RoundPage,
    role: str,
    facts: Mapping[str, Any],
    profile: Mapping[str, str],
    topics: Mapping[UUID, tuple[int, int]] | None = None,
    spans: Iterable[tuple[int, int, int]] | None = None,
    languages: Mapping[str, str] | None = None,
    given: Mapping[UUID, Any] | None = None,
    apart: str | None = None,
) -> Participant:
    """Save a step; None leaves a part as it is. `given`: question key -> answer. Raises what `participants.save_draft`
    and `answers.keep` raise, and then keeps nothing.
    """
    participant = participants.save_draft(
        member=member, round_page=round_page, role=role, facts=facts, topics=topics
    )
    if profile:
        profiles.describe(member=member, **profile)
    if spans is not None:
        profiles.be_free(member=member, spans=spans)
    if languages is not None:
        profiles.speak(member=member, languages=languages)
    if given is not None:
        asked = answers.questions(round_key=participant.round_key, role=role)
        answers.keep(participant=participant, asked=asked, values=given)
    if apart is not None:
        wishes.write(participant=participant, words=apart)
    return participant
