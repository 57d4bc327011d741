"""The course of a pair: paused, resumed, completed by both or by one side's silence."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.models import Pairing
from mentorship.models.pairings import SILENCE

from . import pair_certificates
from .pair_rows import across, enter, note_down, pass_turn, tell
from .pairings import close, hold_both

State = Pairing.State


@retried
@transaction.atomic
def pause(*, pairing: Pairing, member: Member) -> Pairing:
    """Either pauses the pair: nobody is reminded until one of the two resumes it. Raises NotNow."""
    pairing, _side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    if pairing.state != State.PAUSED:
        pairing.paused_at = timezone.now()
        pairing.save(update_fields=["paused_at"])
        _turn_into(pairing, State.PAUSED, member, "paused")
    return pairing


@retried
@transaction.atomic
def resume(*, pairing: Pairing, member: Member) -> Pairing:
    """Either resumes it: whose turn it was, it is from now on; the end moves by the length of the pause. Raises NotNow."""
    pairing, _side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    if pairing.state != State.ACTIVE:
        _give_back_the_pause(pairing)
        _turn_into(pairing, State.ACTIVE, member, "resumed")
        pass_turn(pairing, pairing.waiting_on, since=max(pairing.waiting_since, timezone.now()))
    return pairing


def _give_back_the_pause(pairing: Pairing) -> None:
    """Whole days; a pause that began before its moment was noted moves nothing."""
    if pairing.paused_at is not None:
        pairing.due_on += timedelta(days=(timezone.now() - pairing.paused_at).days)
        pairing.paused_at = None
        pairing.save(update_fields=["due_on", "paused_at"])


def _turn_into(pairing: Pairing, state: str, member: Member, verb: str) -> None:
    before, pairing.state = pairing.state, state
    pairing.save(update_fields=["state"])
    event = note_down(member, pairing, verb, before=before)
    tell(pairing, pairing.other_of(member).member, f"pair_{verb}", once=event.pk)


@retried
@transaction.atomic
def finish(*, pairing: Pairing, member: Member) -> Pairing:
    """One side says that they are done; when the other says so, too, the pair is complete. Said twice is said once.

    Raises NotNow, Unavailable.
    """
    both = hold_both(pairing)
    pairing, side = enter(pairing, member, State.ACTIVE, State.PAUSED, State.COMPLETED)
    if pairing.state == State.COMPLETED or pairing.done_asked_by == side:
        return pairing
    if pairing.done_asked_by:
        _complete(pairing, both, member)
        return pairing
    pairing.done_asked_by, pairing.done_asked_at = side, timezone.now()
    pairing.save(update_fields=["done_asked_by", "done_asked_at"])
    event = note_down(member, pairing, "completion_asked")
    pass_turn(pairing, across(side))
    tell(pairing, pairing.other_of(member).member, "pair_completion_asked", once=event.pk)
    return pairing


@retried
@transaction.atomic
def go_on(*, pairing: Pairing, member: Member) -> Pairing:
    """Not yet: the one who asked takes it back, or the other one wants to go on. Raises NotNow, Unavailable."""
    pairing, side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    if pairing.done_asked_by:
        asked_by, pairing.done_asked_by, pairing.done_asked_at = pairing.done_asked_by, "", None
        pairing.save(update_fields=["done_asked_by", "done_asked_at"])
        event = note_down(member, pairing, "completion_refused")
        if asked_by != side:
            pass_turn(pairing, asked_by)
            tell(pairing, pairing.other_of(member).member, "pair_goes_on", once=event.pk)
    return pairing


def wait_anew(*, one: Member, other: Member) -> None:
    """Nothing stands between the two any more: a wish to complete their pair waits its whole time from now on."""
    rows = Pairing.objects.of(one).of(other).filter(state__in=[State.ACTIVE, State.PAUSED])
    rows.exclude(done_asked_by="").update(done_asked_at=timezone.now())


def complete_due() -> int:
    """Complete the pairs whose other side has said nothing for a week; how many. Safe to run twice or to be killed.

    Where something has come between the two, silence is no consent.
    """
    rows = Pairing.objects.unblocked().filter(state__in=[State.ACTIVE, State.PAUSED])
    due = rows.filter(done_asked_at__lte=timezone.now() - SILENCE)
    return sum(_complete_if_due(pairing=pairing) for pairing in due)


@retried
@transaction.atomic
def _complete_if_due(*, pairing: Pairing) -> bool:
    both = hold_both(pairing)
    pairing = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing().get(pk=pairing.pk)
    until = pairing.closes_by_itself_at
    if not pairing.takes_words or until is None or until > timezone.now():
        return False
    if not Pairing.objects.unblocked().filter(pk=pairing.pk).exists():
        return False
    _complete(pairing, both, None)
    return True


def _complete(pairing: Pairing, both: list[int], member: Member | None) -> None:
    before = pairing.state
    close(pairing, both, State.COMPLETED, member)
    pair_certificates.issue(pairing=pairing)
    note_down(member, pairing, "completed", before=before)
    for participant in (pairing.mentor, pairing.mentee):
        tell(pairing, participant.member, "pair_completed", once="done")
