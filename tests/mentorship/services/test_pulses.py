from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Block, Chapter, ChapterRole, Event, Member, Message
from cms.services import messages
from mentorship import pulse_waiting
from mentorship.exceptions import NotAsked, NotNow
from mentorship.models import Pairing, Pulse, RoundPage
from mentorship.services import pair_course, pairings, pulses
from tests.factories.mentorship import make_member, make_pair

NOON = "2026-11-20 12:00 +0000"


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def rosa(round_page):
    """The organizer of the round."""
    chapter = Chapter.objects.create(name="Brno", city="Brno", country="CZ", timezone="Europe/Prague")
    RoundPage.objects.update(chapter=chapter)
    rosa = make_member("Rosa")
    ChapterRole.objects.create(chapter=chapter, member=rosa, kind="organizer", since="2026-01-01")
    return rosa


def asked() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind=pulses.KIND).order_by("pk")
    return [(row.context["day"], row.recipient.name) for row in rows]


def grow(days: float) -> None:
    Pairing.objects.update(started_at=timezone.now() - timedelta(days=days))


def ask(pair, days: float = 7) -> None:
    grow(days)
    pulses.queue_due()
    pair.refresh_from_db()


def test_each_side_is_asked_after_a_week_a_month_and_a_quarter_once(pair):
    found = []
    for days in (6.9, 7, 29, 30, 90, 400):
        grow(days)
        found.append((pulses.queue_due(), pulses.queue_due()))
    assert found == [(0, 0), (2, 0), (0, 0), (2, 0), (2, 0), (0, 0)]
    both = ("Mira", "Nora")
    assert asked() == [(day, name) for day in ("7", "30", "90") for name in both]


def test_of_days_that_came_due_together_only_the_last_is_asked(pair):
    ask(pair, 95)
    assert asked() == [("90", "Mira"), ("90", "Nora")]


def test_a_pause_and_a_hold_move_the_days(pair):
    nora = pair.mentee.member
    with time_machine.travel(NOON, tick=False) as clock:
        Pairing.objects.update(started_at=timezone.now())
        clock.shift(timedelta(days=5))
        pair_course.pause(pairing=pair, member=nora)
        clock.shift(timedelta(days=20))
        resting = pulses.queue_due()
        pair_course.resume(pairing=pair, member=nora)
        found = []
        for days in (0, 1, 1):
            clock.shift(timedelta(days=days))
            found.append(pulses.queue_due())
    assert (resting, found, asked()) == (0, [0, 0, 2], [("7", "Mira"), ("7", "Nora")])


def test_who_is_on_hold_closing_or_blocked_is_not_asked(pair):
    grow(8)
    for change in ({"state": "held"}, {"done_asked_by": "mentor", "done_asked_at": timezone.now()}):
        before = {name: getattr(pair, name) for name in change}
        Pairing.objects.update(**change)
        assert pulses.queue_due() == 0
        Pairing.objects.update(**before)
    Block.objects.create(blocker=pair.mentee.member, blocked=pair.mentor.member)
    assert pulses.queue_due() == 0


def test_the_end_is_asked_about_a_day_later_unless_the_pair_was_ever_on_hold(pair):
    pairings.end(pairing=pair, member=pair.mentee.member, code="time")
    found = [pulses.queue_due()]
    for days in (15, 1):
        Pairing.objects.update(ended_at=timezone.now() - timedelta(days=days))
        if days == 1:
            Event.objects.filter(verb="ended").update(before="held", after="ended")
            held = Event.objects.create(
                object=f"mentorship.pairing:{pair.uuid}", verb="held", before="active", after="held"
            )
            found.append(pulses.queue_due())
            held.delete()
        found.append(pulses.queue_due())
    assert (found, asked()) == ([0, 0, 0, 2], [("end", "Mira"), ("end", "Nora")])


def test_an_answer_is_kept_once_and_only_when_asked(pair):
    nora = pair.mentee.member
    facts = {"pairing": pair, "member": nora, "day": "7"}
    with pytest.raises(NotAsked):
        pulses.answer(**facts, answer=3)
    ask(pair)
    first = pulses.answer(**facts, answer=2, words=" Too fast ")
    again = pulses.answer(**facts, answer=1, words="x")
    assert (first.pk, first.answer, first.words, again.pk) == (again.pk, 2, "Too fast", first.pk)
    assert Event.objects.get(verb="pulse_answered").data == {"day": "7"}
    Pulse.objects.all().delete()
    Message.objects.filter(kind=pulses.KIND).update(due_at=timezone.now() - timedelta(days=31))
    with pytest.raises(NotAsked):
        pulses.answer(**facts, answer=3)
    Pairing.objects.update(state="held")
    with pytest.raises(NotNow):
        pulses.answer(**facts, answer=3)
    with pytest.raises(Pairing.DoesNotExist):
        pulses.answer(pairing=pair, member=make_member("Ola"), day="7", answer=3)


