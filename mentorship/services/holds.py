"""A pair on hold: for somebody's safety everything between the two rests, until safeguarding says how it goes on.

Contact is hidden both ways, nothing can be written or planned, nobody is reminded, and the seats stay taken. Both read the
same neutral words. No event names a person: who put a pair on hold, and why, stands in the log of the case alone.
"""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone

from cms.models import Member, Report
from cms.services.retry import retried
from mentorship import line
from mentorship.exceptions import NotNow, StillApart
from mentorship.models import Exclusion, Pairing, Participant

from .pair_rows import note_down, tell
from .pairings import close, hold_both

State = Pairing.State


def concerned(*, report: Report) -> list[Pairing]:
    """The live pairs between people of the case, in the order of their keys: who reported, and who is named."""
    named = [member.pk for member in report.named.all()]
    parties = [*named, report.by_id]
    about = Q(mentor__member__in=named) | Q(mentee__member__in=named)
    rows = Pairing.objects.live().filter(about, mentor__member__in=parties, mentee__member__in=parties)
    return list(rows.for_listing().order_by("pk"))


def kept_apart(*, pairing: Pairing) -> bool:
    """Whether a decision keeps the two apart; until it is taken back their pair does not go on."""
    one, other = sorted([pairing.mentor.member_id, pairing.mentee.member_id])
    return Exclusion.objects.filter(member=one, other=other, lifted_at=None).exists()


@retried
@transaction.atomic
def hold(*, pairing: Pairing, actor: Member, report: Report) -> Pairing:
    """Put the pair on hold, for one of the two who asks for contact to stop, or for a handler of the case. Twice is once.

    Whoever may not finds nothing. Raises NotNow for a pair that is over.
    """
    hold_both(pairing)  # what else the report stops locks participants, and they come first
    pairing = _enter(pairing, actor, report, by_reporter=True)
    if pairing.state == State.HELD:
        return pairing
    if not pairing.is_live:
        raise NotNow(pairing.get_state_display())
    _freeze(pairing)
    return pairing


def part(*, one: Member, other: Member) -> list[Pairing]:
    """Put every live pair of the two on hold, because they are kept apart from now on; those that were not held before.

    In the caller's transaction, which holds all their participants.
    """
    rows = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing()
    found = list(rows.live().of(one).of(other).exclude(state=State.HELD).order_by("pk"))
    for pairing in found:
        _freeze(pairing)
    return found


def _freeze(pairing: Pairing) -> None:
    pairing.held_from, pairing.state = pairing.state, State.HELD
    pairing.save(update_fields=["held_from", "state"])
    _tell_both(pairing, "held", before=pairing.held_from)


@retried
@transaction.atomic
def release(*, pairing: Pairing, actor: Member, report: Report) -> Pairing:
    """The pair goes on where it was: active or paused. Whose turn it was, it is from now on. For handlers of the case alone.

    A wish to complete the pair waits its whole time again. Raises NotNow, StillApart for two who are kept apart.
    """
    pairing = _enter(pairing, actor, report)
    if pairing.state in {State.ACTIVE, State.PAUSED}:
        return pairing
    if pairing.state != State.HELD:
        raise NotNow(pairing.get_state_display())
    if kept_apart(pairing=pairing):
        raise StillApart
    now = timezone.now()
    pairing.state, pairing.held_from = pairing.held_from or State.ACTIVE, ""
    pairing.waiting_since = max(pairing.waiting_since, now)
    pairing.done_asked_at = now if pairing.done_asked_by else None
    pairing.save(update_fields=["state", "held_from", "waiting_since", "done_asked_at"])
    _tell_both(pairing, "released", before=State.HELD)
    return pairing


@retried
@transaction.atomic
def end(*, pairing: Pairing, actor: Member, report: Report) -> Pairing:
    """End a pair from hold: both seats are free, contact stays hidden. For handlers of the case alone. Raises NotNow."""
    both = hold_both(pairing)
    pairing = _enter(pairing, actor, report)
    if pairing.state == State.ENDED:
        return pairing
    if pairing.state != State.HELD:
        raise NotNow(pairing.get_state_display())
    close(pairing, both, State.ENDED, None)
    # Whoever it was that was hurt: a place in line after every end says least.
    Participant.objects.filter(pk=pairing.mentee_id).update(
        priority_tier=Greatest("priority_tier", line.FIRST)
    )
    _tell_both(pairing, "ended", before=State.HELD)
    return pairing


def _enter(pairing: Pairing, actor: Member, report: Report, *, by_reporter: bool = False) -> Pairing:
    """The locked pairing, for whoever may decide on it. Raises Pairing.DoesNotExist for everybody else."""
    rows = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing()
    pairing = rows.get(pk=pairing.pk)
    named = {member.pk for member in report.named.all()}
    members = {pairing.mentor.member_id, pairing.mentee.member_id}
    handles = Report.objects.handled_by(actor).filter(pk=report.pk).exists() and members & named
    asks = (
        by_reporter
        and report.stops_contact
        and report.by_id == actor.pk
        and members == {actor.pk, *(members & named)}
    )
    if not handles and not asks:
        raise Pairing.DoesNotExist
    return pairing


def _tell_both(pairing: Pairing, verb: str, *, before: str) -> None:
    event = note_down(None, pairing, verb, before=before)
    for participant in (pairing.mentor, pairing.mentee):
        tell(pairing, participant.member, f"pair_{verb}", once=event.pk if verb != "ended" else "end")
