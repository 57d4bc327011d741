from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.models import Block, Event, Message
from mentorship.exceptions import NotAhead, NotNow, SameTime, TheirsToConfirm, TooMany, Unavailable
from mentorship.models import Pairing, PairMeeting
from mentorship.services import pair_meetings, pairings
from tests.factories.mentorship import make_pair


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def soon():
    return (timezone.now() + timedelta(days=2)).replace(microsecond=0)


@pytest.fixture
def mira(pair):
    return pair.mentor.member


@pytest.fixture
def nora(pair):
    return pair.mentee.member


def planned(pair, member, at, **more):
    return pair_meetings.propose(pairing=pair, member=member, starts_at=at, minutes=60, **more)


def told() -> list[tuple[str, str]]:
    asked = ["mentorship.accepted", "mentorship.proposal_received", "mentorship.proposal_reminder"]
    rows = Message.objects.exclude(kind__in=asked)
    return [(row.kind.removeprefix("mentorship."), row.recipient.name) for row in rows.order_by("pk")]


def turn(pair) -> tuple[str, str]:
    pair.refresh_from_db()
    return pair.waiting_on, pair.turn


def test_a_meeting_is_proposed_once_and_waits_for_the_other(pair, nora, soon):
    first = planned(pair, nora, soon, place=" The library ")
    again = planned(pair, nora, soon)
    assert (first.pk, first.place, first.sequence, first.state) == (again.pk, "The library", 0, "proposed")
    assert (turn(pair), told()) == (("mentor", "mentor"), [("meeting_proposed", "Mira")])
    with pytest.raises(TheirsToConfirm):
        pair_meetings.confirm(meeting=first, member=nora)


def test_a_confirmed_meeting_is_nobodys_turn_until_it_is_over(pair, mira, nora, soon):
    meeting = planned(pair, nora, soon)
    confirmed = pair_meetings.confirm(meeting=meeting, member=mira)
    again = pair_meetings.confirm(meeting=meeting, member=mira)
    assert (confirmed.state, again.sequence, turn(pair)) == ("confirmed", 1, ("mentee", ""))
    assert told()[1:] == [("meeting_confirmed", "Mira"), ("meeting_confirmed", "Nora")]
    with time_machine.travel(confirmed.ends_at + timedelta(minutes=1)):
        assert turn(pair) == ("mentee", "mentee")


def test_what_was_agreed_moves_for_both_and_what_was_proposed_is_proposed_anew(pair, mira, nora, soon):
    meeting, later = planned(pair, nora, soon), soon + timedelta(days=1)
    moved = pair_meetings.move(meeting=meeting, member=mira, starts_at=later, minutes=30)
    assert (moved.proposed_by, moved.sequence, turn(pair)) == ("mentor", 1, ("mentee", "mentee"))
    pair_meetings.confirm(meeting=meeting, member=nora)
    pair_meetings.move(meeting=meeting, member=nora, starts_at=soon, minutes=30)
    same = pair_meetings.move(meeting=meeting, member=nora, starts_at=soon, minutes=30)
    assert (same.state, same.sequence, same.ends_at) == ("confirmed", 3, soon + timedelta(minutes=30))
    assert told()[1:] == [
        ("meeting_proposed", "Nora"),
        ("meeting_confirmed", "Mira"),
        ("meeting_confirmed", "Nora"),
        ("meeting_moved", "Mira"),
        ("meeting_moved", "Nora"),
    ]
    planned(pair, nora, later)
    with pytest.raises(SameTime):
        pair_meetings.move(meeting=meeting, member=mira, starts_at=later, minutes=30)


def test_a_cancelled_meeting_leaves_only_the_calendars_it_was_in(pair, mira, nora, soon):
    only_proposed = planned(pair, nora, soon)
    pair_meetings.cancel(meeting=only_proposed, member=mira)
    agreed = planned(pair, nora, soon)
    pair_meetings.confirm(meeting=agreed, member=mira)
    pair_meetings.cancel(meeting=agreed, member=nora)
    again = pair_meetings.cancel(meeting=agreed, member=mira)
    assert (again.state, again.sequence, turn(pair)) == ("cancelled", 2, ("mentor", "mentor"))
    assert [each for each in told() if each[0] in {"meeting_declined", "meeting_cancelled"}] == [
        ("meeting_declined", "Nora"),
        ("meeting_cancelled", "Mira"),
        ("meeting_cancelled", "Nora"),
    ]
    for verb in (pair_meetings.confirm, lambda **kw: pair_meetings.tell_how(held=True, **kw)):
        with pytest.raises(NotNow):
            verb(meeting=agreed, member=mira)


def test_the_first_word_on_how_it_went_stands(pair, mira, nora, soon):
    meeting = pair_meetings.confirm(meeting=planned(pair, nora, soon), member=mira)
    with pytest.raises(NotNow):
        pair_meetings.tell_how(meeting=meeting, member=mira, held=True)
    with time_machine.travel(soon + timedelta(minutes=20)):
        pair_meetings.tell_how(meeting=meeting, member=mira, held=True)
        held = pair_meetings.tell_how(meeting=meeting, member=nora, held=True)
        assert (held.state, turn(pair)) == ("held", ("mentee", "mentee"))
        with pytest.raises(NotNow):
            pair_meetings.tell_how(meeting=meeting, member=nora, held=False)
        with pytest.raises(NotNow):
            pair_meetings.cancel(meeting=meeting, member=nora)
    verbs = Event.objects.filter(verb__startswith="meeting_").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["meeting_proposed", "meeting_confirmed", "meeting_held"]


def test_what_cannot_be_planned_is_refused(pair, make_member, nora, soon):
    now = timezone.now()
    for at in (now - timedelta(minutes=1), now + timedelta(days=367)):
        with pytest.raises(NotAhead):
            planned(pair, nora, at)
    with pytest.raises(Pairing.DoesNotExist):
        planned(pair, make_member("Rosa"), soon)
    for nth in range(pair_meetings.MOST_AHEAD):
        planned(pair, nora, soon + timedelta(days=nth))
    with pytest.raises(TooMany):
        planned(pair, nora, soon + timedelta(days=30))


def test_a_block_or_a_hold_or_a_pause_stops_planning(pair, nora, soon):
    meeting = planned(pair, nora, soon)
    for state in ("paused", "held"):
        Pairing.objects.update(state=state)
        with pytest.raises(NotNow):
            planned(pair, nora, soon + timedelta(days=1))
    Pairing.objects.update(state="active")
    Block.objects.create(blocker=pair.mentor.member, blocked=nora)
    with pytest.raises(Unavailable):
        pair_meetings.cancel(meeting=meeting, member=nora)


def test_the_end_of_a_pair_calls_its_meetings_off_and_puts_the_newcomer_first_in_line(pair, mira, nora, soon):
    pair_meetings.confirm(meeting=planned(pair, nora, soon), member=mira)
    pairings.end(pairing=pair, member=mira, code="time", note="Hush")
    pair.mentee.refresh_from_db()
    assert (PairMeeting.objects.get().state, pair.mentee.priority_tier) == ("cancelled", 1)
    assert told()[-3:] == [
        ("meeting_cancelled", "Mira"),
        ("meeting_cancelled", "Nora"),
        ("pair_ended", "Nora"),
    ]
