"""The help desk of a hangout: ask, take, whose turn, happy. Without sockets: everything is a row that both sides read.

Each change is one conditional UPDATE of the request's row: of two helpers who take it at once, one has it, and whoever
sends a button twice gets what they have. A member has one open request a meetup; the database refuses a second.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from cms.models import Block, Member
from cms.services import events
from cms.services.retry import retried
from learning.desk_exceptions import DeskChanged, DeskClosed, TakenByOther
from learning.models import HelpRequest, Meetup
from learning.models.meetups import AROUND

State = HelpRequest.State

#: After so long without a change another helper may take over: people close their laptops.
TAKE_OVER = timedelta(minutes=20)
FREE: dict[str, Any] = {"claimed_by": None, "claimed_at": None}


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: "test mine" or "I am stuck", of which exercise, in which words, where their code is."""

    wish: str
    exercise_key: UUID | None = None
    words: str = ""
    link: str = ""


@retried
@transaction.atomic
def ask(*, member: Member, meetup: Meetup, question: Question, key: UUID) -> HelpRequest:
    """Wait for a helper. `key` is the form's: sent twice it is one request.

    While one waits already, this changes what one asks and keeps the place. Raises DeskClosed.
    """
    known = HelpRequest.objects.filter(uuid=key, meetup=meetup, member=member).first()
    if known:
        return known
    if not (meetup.is_on and meetup.has_desk):
        raise DeskClosed
    facts = {name: getattr(question, name) for name in ("wish", "exercise_key", "words", "link")}
    mine = _open(meetup, member)
    if mine is None:
        now = timezone.now()
        try:
            with transaction.atomic():
                made = HelpRequest.objects.create(
                    uuid=key, meetup=meetup, member=member, asked_at=now, waiting_since=now, **facts
                )
        except IntegrityError:  # two windows at once: the other one was first
            mine = _open(meetup, member)
            if mine is None:
                raise DeskChanged from None
        else:
            _note(made, member, "asked", "")
            return made
    HelpRequest.objects.filter(pk=mine.pk).update(**facts)
    mine.refresh_from_db()
    _note(mine, member, "changed", mine.state)
    return mine


@retried
@transaction.atomic
def claim(*, helper: Member, request: HelpRequest) -> HelpRequest:
    """Go to somebody who waits, not to oneself and not across a block. Twice is once. Raises TakenByOther, DeskChanged."""
    now = timezone.now()
    if request.member_id == helper.pk or Block.objects.between(helper, request.member).exists():
        raise DeskChanged
    free = Q(claimed_by__isnull=True) | Q(claimed_at__lte=now - TAKE_OVER)
    taken = _change(
        request,
        free,
        states=[State.WAITING_HELPER],
        to=State.WAITING_HELPER,
        claimed_by=helper,
        claimed_at=now,
    )
    if taken:
        _note(request, helper, "claimed", State.WAITING_HELPER)
    elif request.state != State.WAITING_HELPER:
        raise DeskChanged
    elif request.claimed_by_id != helper.pk:
        raise TakenByOther
    return request


@retried
@transaction.atomic
def hand_back(*, helper: Member, request: HelpRequest) -> HelpRequest:
    """The helper has to go; the place in the queue stays. Twice is once."""
    before = request.state
    if _change(request, Q(claimed_by=helper), states=HelpRequest.OPEN, **FREE):
        _note(request, helper, "handed-back", before)
    return request


@retried
@transaction.atomic
def your_turn(*, helper: Member, request: HelpRequest) -> HelpRequest:
    """Now the learner tries something. Twice is once. Raises DeskChanged."""
    now = timezone.now()
    mine = Q(claimed_by=helper)
    if _change(request, mine, states=[State.WAITING_HELPER], to=State.WAITING_LEARNER, waiting_since=now):
        _note(request, helper, "your-turn", State.WAITING_HELPER)
    elif request.state != State.WAITING_LEARNER or request.claimed_by_id != helper.pk:
        raise DeskChanged
    return request


@retried
@transaction.atomic
def ready(*, member: Member, request: HelpRequest) -> HelpRequest:
    """The learner has tried; the same helper looks again, or anybody if they left. Twice is once. Raises DeskChanged."""
    now = timezone.now()
    own = Q(member=member)
    if _change(request, own, states=[State.WAITING_LEARNER], to=State.WAITING_HELPER, waiting_since=now):
        HelpRequest.objects.filter(pk=request.pk, claimed_by__isnull=False).update(claimed_at=now)
        request.refresh_from_db(fields=["claimed_at"])
        _note(request, member, "ready", State.WAITING_LEARNER)
    elif request.state != State.WAITING_HELPER or request.member_id != member.pk:
        raise DeskChanged
    return request


@retried
@transaction.atomic
def happy(*, actor: Member, request: HelpRequest) -> HelpRequest:
    """It works, say the learner or their helper. Twice is once. Raises DeskChanged."""
    return _close(request, Q(member=actor) | Q(claimed_by=actor), State.HAPPY, actor)


@retried
@transaction.atomic
def leave(*, member: Member, request: HelpRequest) -> HelpRequest:
    """The learner needs no help any more, or has to go. Twice is once. Raises DeskChanged."""
    return _close(request, Q(member=member), State.LEFT, member)


def close_due() -> int:
    """Close what is still open when the evening is over, or was cancelled. Safe to run twice. Returns how many."""
    over = Q(meetup__ends_at__lt=timezone.now() - AROUND) | Q(meetup__state=Meetup.State.CANCELLED)
    rows = HelpRequest.objects.filter(over, state__in=HelpRequest.OPEN).select_related("meetup")
    return sum(_sweep(request=row) for row in rows.order_by("pk"))


@retried
@transaction.atomic
def _sweep(*, request: HelpRequest) -> bool:
    before = request.state
    closed = _change(request, Q(), states=HelpRequest.OPEN, to=State.LEFT, closed_at=timezone.now())
    if closed:
        _note(request, None, "left", before)
    return closed


def _open(meetup: Meetup, member: Member) -> HelpRequest | None:
    rows = HelpRequest.objects.filter(meetup=meetup, member=member, state__in=HelpRequest.OPEN)
    return rows.select_for_update().first()


def _close(request: HelpRequest, whose: Q, to: str, actor: Member) -> HelpRequest:
    before = request.state
    if _change(request, whose, states=HelpRequest.OPEN, to=to, closed_at=timezone.now()):
        _note(request, actor, to, before)
    elif request.state != to:
        raise DeskChanged
    return request


def _change(request: HelpRequest, whose: Q, *, states: Any, to: str = "", **fields: Any) -> bool:
    """Write the change if the request stands as expected. Either way it is as it stands now."""
    if to:
        fields["state"] = to
    changed = bool(HelpRequest.objects.filter(whose, pk=request.pk, state__in=states).update(**fields))
    request.refresh_from_db(fields=["state", "claimed_by", "claimed_at", "waiting_since", "closed_at"])
    return changed


def _note(request: HelpRequest, actor: Member | None, verb: str, before: str) -> None:
    events.record(
        actor=actor,
        object=f"learning.helprequest:{request.uuid}",
        verb=verb,
        before=before,
        after=request.state,
        data={"meetup": str(request.meetup.uuid)},
    )
