"""What organizers decide about all letters of one kind about one thing: their own words, or not to send them.

Who may decide about what is known to the app that planned the letters; it asks before it calls.
"""

from django.db import transaction
from django.utils import timezone

from cms.models import Member, Message, MessageEdit

from . import events


@transaction.atomic
def edit(*, actor: Member, kind: str, about: str, subject: str, words: str) -> MessageEdit:
    """Words above the letter and another subject, in every letter that has not gone out. Twice is once."""
    row = _locked(kind, about)
    if (row.subject, row.words) == (subject, words):
        return row
    row.subject, row.words, row.edited_by = subject, words, actor
    row.save()
    _note(actor, row, "letter-edited")
    return row


@transaction.atomic
def stop(*, actor: Member, kind: str, about: str) -> MessageEdit:
    """Send none of those that have not gone out, nor any that are planned later. Twice is once."""
    row = _locked(kind, about)
    if row.stopped_at is None:
        row.stopped_at, row.edited_by = timezone.now(), actor
        row.save()
        _note(actor, row, "letter-stopped")
    return row


@transaction.atomic
def resume(*, actor: Member, kind: str, about: str) -> MessageEdit:
    """Send them after all; those whose time has passed meanwhile stay unsent. Twice is once."""
    row = _locked(kind, about)
    if row.stopped_at is not None:
        row.stopped_at, row.edited_by = None, actor
        row.save()
        _note(actor, row, "letter-resumed")
    return row


@transaction.atomic
def stop_one(*, actor: Member, message: Message) -> bool:
    """Stop a single message. False when it has gone out, is stopped, or is on its way at this moment."""
    now = timezone.now()
    rows = Message.objects.open(now).filter(pk=message.pk)
    stopped = rows.update(stopped_at=now, stopped_by=actor, stopped_why=Message.Why.PERSON)
    if stopped:
        events.record(actor=actor, object=f"cms.message:{message.pk}", verb="stopped")
    return bool(stopped)


def _locked(kind: str, about: str) -> MessageEdit:
    row, _made = MessageEdit.objects.get_or_create(kind=kind, about=about)
    return MessageEdit.objects.select_for_update().get(pk=row.pk)


def _note(actor: Member, row: MessageEdit, verb: str) -> None:
    events.record(actor=actor, object=row.about, verb=verb, data={"kind": row.kind})
