"""Puts the people of the demo's rolling round into the past: who applied when, was decided on, and was asked."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from mentorship.models import Pairing, Participant, Proposal, RoundPage

#: From a yes to an application to the first question to a mentor, and from there to the pair.
BEFORE_ASKING, BEFORE_PAIRING = timedelta(days=6), timedelta(days=3)


def plant_ages(round_page: RoundPage) -> None:
    """Applications of the last two months, a decision after some days each, and pairs that were asked before they began."""
    _age_proposals(round_page)
    now, rows = timezone.now(), []
    for nth, row in enumerate(Participant.objects.sent().filter(round_key=round_page.round_key)):
        waits = row.decided_at is None
        sent = now - timedelta(days=2 + nth * 5 % 13 if waits else 9 + nth * 11 % 47, hours=nth % 9)
        took = timedelta(days=1 + nth * 3 % 8)
        asked = _first_asked(row)
        row.submitted_at = min(sent, asked - BEFORE_ASKING - took) if asked else sent
        row.decided_at = None if waits else row.submitted_at + took
        rows.append(row)
    Participant.objects.bulk_update(rows, ["submitted_at", "decided_at"])


def _age_proposals(round_page: RoundPage) -> None:
    for pairing in Pairing.objects.filter(mentor__round_key=round_page.round_key):
        asked = pairing.started_at - BEFORE_PAIRING
        Proposal.objects.filter(pk=pairing.proposal_id, created_at__gt=asked).update(created_at=asked)


def _first_asked(row: Participant) -> datetime | None:
    mine = row.proposals_as_mentor if row.is_mentor else row.proposals_as_mentee
    return mine.aggregate(first=Min("created_at"))["first"]
