"""A newcomer's list: up to five mentors in order, and those they would rather not work with. Nobody else ever reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet

from cms.models import Block
from cms.services import events
from cms.services.retry import retried
from mentorship.exceptions import NotNow, RankTwice, RoundOver
from mentorship.models import Participant, Phase, Preference, RoundPage

from . import avoidances, suggestions
from .participants import identity
from .proposal_rows import round_of

MOST = 5
AVOID = 0  # the place of somebody to stay away from


@dataclass(frozen=True)
class Choice:
    """Somebody who may stand on the list; where: 1 to 5, AVOID, or None for nowhere; and why, if that is told."""

    other: Participant
    place: int | None
    reasons: tuple[str, ...] = ()


def takes_wishes(*, round_page: RoundPage) -> bool:
    """Whether pairs may still come about in this round, by requests or by the organizers' hand."""
    return round_page.phase != Phase.OVER


def offered(*, mentee: Participant, round_page: RoundPage) -> list[Choice]:
    """Those who have a place already, in order; then the mentors who fit best. Nobody whom a block hides."""
    places = placed(participant=mentee)
    hidden = Block.objects.hiding_from(mentee.member)
    chosen = {
        mentor.member_id: mentor
        for mentor in Participant.objects.mentors()
        .filter(round_key=mentee.round_key, member__in=places)
        .exclude(member__in=hidden)
        .select_related("member", "chapter")
    }
    found = suggestions.for_mentee(mentee=mentee, round_page=round_page).suggestions
    ranked = sorted((place, member) for member, place in places.items() if place and member in chosen)
    avoided = [member for member, place in places.items() if place == AVOID and member in chosen]
    return [
        *(Choice(chosen[member], place) for place, member in ranked),
        *(Choice(one.mentor, None) for one in found if one.mentor.member_id not in chosen),
        *(Choice(chosen[member], AVOID) for member in avoided),
    ]


def placed(*, participant: Participant) -> dict[int, int]:
    """Member key -> place, of everybody on the list of this participant."""
    rows = Preference.objects.filter(participant=participant).order_by("rank", "pk")
    return {row.member_id: AVOID if row.avoid else row.rank or AVOID for row in rows}


@retried
@transaction.atomic
def choose(*, mentee: Participant, places: Mapping[int, int | None]) -> None:
    """Write the list anew. `places`: member key of a mentor of the round -> 1 to 5, AVOID, or None for nowhere.

    Who is not named and was avoided stays avoided; who is not named and had a place loses it. What is open with somebody who
    is avoided ends. Raises NotNow, RankTwice, RoundOver.
    """
    round_page = round_of(mentee.round_key)
    if round_page is None or not takes_wishes(round_page=round_page):
        raise RoundOver
    write(participant=mentee, others=Participant.objects.mentors(), places=places)


def write(participant: Participant, others: QuerySet[Participant], places: Mapping[int, int | None]) -> None:
    """Write a list of either role, in the caller's transaction; only `others` of the same round stand on it.

    What is open with somebody on it who is avoided ends.
    """
    avoided = [member for member, place in places.items() if place == AVOID]
    among = avoidances.keep_still(participant=participant, avoided=avoided)
    participant = Participant.objects.select_related("member").get(pk=participant.pk)
    if not participant.is_approved:
        raise NotNow(participant.get_state_display())
    ranks = [place for place in places.values() if place]
    if len(ranks) != len(set(ranks)) or any(not 0 < rank <= MOST for rank in ranks):
        raise RankTwice
    others = others.filter(round_key=participant.round_key, member__in=places)
    known = set(others.exclude(member=participant.member_id).values_list("member", flat=True))
    before = placed(participant=participant)
    Preference.objects.filter(Q(rank__isnull=False) | Q(member__in=known), participant=participant).delete()
    Preference.objects.bulk_create(
        [
            Preference(participant=participant, member_id=member, rank=place or None, avoid=place == AVOID)
            for member, place in places.items()
            if member in known and place is not None
        ]
    )
    avoidances.end_open(participant=participant, avoided=known.intersection(avoided), among=among)
    if placed(participant=participant) != before:  # how many, never whom: the log is read by others
        events.record(
            actor=participant.member,
            object=identity(participant),
            verb="chose",
            before=participant.state,
            after=participant.state,
            data={"ranked": len(ranks)},
        )
