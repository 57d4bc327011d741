"""Meetings of a pair: proposed, confirmed, moved, cancelled, and told how they went. Both calendars follow by mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from mentorship.exceptions import NotAhead, NotNow, SameTime, TheirsToConfirm, TooMany
from mentorship.models import Pairing, PairMeeting

from .pair_rows import across, enter, note_down, pass_turn, tell

State, Pair = PairMeeting.State, Pairing.State
FURTHEST = timedelta(days=366)
MOST_AHEAD = 10


@retried
@transaction.atomic
def propose(
    *, pairing: Pairing, member: Member, starts_at: datetime, minutes: int, place: str = ""
) -> PairMeeting:
    """Propose a time; the other one confirms it. The same time twice is one meeting. Raises NotAhead, TooMany."""
    pairing, side = enter(pairing, member, Pair.ACTIVE)
    _require_ahead(starts_at)
    if already := pairing.meetings.standing().filter(starts_at=starts_at).first():
        return already
    if pairing.meetings.ahead(timezone.now()).count() >= MOST_AHEAD:
        raise TooMany
    meeting = PairMeeting.objects.create(
        pairing=pairing,
        proposed_by=side,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        place=" ".join(place.split()),
    )
    _done(member, meeting, "meeting_proposed")
    pass_turn(pairing, across(side))
    _tell_other(meeting, member, "meeting_proposed")
    return meeting


@retried
@transaction.atomic
def confirm(*, meeting: PairMeeting, member: Member) -> PairMeeting:
    """The other one says yes; both have it in their calendar. Raises NotNow, NotAhead, TheirsToConfirm."""
    meeting, side = _enter(meeting, member)
    if meeting.state == State.CONFIRMED:
        return meeting
    if meeting.state != State.PROPOSED:
        raise NotNow(meeting.get_state_display())
    if meeting.proposed_by == side:
        raise TheirsToConfirm
    _require_ahead(meeting.starts_at)
    _change(meeting, state=State.CONFIRMED)
    _done(member, meeting, "meeting_confirmed")
    pass_turn(meeting.pairing, "mentee", since=meeting.ends_at)
    _tell_both(meeting, "meeting_confirmed")
    return meeting


@retried
@transaction.atomic
def move(
    *, meeting: PairMeeting, member: Member, starts_at: datetime, minutes: int, place: str = ""
) -> PairMeeting:
    """Another time or place. What both agreed on moves in both calendars at once; what was only proposed is proposed anew.

    Raises NotNow, NotAhead, SameTime.
    """
    meeting, side = _enter(meeting, member)
    _require_not_begun(meeting)
    ends_at, place = starts_at + timedelta(minutes=minutes), " ".join(place.split())
    if (meeting.starts_at, meeting.ends_at, meeting.place) == (starts_at, ends_at, place):
        return meeting
    _require_ahead(starts_at)
    if meeting.pairing.meetings.standing().filter(starts_at=starts_at).exclude(pk=meeting.pk).exists():
        raise SameTime
    agreed = meeting.state == State.CONFIRMED
    by = {} if agreed else {"proposed_by": side}
    _change(meeting, starts_at=starts_at, ends_at=ends_at, place=place, **by)
    _done(member, meeting, "meeting_moved")
    if agreed:
        pass_turn(meeting.pairing, "mentee", since=ends_at)
        _tell_both(meeting, "meeting_moved")
    else:
        pass_turn(meeting.pairing, across(side))
        _tell_other(meeting, member, "meeting_proposed")
    return meeting


@retried
@transaction.atomic
def cancel(*, meeting: PairMeeting, member: Member) -> PairMeeting:
    """Either calls it off, or says no to a proposal; it leaves the calendars it was in. Raises NotNow."""
    meeting, side = _enter(meeting, member)
    if meeting.state == State.CANCELLED:
        return meeting
    _require_not_begun(meeting)
    _cancel(meeting, member)
    pass_turn(meeting.pairing, across(side))
    return meeting


def cancel_ahead(*, pairing: Pairing, member: Member | None) -> None:
    """Call off what is still ahead of a pair that is over. The caller holds the pairing."""
    for meeting in pairing.meetings.standing().filter(starts_at__gt=timezone.now()):
        meeting.pairing = pairing
        _cancel(meeting, member)


@retried
@transaction.atomic
def tell_how(*, meeting: PairMeeting, member: Member, held: bool) -> PairMeeting:
    """Either says whether an agreed meeting took place, once it has begun; the first word stands. Raises NotNow."""
    meeting, _side = _enter(meeting, member)
    state = State.HELD if held else State.MISSED
    if meeting.state == state:
        return meeting
    if not meeting.asks_how:
        raise NotNow(meeting.get_state_display())
    _change(meeting, state=state)
    _done(member, meeting, f"meeting_{state}")
    if meeting.pairing.waiting_since > timezone.now():  # it is over earlier than planned
        pass_turn(meeting.pairing, "mentee")
    return meeting


def _enter(meeting: PairMeeting, member: Member) -> tuple[PairMeeting, str]:
    """The meeting as it stands, below its locked pairing."""
    pairing, side = enter(meeting.pairing, member, Pair.ACTIVE, Pair.PAUSED)
    meeting = PairMeeting.objects.get(pk=meeting.pk)
    meeting.pairing = pairing
    return meeting, side


def _require_ahead(starts_at: datetime) -> None:
    now = timezone.now()
    if not now < starts_at < now + FURTHEST:
        raise NotAhead


def _require_not_begun(meeting: PairMeeting) -> None:
    """Raises NotNow once it is told how it went, or called off; an agreed one that has begun is only told of."""
    if meeting.state not in PairMeeting.STANDING or meeting.asks_how:
        raise NotNow(meeting.get_state_display())


def _change(meeting: PairMeeting, **fields: object) -> None:
    """Every change is a new version for the calendars."""
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, timezone.now()
    meeting.save()


def _cancel(meeting: PairMeeting, member: Member | None) -> None:
    agreed = meeting.state == State.CONFIRMED
    _change(meeting, state=State.CANCELLED)
    _done(member, meeting, "meeting_cancelled")
    if agreed:
        _tell_both(meeting, "meeting_cancelled")
    elif member is not None:
        _tell_other(meeting, member, "meeting_declined")


def _done(member: Member | None, meeting: PairMeeting, verb: str) -> None:
    note_down(member, meeting.pairing, verb, meeting=str(meeting.uuid), sequence=meeting.sequence)


def _tell(meeting: PairMeeting, member: Member, kind: str) -> None:
    once = f"{meeting.uuid}:{meeting.sequence}"
    tell(meeting.pairing, member, kind, once=once, meeting=meeting.pk, sequence=meeting.sequence)


def _tell_other(meeting: PairMeeting, member: Member, kind: str) -> None:
    _tell(meeting, meeting.pairing.other_of(member).member, kind)


def _tell_both(meeting: PairMeeting, kind: str) -> None:
    for participant in (meeting.pairing.mentor, meeting.pairing.mentee):
        _tell(meeting, participant.member, kind)
