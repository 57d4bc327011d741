"""Whatever a member wrote in mentoring, table by table, and how each of them forgets it when the account is deleted.

A new table with words in it belongs here; `tests/test_farewell.py` looks through all of them.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.models import Member, Message, Report
from cms.services.retry import retried
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
#: How long after its end a case, which may be opened again, keeps the words of who has left.
KEPT = timedelta(days=90)
CLOSED = Q(state=Report.State.CLOSED)


def words_of(*, member: Member) -> None:
    """Take away what the member wrote, and what was worked out from it. In the caller's transaction."""
    _application(member)
    _questions_asked(member)
    _pair(member)
    me = Member.objects.filter(pk=member.pk)
    if not me.filter(_is_in_a_case(~CLOSED)).exists():
        _said_to_others(member, also_held=not me.filter(_was_in_a_case()).exists())


def forget_due() -> int:
    """Take away what was kept of members who left because of a case, once the case is closed long enough; of how many.

    Safe to run twice or to be killed.
    """
    left = Member.objects.exclude(left_at=None).exclude(_was_in_a_case())
    return sum(_forget_kept(member=member) for member in left.filter(_said_something()).order_by("pk"))


@retried
@transaction.atomic
def _forget_kept(*, member: Member) -> bool:
    """The cases are held, so that none of them is opened again in between."""
    cases = Report.objects.filter(Q(by=member) | Q(pk__in=_naming(member))).order_by("pk")
    list(cases.select_for_update(no_key=True).values_list("pk", flat=True))
    if Member.objects.filter(_was_in_a_case(), pk=member.pk).exists():
        return False
    _said_to_others(member, also_held=True)
    return True


def _naming(member: Member | OuterRef) -> QuerySet:
    return Report.named.through.objects.filter(member=member).values("report")


def _is_in_a_case(which: Q) -> Q:
    """For a query of members: they are a party to a report of this sort, as who made it or as who is named."""
    by_them = Report.objects.filter(which, by=OuterRef("pk"))
    about_them = Report.objects.filter(which, pk__in=_naming(OuterRef(OuterRef("pk"))))
    return Q(Exists(by_them)) | Q(Exists(about_them))


def _was_in_a_case() -> Q:
    """The same for what is open, or was until lately."""
    return _is_in_a_case(~CLOSED | Q(closed_at__gt=timezone.now() - KEPT))


def _said_something() -> Q:
    """For a query of members: words of theirs to others stand in mentoring."""
    me = OuterRef("pk")
    found = Q(Exists(Proposal.objects.filter(mentee__member=me).exclude(note="")))
    found |= Q(Exists(ProposalMessage.objects.filter(_of_side(me, "proposal"))))
    for model in (PairThanks, PairMessage):
        found |= Q(Exists(model.objects.filter(_of_side(me))))
    return found


def _of_side(member: Member | OuterRef, path: str = "pairing") -> Q:
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


def _said_to_others(member: Member, *, also_held: bool) -> None:
    """Requests, questions before an answer, the thread, thanks. `also_held`: also the words of a pair that was on hold."""
    Proposal.objects.filter(mentee__member=member).update(note="")
    ProposalMessage.objects.filter(_of_side(member, "proposal")).delete()
    PairThanks.objects.filter(_of_side(member)).delete()
    words = PairMessage.objects.filter(_of_side(member))
    (words if also_held else words.filter(pairing__held_from="")).delete()
