from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from cms.chores import all_chores
from cms.models import Block, Message
from cms.services import messages, structure
from learning.models import LessonProgress
from mentorship import pair_page
from mentorship.exceptions import NotNow, TooMany, Unavailable
from mentorship.models import PairGoal, Pairing, PairMessage, Participant
from mentorship.services import nudges, pair_course, pair_goals, pair_progress, pair_thread, pairings
from tests.factories.mentorship import make_pair

NOON = "2026-11-20 12:00 +0000"


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def mira(pair):
    return pair.mentor.member


@pytest.fixture
def nora(pair):
    return pair.mentee.member


def told(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=f"mentorship.{kind}").order_by("pk")
    return [row.recipient.name for row in rows]


def seats() -> list[int]:
    return list(Participant.objects.values_list("seats_taken", flat=True))


def test_a_message_passes_the_turn_and_a_form_sent_twice_is_one(pair, nora, mira):
    token = uuid4()
    first = pair_thread.write(pairing=pair, member=nora, text=" Hello ", token=token)
    again = pair_thread.write(pairing=pair, member=nora, text="Hello", token=token)
    theirs = pair_thread.write(pairing=pair, member=mira, text="Welcome", token=token)
    pair.refresh_from_db()
    assert (first.pk, first.text, theirs.side, pair.waiting_on) == (again.pk, "Hello", "mentor", "mentee")
    assert (PairMessage.objects.count(), told("pair_message")) == (2, ["Mira", "Nora"])


def test_notices_come_at_most_once_an_hour_and_never_carry_the_words(pair, nora, mailoutbox):
    def write(text: str) -> None:
        pair_thread.write(pairing=pair, member=nora, text=text, token=uuid4())

    sent = []
    with time_machine.travel(NOON, tick=False) as clock:
        Message.objects.all().delete()
        for minutes, text in (
            (0, "Hush one"),
            (10, "Hush two"),
            (10, "Hush three"),
            (41, ""),
            (120, "Hush four"),
        ):
            clock.shift(timedelta(minutes=minutes))
            if text:
                write(text)
            messages.send_due()
            sent.append(len(mailoutbox))
    assert sent == [1, 1, 1, 2, 3]
    assert {mail.subject for mail in mailoutbox} == {"Nora has written to you"}
    assert [mail for mail in mailoutbox if "Hush" in mail.body + mail.alternatives[0].content] == []


def test_words_and_goals_stop_where_the_pair_does(pair, nora, make_member):
    def write(member) -> None:
        pair_thread.write(pairing=pair, member=member, text="Hello", token=uuid4())

    with pytest.raises(Pairing.DoesNotExist):
        write(make_member("Rosa"))
    Pairing.objects.update(state="held")
    for act in (lambda: write(nora), lambda: pair_goals.add(pairing=pair, member=nora, title="Loops")):
        with pytest.raises(NotNow):
            act()
    Pairing.objects.update(state="active")
    Block.objects.create(blocker=nora, blocked=pair.mentor.member)
    with pytest.raises(Unavailable):
        write(nora)


def test_a_goal_is_written_once_marked_by_either_and_taken_away(pair, nora, mira):
    goal = pair_goals.add(pairing=pair, member=nora, title=" Loops ")
    assert pair_goals.add(pairing=pair, member=mira, title="Loops").pk == goal.pk
    done = pair_goals.mark(goal=goal, member=mira, done=True).done_at
    assert pair_goals.mark(goal=goal, member=nora, done=True).done_at == done
    assert pair_goals.mark(goal=goal, member=nora, done=False).done_at is None
    pair_goals.remove(goal=goal, member=mira)
    pair_goals.remove(goal=goal, member=mira)
    assert PairGoal.objects.count() == 0
    PairGoal.objects.bulk_create(PairGoal(pairing=pair, title=str(nth)) for nth in range(pair_goals.MOST))
    with pytest.raises(TooMany):
        pair_goals.add(pairing=pair, member=nora, title="One more")


