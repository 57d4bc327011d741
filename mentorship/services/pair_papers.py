"""What the two of a pair write down: notes to oneself, and what both agree on at their first meeting."""

from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.exceptions import ChangedMeanwhile, TooMany
from mentorship.models import PairAgreement, Pairing, PairNote

from .pair_rows import across, enter, note_down, pass_turn, tell

State = Pairing.State
MOST_NOTES = 300


@retried
@transaction.atomic
def note(*, pairing: Pairing, member: Member, text: str, token: UUID) -> PairNote:
    """A note to oneself, in any state of the pair. A form sent twice is one note; other words in it, as after going back,
    are another. Raises TooMany.
    """
    pairing = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing().get(pk=pairing.pk)
    side = pairing.side_of(member)
    if not side:
        raise Pairing.DoesNotExist
    mine, text = pairing.notes.filter(side=side), text.strip()
    token = uuid5(token, text)
    if already := mine.filter(token=token).first():
        return already
    if mine.count() >= MOST_NOTES:
        raise TooMany
    return PairNote.objects.create(pairing=pairing, side=side, token=token, text=text)


@retried
@transaction.atomic
def forget(*, pairing: Pairing, member: Member, uuid: UUID) -> None:
    """Throw one of one's own notes away; twice is once."""
    pairing.notes.filter(side=pairing.side_of(member), uuid=uuid).delete()


@retried
@transaction.atomic
def write_down(*, pairing: Pairing, member: Member, version: int, **words: str) -> PairAgreement:
    """Write down what the two agree on, which says yes for oneself; the other side is asked anew.

    The same words again change nothing. Raises NotNow, Unavailable, ChangedMeanwhile.
    """
    pairing, side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    agreement, _made = PairAgreement.objects.get_or_create(pairing=pairing)
    words = {name: words.get(name, "").strip() for name in PairAgreement.WORDS}
    if words == {name: getattr(agreement, name) for name in PairAgreement.WORDS}:
        return _say_yes(agreement, pairing, side, member) if any(words.values()) else agreement
    if version != agreement.version:
        raise ChangedMeanwhile
    for name, text in words.items():
        setattr(agreement, name, text)
    agreement.version, agreement.changed_at = agreement.version + 1, timezone.now()
    agreement.mentor_agreed_at = agreement.mentee_agreed_at = None
    setattr(agreement, f"{side}_agreed_at", agreement.changed_at)
    agreement.save()
    note_down(member, pairing, "agreement_written", version=agreement.version)
    if pairing.turn != "" or not pairing.waiting_on:  # an agreed meeting stays what comes next
        pass_turn(pairing, across(side))
    tell(pairing, pairing.other_of(member).member, "pair_agreement", once=agreement.version)
    return agreement


@retried
@transaction.atomic
def agree(*, pairing: Pairing, member: Member, version: int) -> PairAgreement:
    """Say yes to what the other one wrote down, as it was read. Twice is once.

    Raises NotNow, Unavailable, ChangedMeanwhile.
    """
    pairing, side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    agreement = PairAgreement.objects.filter(pairing=pairing, version=version).exclude(version=0).first()
    if agreement is None:
        raise ChangedMeanwhile
    return _say_yes(agreement, pairing, side, member)


def _say_yes(agreement: PairAgreement, pairing: Pairing, side: str, member: Member) -> PairAgreement:
    if getattr(agreement, f"{side}_agreed_at") is None:
        setattr(agreement, f"{side}_agreed_at", timezone.now())
        agreement.save(update_fields=[f"{side}_agreed_at"])
        note_down(member, pairing, "agreed", version=agreement.version)
    return agreement
