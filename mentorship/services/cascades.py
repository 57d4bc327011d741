"""The next choice: when a mentor says no or does not answer, the next one on the newcomer's list is asked.

It happens in the transaction that ends the proposal before it, and both stand together or not at all. Everybody who may
be asked is locked with the two people of that proposal, in the order of their keys.
"""

from collections.abc import Collection

from mentorship.models import Participant, Preference, Proposal

from . import checking
from .openings import MOST_OPEN, open_between
from .proposal_rows import note_down, round_of


def choices(proposal: Proposal) -> list[int]:
    """The mentors on the newcomer's list, first choice first, when this proposal has a successor at all."""
    if not proposal.is_request:
        return []
    ranked = Preference.objects.filter(
        participant=proposal.mentee_id,
        rank__isnull=False,
        member__participations__round_key=proposal.round_key,
        member__participations__role=Participant.Role.MENTOR,
    )
    return list(ranked.order_by("rank").values_list("member__participations", flat=True))


def ask_next(proposal: Proposal, among: Collection[int]) -> Proposal | None:
    """Ask the first choice nobody has asked for this newcomer yet and all rules allow now.

    `among`: the mentors the caller has locked. Who was added to the list since then is left for the next time.
    """
    mentee, round_page = proposal.mentee, round_of(proposal.round_key)
    if not among or round_page is None or not round_page.takes_requests or not mentee.free_seats:
        return None
    if Proposal.objects.open().asked_by(mentee).count() >= MOST_OPEN:
        return None
    asked = set(Proposal.objects.filter(mentee=mentee, mentor__in=among).values_list("mentor", flat=True))
    wanted = [key for key in choices(proposal) if key in among and key not in asked]
    mentors = Participant.objects.select_related("member").in_bulk(wanted)
    for key in wanted:
        if checking.broken_rules(mentors[key], mentee, round_page):
            continue
        following = open_between(
            mentors[key],
            mentee,
            round_page,
            Proposal.Source.CASCADE,
            mentee_answer=Proposal.Answer.YES,
            after=proposal,
        )
        note_down(None, following, "opened", "", after=str(proposal.uuid))
        return following
    return None
