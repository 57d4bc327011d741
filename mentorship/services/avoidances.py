"""What a wish to stay away from somebody ends: the open proposal between the two, in the words of an ordinary end.

Whoever takes their own request back that way has taken it back; every other proposal has run out. So nobody learns of the
wish, and a newcomer who had said yes is free to ask somebody else.
"""

from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from mentorship.models import Participant, Proposal

from . import cascades, lapses
from .proposal_rows import end, locked, note_down

State = Proposal.State


def keep_still(*, participant: Participant, avoided: Collection[int]) -> dict[int, list[int]]:
    """Lock the participant, those of the round whom they avoid, and who may be asked next, in the order of their keys.

    Says for each open proposal between them who may be asked next. In the caller's transaction.
    """
    among = {proposal.pk: cascades.choices(proposal) for proposal in _between(participant, avoided)}
    others = Q(round_key=participant.round_key, member__in=avoided)
    also = {key for keys in among.values() for key in keys}
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(rows.filter(others | Q(pk__in=[participant.pk, *also])).values_list("pk", flat=True))
    return among


def end_open(
    *, participant: Participant, avoided: Collection[int], among: Mapping[int, Collection[int]]
) -> None:
    """End what is open between the participant and those they avoid; the caller holds them and has written the wish."""
    for proposal in _between(participant, avoided):
        proposal = locked(proposal)
        if proposal.is_request and proposal.mentee_id == participant.pk:
            end(proposal, State.WITHDRAWN)
            note_down(None, proposal, "withdrawn", State.OPEN)
        else:
            lapses.run_out(proposal=proposal, among=among.get(proposal.pk, ()), untold=participant)


def _between(participant: Participant, members: Collection[int]) -> QuerySet[Proposal]:
    asked = Q(mentor=participant, mentee__member__in=members)
    asks = Q(mentee=participant, mentor__member__in=members)
    return Proposal.objects.open().filter(asked | asks).order_by("pk")
