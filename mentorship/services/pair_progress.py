"""What a mentor sees of the newcomer's learning: only while the newcomer lets them, and the pair may write and plan."""

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from cms.services.structure import SiteFacts
from learning.services import shared_progress
from learning.services.shared_progress import Shared
from mentorship.models import Pairing

from .pair_rows import enter, note_down

State = Pairing.State


def of(*, pairing: Pairing, apart: bool, facts: SiteFacts | None, language: str, stamp: int) -> Shared | None:
    """What is shared now, the same for both of the two; None while nothing is. `apart`: a block stands between them."""
    if pairing.shares_since is None or not pairing.takes_words or apart:
        return None
    return shared_progress.shared(member=pairing.mentee.member, facts=facts, language=language, stamp=stamp)


@retried
@transaction.atomic
def share(*, pairing: Pairing, member: Member) -> Pairing:
    """The newcomer lets the mentor see tracks, lessons done, and where they are stuck. Raises NotNow, Unavailable."""
    pairing, side = enter(pairing, member, State.ACTIVE, State.PAUSED)
    if side != Pairing.Side.MENTEE:
        raise Pairing.DoesNotExist
    return _set(pairing, member, on=True)


@retried
@transaction.atomic
def hide(*, pairing: Pairing, member: Member) -> Pairing:
    """The newcomer takes that back: at any time, whatever has become of the pair."""
    rows = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing()
    pairing = rows.get(pk=pairing.pk, mentee__member=member)
    return _set(pairing, member, on=False)


def _set(pairing: Pairing, member: Member, *, on: bool) -> Pairing:
    if on != (pairing.shares_since is not None):
        pairing.shares_since = timezone.now() if on else None
        pairing.save(update_fields=["shares_since"])
        note_down(member, pairing, "progress_shared" if on else "progress_hidden")
    return pairing
