"""Questions before an answer: while a proposal is open, the two may write to each other on it, a few times each.

A mail says that there are words and never which. Once the answer is yes, the words move into the thread of the pair.
"""

from uuid import UUID, uuid5

from django.db import transaction

from cms.models import Block, Member, Message
from cms.services import messages
from cms.services.retry import retried
from mentorship.exceptions import EnoughQuestions, Unavailable
from mentorship.models import Pairing, PairMessage, Proposal, ProposalMessage

from .proposal_rows import answering, identity, require_open

KIND = "mentorship.proposal_words"
#: What each side may write before there is an answer.
MOST = 5


@retried
@transaction.atomic
def write(*, proposal: Proposal, member: Member, text: str, token: UUID) -> ProposalMessage:
    """Ask, or answer what was asked. A form sent twice is one message; other words in it, as after going back, are another.

    Raises NotNow, Expired, EnoughQuestions, Unavailable.
    """
    proposal, side = answering(proposal, member)
    text = text.strip()
    token = uuid5(token, text)
    if already := proposal.messages.filter(side=side, token=token).first():
        return already
    require_open(proposal)
    if Block.objects.between(proposal.mentor.member, proposal.mentee.member).exists():
        raise Unavailable
    if proposal.messages.filter(side=side).count() >= MOST:
        raise EnoughQuestions
    message = ProposalMessage.objects.create(proposal=proposal, side=side, token=token, text=text)
    _notify(proposal, side, message)
    return message


def _notify(proposal: Proposal, side: str, words: ProposalMessage) -> None:
    """One that has not gone out yet speaks for these words, too."""
    other = proposal.mentee.member if side == "mentor" else proposal.mentor.member
    told = Message.objects.filter(kind=KIND, recipient=other, about=identity(proposal))
    if told.filter(sent_at=None, stopped_at=None, tries__lt=Message.MOST_TRIES).exists():
        return
    messages.queue(
        kind=KIND,
        recipient=other,
        dedupe_key=f"{identity(proposal)}:words:{words.pk}:{other.pk}",
        about=identity(proposal),
        context={"proposal": proposal.pk},
    )


def waits_for_newcomer(*, proposal: Proposal) -> bool:
    """Whether the last word was the mentor's: who asked something back has not left the question lying."""
    last = proposal.messages.last()
    return last is not None and last.side == Pairing.Side.MENTOR


def move_into(*, pairing: Pairing) -> None:
    """The words of a proposal become the first ones of its pair. In the caller's transaction."""
    asked = ProposalMessage.objects.filter(proposal=pairing.proposal_id)
    PairMessage.objects.bulk_create(
        PairMessage(token=row.token, pairing=pairing, side=row.side, text=row.text, sent_at=row.sent_at)
        for row in asked
    )
    asked.delete()
