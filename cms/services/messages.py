"""The message ledger: every automatic mail is a row first, sent exactly once by a job that may be repeated."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms import emails
from cms.models import Member, Message
from cms.tasks import send_message

FAILURES_IN_A_ROW = 5


def queue(
    *,
    kind: str,
    recipient: Member,
    dedupe_key: str,
    about: str = "",
    context: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Message:
    """Put a message into the ledger in the caller's transaction. The same dedupe key is the same message."""
    message, made = Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "about": about,
            "context": context or {},
            "due_at": due_at or timezone.now(),
        },
    )
    if made and message.due_at <= timezone.now():
        transaction.on_commit(partial(send_message.enqueue, message.pk))
    return message


def queue_for_each(
    *,
    kind: str,
    recipients: Iterable[Member],
    dedupe_key: str,
    due_at: datetime,
    about: str = "",
    context: dict[str, Any] | None = None,
) -> None:
    """Put the same message for many people into the ledger, in one statement; each has it once under this key.

    It is for later: nobody is woken, `send_due` finds it when its time has come.
    """
    Message.objects.bulk_create(
        (
            Message(
                dedupe_key=f"{dedupe_key}:{recipient.pk}",
                kind=kind,
                recipient=recipient,
                about=about,
                context=context or {},
                due_at=due_at,
            )
            for recipient in recipients
        ),
        ignore_conflicts=True,
    )


def send_due(*, limit: int = 500) -> int:
    """Send everything that is due; safe to run twice, late or side by side. Returns how many went out.

    After some failures in a row the mail server is taken to be away, and the rest waits for the next run untried: a
    server that answers nothing would hold each of them for twenty seconds, and use up their tries.
    """
    keys = list(Message.objects.due(timezone.now()).values_list("pk", flat=True)[:limit])
    sent = failed = 0
    for key in keys:
        outcome = emails.send(key)
        sent += outcome == emails.Outcome.SENT
        failed = failed + 1 if outcome == emails.Outcome.FAILED else 0
        if failed >= FAILURES_IN_A_ROW:
            break
    return sent


def count_due() -> int:
    """How many messages `send_due` would try to send now."""
    return Message.objects.due(timezone.now()).count()
