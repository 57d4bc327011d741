"""The end of a pair in words: a look back for the program, published only with consent, and one note of thanks.

The look back is asked for when a pair is over, or when the time the two planned is. It may be changed while it is open.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.exceptions import ClosingOver, NotNow, ThankedAlready, Unavailable
from mentorship.models import Exclusion, PairClosing, Pairing, PairThanks

from .access import require_organizer
from .pair_rows import enter, note_down, tell

State = Pairing.State
OPEN_FOR = timedelta(days=60)
#: Which wording of the consent stands on the form. Another wording is another version.
CONSENT = "2026-11"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one side says at the end. One of the three is enough."""

    reached: str = ""
    helped: str = ""
    change: str = ""
    publish_ok: bool = False


def is_open(pairing: Pairing) -> bool:
    """Whether the two are asked how it was: from the end of the planned time on, and for two months after the end."""
    if pairing.ended_at is not None:
        return timezone.now() < pairing.ended_at + OPEN_FOR
    return pairing.takes_words and pairing.due_on < timezone.now().date()


@retried
@transaction.atomic
def give(*, pairing: Pairing, member: Member, answer: Answer) -> PairClosing:
    """Say how it was, or say it anew: one row a side. Other words take published ones back.

    A pair that was not completed is never quoted. Raises ClosingOver, NotNow for a pair that goes on.
    """
    pairing, side = _mine(pairing, member)
    if not is_open(pairing):
        raise ClosingOver if pairing.ended_at else NotNow(pairing.get_state_display())
    publish_ok = answer.publish_ok and pairing.state == State.COMPLETED
    facts = {
        "reached": answer.reached,
        "helped": answer.helped,
        "change": answer.change,
        "publish_ok": publish_ok,
        "consent_version": CONSENT if publish_ok else "",
    }
    row, made = PairClosing.objects.get_or_create(pairing=pairing, side=side, defaults=facts)
    if not made:
        row = PairClosing.objects.select_for_update().get(pk=row.pk)
        if {name: getattr(row, name) for name in facts} == facts:
            return row
        same = publish_ok and (row.reached, row.helped) == (answer.reached, answer.helped)
        for name, value in facts.items():
            setattr(row, name, value)
        row.published_at = row.published_at if same else None
        row.save()
    note_down(member, pairing, "closing_given" if made else "closing_changed", side=side)
    return row


@retried
@transaction.atomic
def withdraw_consent(*, pairing: Pairing, member: Member) -> None:
    """Take the consent to publish back, at any time: the words are gone at once. Twice is once."""
    pairing, side = _mine(pairing, member)
    mine = PairClosing.objects.filter(pairing=pairing, side=side, publish_ok=True)
    if mine.update(publish_ok=False, consent_version="", published_at=None):
        note_down(member, pairing, "closing_consent_withdrawn", side=side)


@retried
@transaction.atomic
def publish(*, actor: Member, closing: PairClosing, seen: str, on: bool = True) -> PairClosing:
    """Put words on the mentoring page, or take them off. `seen`: the moment of the version that was read. Twice is once.

    Raises PermissionDenied for who does not organize the round, NotNow when the words changed or may not be published.
    """
    closing = PairClosing.objects.select_for_update(of=("self",)).for_listing().get(pk=closing.pk)
    pairing = closing.pairing
    require_organizer(actor, pairing.mentor.round_key)
    if on and (not closing.publish_ok or closing.given_at.isoformat() != seen):
        raise NotNow(pairing.get_state_display())
    if on != (closing.published_at is not None):
        moment = timezone.now() if on else None
        PairClosing.objects.filter(pk=closing.pk).update(published_at=moment)
        closing.published_at = moment
        note_down(actor, pairing, "closing_published" if on else "closing_taken_off", side=closing.side)
    return closing


@retried
@transaction.atomic
def thank(*, pairing: Pairing, member: Member, text: str) -> PairThanks:
    """Thank the other one, once, after a completed pair. The same words twice are one note.

    Raises NotNow, ClosingOver, ThankedAlready; Unavailable when something came between the two.
    """
    pairing, side = enter(pairing, member, State.COMPLETED)
    if not is_open(pairing):
        raise ClosingOver
    if kept_apart(pairing):
        raise Unavailable
    text = text.strip()
    row, made = PairThanks.objects.get_or_create(pairing=pairing, side=side, defaults={"text": text})
    if not made and row.text != text:
        raise ThankedAlready
    if made:
        note_down(member, pairing, "thanked", side=side)
        tell(pairing, pairing.other_of(member).member, "pair_thanks", once=side, side=side)
    return row


def kept_apart(pairing: Pairing) -> bool:
    """Whether something stands between the two, an open case included: then no word of one reaches the other."""
    both = [pairing.mentor.member_id, pairing.mentee.member_id]
    barred = Exclusion.objects.filter(member__in=both, other=None, lifted_at=None)
    held = Pairing.objects.filter(state=State.HELD, mentor__member__in=both, mentee__member__in=both)
    free = Pairing.objects.unblocked().filter(pk=pairing.pk)
    return not free.exclude(Exists(barred)).exclude(Exists(held)).exists()


def _mine(pairing: Pairing, member: Member) -> tuple[Pairing, str]:
    """The locked pairing and the member's side, whatever stands between the two: this is between them and the program."""
    pairing = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing().get(pk=pairing.pk)
    side = pairing.side_of(member)
    if not side:
        raise Pairing.DoesNotExist
    return pairing, side
