"""What mentoring forgets of a member who deletes their account: pairs end kindly, questions end, words go."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest

from cms.models import Member
from cms.services.retry import retried
from mentorship import line
from mentorship.models import Pairing, Participant, Preference

from . import forgetting
from .pair_rows import note_down, tell
from .pairings import close, hold_both
from .proposal_rows import release_all

State = Pairing.State


@retried
@transaction.atomic
def forget(*, member: Member) -> None:
    """End what goes on, with the seats given back and the other one told that it ended; then take the words away.

    An application that was never sent stays a draft, which is nobody's business. What was written to others by a party to a
    case stays with it, until `forgetting.forget_due`.
    """
    for pairing in Pairing.objects.live().of(member).for_listing().order_by("pk"):
        _end(pairing, member)
    mine = list(Participant.objects.select_for_update(of=("self",), no_key=True).of(member).order_by("pk"))
    for participant in mine:
        release_all(participant=participant, actor=None)
    forgetting.words_of(member=member)
    for participant in mine:
        participant.topics.all().delete()
    Preference.objects.filter(Q(member=member) | Q(participant__member=member)).delete()
    Participant.objects.of(member).sent().update(state=Participant.State.WITHDRAWN)
    Participant.objects.of(member).update(
        goals="",
        stage=None,
        formats=[],
        frequency=None,
        employer="",
        listed=False,
        decision_reason="",
    )


def _end(pairing: Pairing, member: Member) -> None:
    both = hold_both(pairing)
    pairing = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing().get(pk=pairing.pk)
    if not pairing.is_live:
        return
    before = pairing.state
    close(pairing, both, State.ENDED, None)
    if pairing.side_of(member) == Pairing.Side.MENTOR:
        first = Greatest("priority_tier", line.FIRST)
        Participant.objects.filter(pk=pairing.mentee_id).update(priority_tier=first)
    note_down(None, pairing, "ended", before=before)
    tell(pairing, pairing.other_of(member).member, "pair_ended", once="end")
