"""The thread of a pair. A mail says that there are words and never which, and at most once an hour."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from cms.models import Member, Message
from cms.services import messages
from cms.services.retry import retried
from mentorship.models import Pairing, PairMessage

from .pair_rows import across, enter, identity, pass_turn

State = Pairing.State
KIND = "mentorship.pair_message"
REST = timedelta(hours=1)


@retried
@transaction.atomic
def write(
    *,
    pairing: Pairing,
    member: Member,
    text: str,
    token: UUID,
    lesson_key: UUID | None = None,
    block_id: str = "",
) -> PairMessage:
    """Write to the other one; now it is their turn. A form sent twice is one message. Raises NotNow, Unavailable.

    `lesson_key` and `block_id` say what the words are about. Other words in a form that was sent before, as after going
    back to it, are another message.
    """
    pairing, side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    text = text.strip()
    words = {"text": text, "lesson_key": lesson_key, "block_id": block_id}
    message, made = PairMessage.objects.get_or_create(
        pairing=pairing, side=side, token=uuid5(token, text), defaults=words
    )
    if made:
        if pairing.turn != "" or not pairing.waiting_on:  # an agreed meeting stays what comes next
            pass_turn(pairing, across(side))
        _notify(pairing, pairing.other_of(member).member, message)
    return message


def _notify(pairing: Pairing, recipient: Member, words: PairMessage) -> None:
    """A notice now, or an hour after the last one; one that still waits speaks for these words, too."""
    now = timezone.now()
    told = Message.objects.filter(kind=KIND, recipient=recipient, about=identity(pairing))
    last = told.order_by("-due_at", "-pk").first()
    if last is not None and _still_goes_out(last):
        return
    due_at = max(now, last.sent_at + REST) if last is not None and last.sent_at else now
    messages.queue(
        kind=KIND,
        recipient=recipient,
        dedupe_key=f"{identity(pairing)}:message:{words.pk}:{recipient.pk}",
        about=identity(pairing),
        context={"pairing": pairing.pk, "words": words.pk},
        due_at=due_at,
    )


def _still_goes_out(notice: Message) -> bool:
    return not notice.sent_at and not notice.stopped_at and notice.tries < Message.MOST_TRIES