def test_a_low_pulse_reaches_the_organizers_and_its_words_no_mail(pair, rosa, mailoutbox):
    with time_machine.travel(NOON, tick=False):
        ask(pair)
        messages.send_due()
        mailoutbox.clear()
        low = pulses.answer(pairing=pair, member=pair.mentor.member, day="7", answer=1, words="Hush")
        pulses.answer(pairing=pair, member=pair.mentee.member, day="7", answer=2, words="Hush")
        messages.send_due()
        assert [(mail.to, mail.subject) for mail in mailoutbox] == [
            (["rosa@example.org"], "A friendly word for Mira and Nora")
        ]
        assert "Mira says that it does not go well between Mira and Nora." in mailoutbox[0].body
        assert "Hush" not in mailoutbox[0].body + mailoutbox[0].alternatives[0].content
        assert [str(line.title) for line in pulse_waiting.lines(rosa)] == ["1 pair could use a friendly word"]
        for _twice in range(2):
            pulses.look_after(actor=rosa, pulse=low, words="Shall we talk?")
        messages.send_due()
    assert [mail.subject for mail in mailoutbox[1:]] == ["A word from Rosa"]
    assert ("Shall we talk?" in mailoutbox[1].body, mailoutbox[1].to) == (True, ["mira@example.org"])
    assert pulse_waiting.lines(rosa) == []


def test_an_organizer_reads_nothing_of_a_pair_of_their_own(round_page, rosa):
    pair = make_pair(round_page, mentee_name="Nora")
    Pulse.objects.create(pairing=pair, side="mentee", day="7", answer=1, words="Hush")
    ChapterRole.objects.create(
        chapter=Chapter.objects.get(), member=pair.mentor.member, kind="organizer", since="2026-01-01"
    )
    readers = (rosa, pair.mentor.member, pair.mentee.member, Member.objects.create_superuser("s@example.org"))
    assert [Pulse.objects.run_by(reader).count() for reader in readers] == [1, 0, 0, 1]


def test_a_letter_with_three_links_goes_out_only_while_there_is_something_to_answer(pair, mailoutbox):
    with time_machine.travel(NOON, tick=False):
        ask(pair)
        pulses.answer(pairing=pair, member=pair.mentor.member, day="7", answer=3)
        mailoutbox.clear()
        messages.send_due()
        assert [mail.subject for mail in mailoutbox] == ["How is it going with Mira?"]
        assert [mailoutbox[0].body.count(f"?answer={value}") for value in (3, 2, 1)] == [1, 1, 1]
        assert "Only the organizers read your answer. Mira never sees it." in mailoutbox[0].body


def test_today_asks_until_it_is_answered(pair, django_assert_num_queries):
    nora = pair.mentee.member
    with django_assert_num_queries(2):
        assert pulse_waiting.lines(nora) == []
    ask(pair)
    assert [str(line.title) for line in pulse_waiting.lines(nora)] == ["How is it going with Mira?"]
    pulses.answer(pairing=pair, member=nora, day="7", answer=3)
    assert pulse_waiting.lines(nora) == []


def test_today_asks_once_of_a_pair_and_leaves_the_end_of_a_completed_one_to_the_look_back(pair):
    mira = pair.mentor.member
    ask(pair)
    ask(pair, 30)
    assert [each.day for each in pulses.asked_of(member=mira)] == ["30"]
    pulses.answer(pairing=pair, member=mira, day="30", answer=3)
    assert pulses.asked_of(member=mira) == []
    found = []
    for state in ("ended", "completed"):
        Pairing.objects.update(state=state, ended_at=timezone.now() - timedelta(days=2))
        pulses.queue_due()
        found.append([str(line.title) for line in pulse_waiting.lines(mira)])
    assert found == [["How was it with Nora?"], []]


def test_the_ledger_is_asked_twice_what_is_known_however_many_are_asked(round_page, pair):
    for name in ("Max", "Moritz"):
        make_pair(round_page, name, f"{name} too")
    grow(7)
    with CaptureQueriesContext(connection) as queries:
        assert pulses.queue_due() == 6
    assert sum('"dedupe_key" IN' in query["sql"] for query in queries) == 2
