"""Writes and sends the letters of the message ledger; each app registers the kinds it knows how to word."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cms.models import Message

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Letter:
    """What to say: a subject, a template name without suffix under templates/emails/, and its context."""

    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


Writer = Callable[[Message], Letter | None]
_writers: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register the function that writes letters of this kind. It may return None when there is no more reason to write."""

    def register(writer: Writer) -> Writer:
        _writers[kind] = writer
        return writer

    return register


def send(message_pk: int) -> bool:
    """Send one message if it is due and nobody else is sending it. True when it went out.

    The lease is taken by a conditional UPDATE, so two workers never send the same message; a worker that dies
    holds it for five minutes. Failures are kept with growing pauses (1, 2, 4 … minutes).
    """
    now = timezone.now()
    due = Message.objects.due(now).filter(pk=message_pk)
    if not due.update(locked_until=now + LEASE, tries=F("tries") + 1):
        return False
    message = Message.objects.select_related("recipient").get(pk=message_pk)
    try:
        letter = _letter(message)
        if letter is not None:
            letter.send()
    except Exception as problem:  # noqa: BLE001 - whatever the mail server says, the message stays in the ledger
        logger.warning("Message %s was not sent: %s", message.dedupe_key, problem)
        pause = FIRST_PAUSE * 2 ** (message.tries - 1)
        Message.objects.filter(pk=message_pk).update(
            locked_until=None, due_at=now + pause, error=f"{type(problem).__name__}: {problem}"[:1000]
        )
        return False
    if letter is None:
        Message.objects.filter(pk=message_pk).update(stopped_at=timezone.now(), locked_until=None, error="")
        return False
    Message.objects.filter(pk=message_pk).update(sent_at=timezone.now(), locked_until=None, error="")
    return True


def _letter(message: Message) -> EmailMultiAlternatives | None:
    recipient = message.recipient
    with translation.override(recipient.locale or settings.LANGUAGE_CODE), timezone.override(recipient.zone):
        letter = _writers[message.kind](message)
        if letter is None or not recipient.is_active:
            return None
        context = {
            "recipient": recipient,
            "base_url": settings.BASE_URL,
            "subject": letter.subject,
            **letter.context,
        }
        subject = " ".join(letter.subject.split())
        mail = EmailMultiAlternatives(
            subject, render_to_string(f"emails/{letter.template}.txt", context), None, [recipient.email]
        )
        mail.attach_alternative(render_to_string(f"emails/{letter.template}.html", context), "text/html")
        return mail
