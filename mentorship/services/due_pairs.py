"""Pairs whose planned time is over: both are asked once whether they are done or go on."""

from datetime import timedelta

from django.utils import timezone

from cms import quiet_hours
from cms.models import Message
from cms.services import messages
from mentorship.models import Pairing

from .pair_rows import identity

KIND = "mentorship.pair_due"
#: Who was not asked within so long, after a standstill of the machine, is not asked any more.
LATEST = timedelta(days=14)


def ask_due() -> int:
    """Put what is due into the ledger; how many. Each day that was planned is asked about once, however often this runs."""
    now = timezone.now()
    today = now.date()
    over = Pairing.objects.unblocked().filter(state=Pairing.State.ACTIVE, done_asked_at=None)
    rows = list(over.filter(due_on__lte=today, due_on__gt=today - LATEST).for_listing())
    wanted = {
        f"{identity(row)}:due:{row.due_on}:{side.member_id}": (row, side.member)
        for row in rows
        for side in (row.mentor, row.mentee)
    }
    known = set(Message.objects.filter(dedupe_key__in=list(wanted)).values_list("dedupe_key", flat=True))
    new = {key: about for key, about in wanted.items() if key not in known}
    for key, (pairing, member) in new.items():
        messages.queue(
            kind=KIND,
            recipient=member,
            dedupe_key=key,
            about=identity(pairing),
            context={"pairing": pairing.pk, "due_on": pairing.due_on.isoformat()},
            due_at=quiet_hours.after(now, member.zone),
        )
    return len(new)
