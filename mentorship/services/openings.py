"""Opens a proposal: the row with its reasons, the letters that ask, and the reminder at half time."""

from datetime import timedelta

from django.utils import timezone

from cms import quiet_hours
from cms.services import messages
from mentorship import sentences
from mentorship.models import MatchRun, Participant, Proposal, RoundPage

from . import checking
from .proposal_rows import identity, tell

#: Requests of one newcomer that may wait for an answer at the same time.
MOST_OPEN = 3


def open_between(
    mentor: Participant,
    mentee: Participant,
    round_page: RoundPage,
    source: str,
    **more: str | Proposal | MatchRun | None,
) -> Proposal:
    """Open a proposal and ask whoever has not said yes yet. The caller holds both participants and has asked the rules."""
    told, now = checking.why(mentor, mentee, round_page), timezone.now()
    lasts = timedelta(days=round_page.proposal_ttl_days)
    proposal = Proposal.objects.create(
        round_key=round_page.round_key,
        mentor=mentor,
        mentee=mentee,
        source=source,
        score=told.score,
        reasons=sentences.stored(told.reasons),
        expires_at=now + lasts,
        **more,
    )
    for participant, answer in ((mentor, proposal.mentor_answer), (mentee, proposal.mentee_answer)):
        if answer == Proposal.Answer.WAITING:
            tell(proposal, participant.member, "proposal_received")
            messages.queue(
                kind="mentorship.proposal_reminder",
                recipient=participant.member,
                dedupe_key=f"{identity(proposal)}:proposal_reminder:{participant.member_id}",
                about=identity(proposal),
                context={"proposal": proposal.pk},
                due_at=quiet_hours.after(now + lasts / 2, participant.member.zone),
            )
    return proposal
