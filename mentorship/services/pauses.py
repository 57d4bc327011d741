"""Breaks of a mentor: taken with one click, made by the site after two questions without an answer, ended with one click.

Who is on a break is asked nothing new. Questions that wait already stay, and can be answered after coming back.
"""

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services import events, messages
from cms.services.retry import retried
from mentorship.exceptions import NotNow, RoundOver
from mentorship.models import Participant, Phase

from .participants import identity
from .proposal_rows import round_of

MOST_LAPSES = 2


@retried
@transaction.atomic
def pause(*, mentor: Participant) -> Participant:
    """The mentor takes a break. Raises NotNow, RoundOver."""
    mentor = _locked(mentor)
    _require_going_on(mentor)
    if not mentor.is_approved:
        raise NotNow(mentor.get_state_display())
    return pause_locked(mentor=mentor, actor=mentor.member)


@retried
@transaction.atomic
def resume(*, mentor: Participant) -> Participant:
    """The mentor is back; what went unanswered before counts no longer. Raises RoundOver."""
    mentor = _locked(mentor)
    if not mentor.is_paused:
        return mentor
    _require_going_on(mentor)
    mentor.paused_at, mentor.lapses = None, 0
    mentor.save(update_fields=["paused_at", "lapses"])
    _note(mentor.member, mentor, "resumed")
    return mentor


def pause_locked(*, mentor: Participant, actor: Member | None, lapses: int = 0) -> Participant:
    """Begin the break of a mentor whom the caller holds. Being on one already changes nothing."""
    if not mentor.is_paused:
        mentor.paused_at, mentor.lapses = timezone.now(), lapses
        mentor.save(update_fields=["paused_at", "lapses"])
        _note(actor, mentor, "paused")
    return mentor


def answered(*, mentor: Participant) -> None:
    """The mentor has answered a question, whatever the answer; the caller holds them."""
    if mentor.lapses and not mentor.is_paused:
        mentor.lapses = 0
        mentor.save(update_fields=["lapses"])


def lapsed(*, mentor: Participant) -> None:
    """A question to the mentor has run out. The second one in a row begins a break, and a letter says how to end it."""
    if mentor.is_paused:
        return
    mentor.lapses += 1
    if mentor.lapses < MOST_LAPSES:
        mentor.save(update_fields=["lapses"])
        return
    pause_locked(mentor=mentor, actor=None, lapses=mentor.lapses)
    messages.queue(
        kind="mentorship.paused",
        recipient=mentor.member,
        dedupe_key=f"{identity(mentor)}:paused:{mentor.paused_at:%Y%m%d%H%M%S%f}",
        about=identity(mentor),
        context={"participant": mentor.pk},
    )


def _locked(mentor: Participant) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).select_related("member")
    return rows.get(pk=mentor.pk, role=Participant.Role.MENTOR)


def _require_going_on(mentor: Participant) -> None:
    """A break is from being asked, and in a round that is over nobody is asked."""
    round_page = round_of(mentor.round_key)
    if round_page is None or round_page.phase == Phase.OVER:
        raise RoundOver


def _note(actor: Member | None, mentor: Participant, verb: str) -> None:
    events.record(
        actor=actor, object=identity(mentor), verb=verb, before=mentor.state, after=mentor.state, data={}
    )