def test_a_lessons_goal_is_done_with_the_lesson_and_seen_by_the_mentor_only_with_consent(pair, nora, mira):
    key, now = uuid4(), timezone.now()
    pair_goals.add(pairing=pair, member=mira, title="Loops", lesson_key=key)
    LessonProgress.objects.create(
        member=nora, lesson_key=key, state="done", started_at=now, done_at=now, last_seen_at=now
    )

    def seen(member) -> bool:
        pair.refresh_from_db()
        shared = pair_progress.of(pairing=pair, apart=False, facts=facts, language="en", stamp=1)
        return pair_page.of_space(pair, member, {}, shared=shared)["goals"][0].done_at == now

    facts = structure.of_host(stamp=1, hostname="", port="")
    found = [(seen(nora), seen(mira))]
    for change in (pair_progress.share, pair_progress.hide):
        change(pairing=pair, member=nora)
        found.append((seen(nora), seen(mira)))
    assert found == [(True, False), (True, True), (True, False)]


def test_a_pause_can_be_taken_by_either_and_starts_the_turn_anew(pair, nora, mira):
    Pairing.objects.update(waiting_since=timezone.now() - timedelta(days=20))
    for _twice in range(2):
        pair_course.pause(pairing=pair, member=mira)
    assert (nudges.queue_due(), told("pair_paused")) == (0, ["Nora"])
    for _twice in range(2):
        resumed = pair_course.resume(pairing=pair, member=nora)
    assert (resumed.state, nudges.queue_due(), told("pair_resumed")) == ("active", 0, ["Mira"])


def test_a_pair_is_complete_when_both_say_so(pair, nora, mira):
    for member in (nora, nora, mira, mira):
        finished = pair_course.finish(pairing=pair, member=member)
    assert (finished.state, finished.waiting_on, seats()) == ("completed", "", [0, 0])
    assert (told("pair_completion_asked"), told("pair_completed")) == (["Mira"], ["Mira", "Nora"])
    with pytest.raises(NotNow):
        pairings.end(pairing=pair, member=nora, code="time")


def test_the_other_may_want_to_go_on(pair, nora, mira):
    pair_course.finish(pairing=pair, member=nora)
    for _twice in range(2):
        on = pair_course.go_on(pairing=pair, member=mira)
    assert (on.done_asked_by, on.done_asked_at, on.waiting_on) == ("", None, "mentee")
    assert told("pair_goes_on") == ["Nora"]


def test_a_week_of_silence_completes_it_and_not_a_day_less(pair, nora, mira):
    pair_course.finish(pairing=pair, member=nora)
    found = []
    for days in (6, 7, 8):
        with time_machine.travel(timezone.now() + timedelta(days=days, minutes=1)):
            found.append((all_chores()["pairs completed"](), seats()))
    assert found == [(0, [1, 1]), (1, [0, 0]), (0, [0, 0])]
    assert told("pair_completed") == ["Mira", "Nora"]


def test_a_silent_pair_is_reminded_at_14_and_28_days_and_its_organizers_at_35_once_each(
    pair, nora, program_staff, mailoutbox
):
    Message.objects.all().delete()
    found = []
    with time_machine.travel(NOON, tick=False) as clock:
        Pairing.objects.update(waiting_since=timezone.now())
        for days in (13, 1, 1, 13, 1, 6, 1, 30):
            clock.shift(timedelta(days=days))
            found.append((all_chores()["silent pairs reminded"](), nudges.queue_due()))
            messages.send_due()
    assert found == [(0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (0, 0)]
    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [
        ("nora@example.org", "Your turn with Mira"),
        ("nora@example.org", "Your turn with Mira"),
        (program_staff.email, "A silent pair: Mira and Nora"),
    ]


def test_after_a_long_standstill_only_the_later_reminder_goes_out_and_none_once_the_turn_has_passed(
    pair, nora, django_assert_num_queries
):
    with time_machine.travel(NOON, tick=False) as clock:
        Pairing.objects.update(waiting_since=timezone.now())
        clock.shift(timedelta(days=30))
        assert nudges.queue_due() == 1
        [row] = Message.objects.filter(kind="mentorship.pair_nudge")
        assert ":28:" in row.dedupe_key
        pair_thread.write(pairing=pair, member=nora, text="Hello", token=uuid4())
        messages.send_due()
        row.refresh_from_db()
        assert row.stopped_why == "moot"
        with django_assert_num_queries(1):
            nudges.queue_due()
