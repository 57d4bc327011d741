"""What mentoring forgets of a member who deletes their account: pairs end kindly, questions end, words go."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest

from cms.models import Member, Report
from cms.services.retry import retried
from mentorship.models import PairGoal, Pairing, PairMeeting, PairMessage, Participant, Preference, Proposal

from .pair_rows import note_down, tell
from .pairings import FIRST, close, hold_both
from .proposal_rows import release_all

State = Pairing.State


@retried
@transaction.atomic
def forget(*, member: Member) -> None:
    """End what goes on, with the seats given back and the other one told that it ended; then take the words away.

    What was written in a pair that safeguarding looks at stays: it belongs to the case.
    """
    for pairing in Pairing.objects.live().of(member).for_listing().order_by("pk"):
        _end(pairing, member)
    mine = list(Participant.objects.select_for_update(of=("self",), no_key=True).of(member).order_by("pk"))
    for participant in mine:
        release_all(participant=participant, actor=None)
    _forget_words(member)
    for participant in mine:
        participant.topics.all().delete()
    Preference.objects.filter(Q(member=member) | Q(participant__member=member)).delete()
    Participant.objects.of(member).update(
        state=Participant.State.WITHDRAWN,
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
        first = Greatest("priority_tier", FIRST)
        Participant.objects.filter(pk=pairing.mentee_id).update(priority_tier=first)
    note_down(None, pairing, "ended", before=before)
    tell(pairing, pairing.other_of(member).member, "pair_ended", once="end")


def _forget_words(member: Member) -> None:
    of_mine = Q(mentor__member=member) | Q(mentee__member=member)
    Proposal.objects.filter(mentee__member=member).update(note="")
    declined = Q(mentor__member=member, mentor_answer="no") | Q(mentee__member=member, mentee_answer="no")
    Proposal.objects.filter(declined).update(decline_note="")
    Proposal.objects.filter(of_mine).update(reasons=[])
    pairs = Pairing.objects.filter(of_mine)
    if not Report.objects.exclude(state=Report.State.CLOSED).filter(Q(by=member) | Q(named=member)).exists():
        for side in Pairing.Side.values:
            said = PairMessage.objects.filter(side=side, **{f"pairing__{side}__member": member})
            said.filter(pairing__held_from="").delete()
    PairGoal.objects.filter(pairing__mentee__member=member).delete()
    PairMeeting.objects.filter(pairing__in=pairs).update(place="")
    pairs.update(end_note="", shares_since=None)
