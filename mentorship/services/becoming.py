"""From newcomer to mentor: the application to the next open round, begun with what is known already.

Languages, hours and zone belong to the member, so they are there by themselves. What was finished becomes what is offered.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from learning.services import shared_progress
from mentorship.exceptions import RoundClosed
from mentorship.models import Pairing, Participant, ParticipantTopic, RoundPage

from . import participants

Level, IMPORTANT = ParticipantTopic.Level, ParticipantTopic.Priority.IMPORTANT
COPIED = ("stage", "formats", "frequency", "employer", "other_employer")


@dataclass(frozen=True, slots=True)
class Door:
    """The way in: a round that takes applications and the member's own one in it, or the day on which the next one opens."""

    round_page: RoundPage | None = None
    mine: Participant | None = None
    opens_on: date | None = None


def door(*, pairing: Pairing, member: Member) -> Door:
    """Where the newcomer of a completed pair may sign up as a mentor. Two queries."""
    if pairing.state != Pairing.State.COMPLETED or pairing.side_of(member) != Pairing.Side.MENTEE:
        return Door()
    rounds = _rounds(pairing.mentee)
    found = next((each for each in rounds if each.takes_applications), None)
    if found is None:
        today = timezone.now().date()
        days = [each.opens_on for each in rounds if each.dated and each.opens_on and each.opens_on > today]
        return Door(opens_on=min(days, default=None))
    mine = Participant.objects.of(member).mentors().filter(round_key=found.round_key).first()
    return Door(found, mine)


def next_open(*, mentee: Participant) -> RoundPage | None:
    """The round to which this newcomer may apply now."""
    return next((each for each in _rounds(mentee) if each.takes_applications), None)


def _rounds(mentee: Participant) -> list[RoundPage]:
    """The rounds this person may take part in: their own first, then those that close first."""
    here = Q(chapter=None) | Q(chapter=mentee.chapter_id) if mentee.chapter_id else Q(chapter=None)
    rounds = RoundPage.objects.originals().live().filter(here | Q(translation_key=mentee.round_key))
    last = date.max
    return sorted(
        rounds, key=lambda each: (each.round_key != mentee.round_key, each.closes_on or last, each.pk)
    )


@retried
def begin(*, pairing: Pairing, member: Member) -> Participant:
    """Begin the application, or find the one there is: nothing in it is overwritten. A stranger finds nothing.

    Raises RoundClosed when no round takes applications.
    """
    if pairing.state != Pairing.State.COMPLETED or pairing.side_of(member) != Pairing.Side.MENTEE:
        raise Pairing.DoesNotExist
    found = door(pairing=pairing, member=member)
    if found.round_page is None:
        raise RoundClosed
    if found.mine is not None:
        return found.mine
    before = pairing.mentee
    return participants.save_draft(
        member=member,
        round_page=found.round_page,
        role=Participant.Role.MENTOR,
        facts={"chapter": before.chapter, **{name: getattr(before, name) for name in COPIED}},
        topics={
            key: (Level.PRACTICE if whole else Level.BASICS, IMPORTANT)
            for key, whole in shared_progress.topics_done(member=member).items()
        },
    )
