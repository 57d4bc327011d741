"""The rows beneath what a pair does: one lock, one check who may, one way to pass the turn, to note down and to tell.

Whatever changes in a pair's space holds the pairing. Who also needs the seats locks both participants before it.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from cms.models import Event, Member
from cms.services import events, messages
from mentorship.exceptions import NotNow, Unavailable
from mentorship.models import Pairing

State = Pairing.State


def identity(pairing: Pairing) -> str:
    return f"mentorship.pairing:{pairing.uuid}"


def enter(pairing: Pairing, member: Member, *states: str) -> tuple[Pairing, str]:
    """The locked pairing and the member's side. A stranger finds nothing. Raises NotNow outside `states`, Unavailable."""
    pairing = Pairing.objects.select_for_update(of=("self",), no_key=True).for_listing().get(pk=pairing.pk)
    side = pairing.side_of(member)
    if not side:
        raise Pairing.DoesNotExist
    if pairing.state not in states:
        raise NotNow(pairing.get_state_display())
    if not Pairing.objects.unblocked().filter(pk=pairing.pk).exists():
        raise Unavailable
    return pairing, side


def across(side: str) -> str:
    """The other side of the table."""
    return "mentee" if side == "mentor" else "mentor"


def pass_turn(pairing: Pairing, side: str, *, since: datetime | None = None) -> None:
    """It is this side's turn now, or from a moment on that is still ahead."""
    pairing.waiting_on, pairing.waiting_since = side, since or timezone.now()
    pairing.save(update_fields=["waiting_on", "waiting_since"])


def note_down(actor: Member | None, pairing: Pairing, verb: str, *, before: str = "", **data: Any) -> Event:
    return events.record(
        actor=actor,
        object=identity(pairing),
        verb=verb,
        before=before or pairing.state,
        after=pairing.state,
        data=data,
    )


def tell(pairing: Pairing, member: Member, kind: str, *, once: object, **context: Any) -> None:
    """Queue a letter about the pair; `once` says what it is about, so that it goes out once."""
    messages.queue(
        kind=f"mentorship.{kind}",
        recipient=member,
        dedupe_key=f"{identity(pairing)}:{kind}:{once}:{member.pk}",
        about=identity(pairing),
        context={"pairing": pairing.pk, **context},
    )
