"""Writes and sends the letters of the message ledger; each app registers the kinds it knows how to word."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cms import unsubscribing
from cms.models import Message, MessageEdit, MessageOptOut, Topic

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True)
class Letter:
    """What to say: a subject, a template name without suffix under templates/emails/, and its context.

    `alternatives` say the same in further media types, such as an entry for the reader's calendar; `attachments` are files
    with a name, content and media type.
    """

    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    alternatives: tuple[tuple[bytes, str], ...] = ()
    attachments: tuple[tuple[str, bytes, str], ...] = ()


Writer = Callable[[Message], Letter | None]


@dataclass(frozen=True)
class Kind:
    """A kind of message: who words it, which topic a member may decline it by, and what organizers call it."""

    writer: Writer
    topic: Topic
    name: str | Promise


_kinds: dict[str, Kind] = {}


def writes(kind: str, *, topic: Topic = Topic.NEEDED, name: str | Promise = "") -> Callable[[Writer], Writer]:
    """Register the function that writes letters of this kind. It may return None when there is no more reason to write."""

    def register(writer: Writer) -> Writer:
        _kinds[kind] = Kind(writer, topic, name)
        return writer

    return register


def name_of(kind: str) -> str:
    """What people call this kind of message."""
    known = _kinds.get(kind)
    return str(known.name) if known and known.name else kind


def topics() -> list[Topic]:
    """The topics of which this site sends letters and which can be declined, in their order."""
    known = {kind.topic for kind in _kinds.values()}
    return [topic for topic in Topic if topic in known and topic != Topic.NEEDED]


class Outcome(Enum):
    """What became of trying to send a message."""

    SENT = auto()
    LEFT = auto()  # not due, in other hands, or not to be sent
    FAILED = auto()  # tried again later


def send(message_pk: int) -> Outcome:
    """Send one message if it is due and nobody else is sending it.

    The lease is taken by a conditional UPDATE, so two workers never send the same message; a worker that dies
    holds it for five minutes. Failures are kept with growing pauses (1, 2, 4 … minutes).
    """
    now = timezone.now()
    due = Message.objects.due(now).filter(pk=message_pk)
    if not due.update(locked_until=now + LEASE, tries=F("tries") + 1):
        return Outcome.LEFT
    message = Message.objects.select_related("recipient").get(pk=message_pk)
    row = Message.objects.filter(pk=message_pk)
    try:
        letter = _letter(message)
        if isinstance(letter, EmailMultiAlternatives):
            letter.send()
    except Exception as problem:  # noqa: BLE001 - whatever the mail server says, the message stays in the ledger
        # Mail servers like to repeat the address, which nobody who reads this needs.
        said = f"{type(problem).__name__}: {problem}".replace(message.recipient.email, "[address]")
        logger.warning("Message %s was not sent: %s", message.dedupe_key, said)
        pause = FIRST_PAUSE * 2 ** (message.tries - 1)
        row.update(
            locked_until=None,
            due_at=timezone.now() + pause,
            error=said[:1000],
        )
        return Outcome.FAILED
    if isinstance(letter, Message.Why):
        row.update(stopped_at=timezone.now(), stopped_why=letter, locked_until=None, error="")
        return Outcome.LEFT
    # It is out, whatever somebody decided after the lease had run out.
    row.update(sent_at=timezone.now(), stopped_at=None, stopped_why="", locked_until=None, error="")
    return Outcome.SENT


def _letter(message: Message) -> EmailMultiAlternatives | Message.Why:
    """The letter ready to go, or why it is not sent."""
    recipient, kind = message.recipient, _kinds[message.kind]
    if not recipient.is_active:
        return Message.Why.MOOT
    if kind.topic != Topic.NEEDED and declined(message):
        return Message.Why.CHOICE
    edit = _edit_of(message)
    if edit and edit.stopped_at:
        return Message.Why.PERSON
    with translation.override(recipient.locale or settings.LANGUAGE_CODE), timezone.override(recipient.zone):
        url = "" if kind.topic == Topic.NEEDED else unsubscribing.url(member=recipient, topic=kind.topic)
        return _compose(message, edit, url) or Message.Why.MOOT


def declined(message: Message) -> bool:
    """Whether the recipient does not want letters of this topic."""
    topic = _kinds[message.kind].topic
    return MessageOptOut.objects.filter(member=message.recipient_id, topic=topic).exists()


def preview(message: Message) -> tuple[str, str] | None:
    """Subject and text as the recipient will read them, without the address that speaks for them; None: not written."""
    recipient = message.recipient
    with translation.override(recipient.locale or settings.LANGUAGE_CODE), timezone.override(recipient.zone):
        letter = _compose(message, _edit_of(message), "")
    return (str(letter.subject), str(letter.body)) if letter else None


def _edit_of(message: Message) -> MessageEdit | None:
    if not message.about:
        return None
    return MessageEdit.objects.filter(kind=message.kind, about=message.about).first()


def _compose(
    message: Message, edit: MessageEdit | None, unsubscribe_url: str
) -> EmailMultiAlternatives | None:
    recipient = message.recipient
    letter = _kinds[message.kind].writer(message)
    if letter is None:
        return None
    subject = _one_line(edit.subject if edit and edit.subject else letter.subject)
    context = {
        "recipient": recipient,
        "base_url": settings.BASE_URL,
        "subject": subject,
        "words": edit.words if edit else "",
        "unsubscribe_url": unsubscribe_url,
        **letter.context,
    }
    text: str = render_to_string(f"emails/{letter.template}.txt", context)
    if context["words"]:
        text = f"{_('The organizers write:')}\n\n{context['words']}\n\n---\n\n{text}"
    headers = {}
    if unsubscribe_url:
        text = f"{text.rstrip()}\n\n---\n{_('No more letters of this kind:')} {unsubscribe_url}\n"
        headers = {
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMultiAlternatives(subject, text, None, [recipient.email], headers=headers)
    mail.attach_alternative(render_to_string(f"emails/{letter.template}.html", context), "text/html")
    for content, media_type in letter.alternatives:
        mail.attach_alternative(content.decode(), media_type)
    for name, content, media_type in letter.attachments:
        mail.attach(name, content, media_type)
    return mail


def _one_line(text: str) -> str:
    """Words that may stand in a header: one line of what can be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
