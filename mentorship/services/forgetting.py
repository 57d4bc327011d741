"""Whatever a member wrote in mentoring, table by table, and how each of them forgets it when the account is deleted.

A new table with words in it belongs here; `tests/test_farewell.py` looks through all of them.
"""

from django.db.models import Q
from django.utils import timezone

from cms.models import Member, Message, Report
from mentorship.models import (
    Answer,
    ApartNote,
    MatchEdge,
    MatchLeftover,
    PairAgreement,
    PairClosing,
    PairGoal,
    Pairing,
    PairMeeting,
    PairMessage,
    PairNote,
    PairThanks,
    Proposal,
    ProposalMessage,
    Pulse,
    Score,
)

from .pulses import WORD_KIND

Side = Pairing.Side


def words_of(*, member: Member) -> None:
    """Take away what the member wrote, and what was worked out from it. In the caller's transaction."""
    _application(member)
    _questions_asked(member)
    _pair(member)
    if not _is_in_a_case(member):
        _said_to_others(member)


def _is_in_a_case(member: Member) -> bool:
    """Whether safeguarding looks at something this member reported, or is named in."""
    return Report.objects.exclude(state=Report.State.CLOSED).filter(Q(by=member) | Q(named=member)).exists()


def _of_side(member: Member, path: str = "pairing") -> Q:
    """The rows a member wrote: each says on which side of its pair or proposal it was written."""
    mine = Q()
    for side in Side.values:
        mine |= Q(**{"side": side, f"{path}__{side}__member": member})
    return mine


def _application(member: Member) -> None:
    """Answers, and opinions of it; what the member thought of others' applications stays as points alone."""
    for model in (Answer, ApartNote, Score):
        model.objects.filter(participant__member=member).delete()
    Score.objects.filter(reviewer=member).update(note="")
    mine = Q(mentor__member=member) | Q(mentee__member=member)
    MatchEdge.objects.filter(mine).update(reasons=[])
    MatchLeftover.objects.filter(mentee__member=member).update(helps=[])


def _questions_asked(member: Member) -> None:
    declined = Q(mentor__member=member, mentor_answer="no") | Q(mentee__member=member, mentee_answer="no")
    Proposal.objects.filter(declined).update(decline_note="")
    Proposal.objects.filter(Q(mentor__member=member) | Q(mentee__member=member)).update(reasons=[])


def _pair(member: Member) -> None:
    """Notes, goals, what the two agreed on, and what was said to the program. Nobody waits for a word about it any more."""
    pairs = Pairing.objects.of(member)
    for model in (PairNote, PairClosing):
        model.objects.filter(_of_side(member)).delete()
    PairAgreement.objects.filter(pairing__in=pairs).delete()
    PairGoal.objects.filter(pairing__mentee__member=member).delete()
    PairMeeting.objects.filter(pairing__in=pairs).update(place="")
    pulses = Pulse.objects.filter(_of_side(member))
    pulses.filter(handled_at=None).update(handled_at=timezone.now())
    pulses.update(words="")
    pairs.update(end_note="", shares_since=None)
    words = Message.objects.filter(kind=WORD_KIND, context__by=member.pk)
    words.filter(sent_at=None, stopped_at=None).update(
        stopped_at=timezone.now(), stopped_why=Message.Why.PERSON
    )
    words.update(context={})


def _said_to_others(member: Member) -> None:
    """Requests, questions before an answer, the thread, thanks. The words of a pair that was on hold stay with its case."""
    Proposal.objects.filter(mentee__member=member).update(note="")
    ProposalMessage.objects.filter(_of_side(member, "proposal")).delete()
    PairThanks.objects.filter(_of_side(member)).delete()
    PairMessage.objects.filter(_of_side(member), pairing__held_from="").delete()
