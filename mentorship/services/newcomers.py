"""A mentor's list: up to five newcomers they would like to help, and those they would rather not. Nobody else reads it.

A newcomer has not said yes to anything yet: a mentor sees their name and why the two would fit, and no word they wrote.
"""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.services.retry import retried
from mentorship import sentences, topics
from mentorship.exceptions import RoundOver
from mentorship.matching.newcomers import fitting
from mentorship.models import Participant, RoundPage

from . import loading
from .choices import AVOID, Choice, placed, takes_wishes, write

SENTENCES = 3


def offered(*, mentor: Participant, round_page: RoundPage) -> list[Choice]:
    """Those who have a place already, in order; then the newcomers who wait and fit best. Nobody whom a block hides.

    Whether the mentor has a free seat or takes a break is not asked: their wishes hold for when they are back.
    """
    places = placed(participant=mentor)
    mentees = Participant.objects.filter(role=Participant.Role.MENTEE, round_key=mentor.round_key)
    wait = mentees.filter(state=Participant.State.APPROVED, seats_taken__lt=F("capacity"))
    people = loading.people(Participant.objects.filter(pk=mentor.pk) | wait)
    me = replace(people.pop(mentor.pk), seats_taken=0, paused=False)
    terms = round_page.terms_on(timezone.now().date())
    between = loading.relations(mentor.member_id)
    fits = fitting(me, people.values(), between, terms)
    told = {fit.mentee.key: sentences.stored(fit.explanation.reasons) for fit in fits}
    known = mentees.filter(member__in=places) | mentees.filter(uuid__in=list(told))
    rows = {
        row.member_id: row
        for row in known.exclude(member__in=between.blocked.get(mentor.member_id, ())).for_listing()
    }
    by_key = {str(row.uuid): row for row in rows.values()}
    names = topics.names()
    found = [
        Choice(by_key[key], None, _words(reasons, names))
        for key, reasons in told.items()
        if key in by_key and by_key[key].member_id not in places
    ]
    ranked = sorted((place, member) for member, place in places.items() if place and member in rows)
    avoided = [member for member, place in places.items() if place == AVOID and member in rows]
    return [
        *(
            Choice(rows[member], place, _words(told.get(str(rows[member].uuid), []), names))
            for place, member in ranked
        ),
        *found,
        *(Choice(rows[member], AVOID) for member in avoided),
    ]


def _words(reasons: list[dict], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(each.text for each in sentences.of_reasons(reasons, names, "mentor")[:SENTENCES])


@retried
@transaction.atomic
def choose(*, mentor: Participant, round_page: RoundPage, places: Mapping[int, int | None]) -> None:
    """Write the list anew. `places`: member key of a newcomer of the round -> 1 to 5, AVOID, or None for nowhere.

    Who is not named and was avoided stays avoided. Raises NotNow, RankTwice, RoundOver.
    """
    if not takes_wishes(round_page=round_page):
        raise RoundOver
    mentees = Participant.objects.filter(role=Participant.Role.MENTEE)
    write(participant=mentor, others=mentees, places=places)
