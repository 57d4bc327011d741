"""The letters of homework: one for each change, grouped for helpers, in the reader's language, without the work."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cms.models import Block, Member, Message
from cms.services import messages
from learning.models import Submission
from learning.services import homework_mail, peer_reviews, submissions
from tests.factories import homework as make
from tests.factories.homework import note

SECRET = "a_line_of_mine()"


@pytest.fixture
def task(db):
    return make.exercise(peer_reviews=1)


@pytest.fixture
def helper(make_member) -> Member:
    return make.helper(make_member("Hugo"))


def later() -> int:
    """Send what waits for its window to be over."""
    Message.objects.filter(sent_at=None).update(due_at=timezone.now())
    return messages.send_due()


def letters() -> list[tuple[str, str]]:
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def test_an_answer_of_many_notes_is_one_letter(
    member, task, helper, django_capture_on_commit_callbacks, settings
):
    work = make.handed_in(member, task, SECRET)
    with django_capture_on_commit_callbacks(execute=True):
        submissions.ask(helper=helper, submission=work, notes=[note(f"Note {nth}") for nth in range(12)])
    assert letters() == [("rosa@example.org", "Your homework has an answer: Count the odd ones")]
    body = mail.outbox[0].body
    assert f"{settings.BASE_URL}/learn/exercises/{task.translation_key}/" in body
    assert (SECRET in body, "Note 3" in body) == (False, False)


def test_each_round_and_the_acceptance_have_a_letter_of_their_own_in_the_learners_language(
    member, task, helper, django_capture_on_commit_callbacks
):
    Member.objects.filter(pk=member.pk).update(locale="es")
    with django_capture_on_commit_callbacks(execute=True):
        for text in ("one", "two"):
            work = make.handed_in(member, task, text)
            submissions.ask(helper=helper, submission=work, notes=[note()])
            submissions.ask(helper=helper, submission=work, notes=[note()])
    with django_capture_on_commit_callbacks(execute=True):
        submissions.accept(helper=helper, submission=make.handed_in(member, task, "three"))
    kinds = Message.objects.filter(recipient=member).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [
        "learning.homework_answered",
        "learning.homework_answered",
        "learning.homework_accepted",
    ]
    assert "/es/learn/exercises/" in mail.outbox[-1].body


def test_a_letter_whose_reason_has_gone_is_not_sent(member, task, helper):
    work = make.handed_in(member, task)
    submissions.ask(helper=helper, submission=work, notes=[note()])
    make.handed_in(member, task, "two")
    later()
    assert [to for to, _subject in letters() if to == member.email] == []


def test_what_is_handed_in_within_ten_minutes_is_one_letter_for_each_helper(
    make_member, task, helper, program_staff
):
    for name in ("Ada", "Bo", "Cleo"):
        make.handed_in(make_member(name), task, SECRET)
    # One ten-minute window, or two when the clock turned in between.
    assert Message.objects.filter(recipient=helper).count() <= 2
    start = Submission.objects.order_by("pk").first().waiting_since
    Submission.objects.update(waiting_since=start)
    Message.objects.exclude(pk__in=[Message.objects.filter(recipient=each).earliest("pk").pk
                                    for each in (helper, program_staff)]).delete()  # fmt: skip
    later()
    assert sorted(letters()) == [
        ("hugo@example.org", "3 pieces of homework to read"),
        ("pavel@example.org", "3 pieces of homework to read"),
    ]
    body = mail.outbox[0].body
    assert ("/learn/" in body, SECRET in body, body.count("Count the odd ones")) == (True, False, 1)
    assert later() == 0


def test_a_helper_hears_nothing_of_their_own_or_a_blocked_persons_homework(member, make_member, task, helper):
    Block.objects.create(blocker=member, blocked=helper)
    make.handed_in(member, task)
    make.handed_in(helper, task)
    assert Message.objects.count() == 0
    sami = make_member("Sami")
    make.handed_in(sami, task)
    Block.objects.create(blocker=helper, blocked=sami)
    later()
    assert letters() == []
    assert Message.objects.get().stopped_at is not None


def test_what_was_taken_back_answered_or_claimed_meanwhile_is_left_out(make_member, task, helper):
    other = make.helper(make_member("Hana"))
    rows = [make.handed_in(make_member(name), task) for name in ("Ada", "Bo", "Cleo")]
    submissions.withdraw(member=rows[0].member, submission=rows[0])
    submissions.ask(helper=other, submission=rows[1], notes=[note()])
    submissions.claim(helper=other, submission=rows[2])
    later()
    assert [to for to, _subject in letters() if to in {helper.email, other.email}] == []


def test_a_second_version_while_it_waits_is_no_news(member, task, helper):
    make.handed_in(member, task)
    known = set(Message.objects.values_list("pk", flat=True))
    make.handed_in(member, task, "two")
    assert set(Message.objects.values_list("pk", flat=True)) == known


def test_a_window_is_sent_after_any_hand_in_of_it_can_have_been_written():
    at = datetime(2026, 11, 25, 10, 9, 59, 999999, tzinfo=UTC)
    start, end = homework_mail.window_of(at=at)
    assert (start, end) == (
        datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
        datetime(2026, 11, 25, 10, 10, tzinfo=UTC),
    )
    assert homework_mail.window_of(at=end) == (end, end + timedelta(minutes=10))
    assert timedelta(minutes=1) <= homework_mail.GRACE


def test_the_author_hears_of_a_fellow_learner_once(
    member, make_member, task, django_capture_on_commit_callbacks
):
    work = make.handed_in(member, task)
    sami = make_member("Sami")
    make.handed_in(sami, task, "mine")
    peer_reviews.offer(member=sami, exercise=task)
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            peer_reviews.write(reviewer=sami, submission=work, notes=[note("One"), note("Two")])
    assert letters() == [("rosa@example.org", "Another learner has read your homework: Count the odd ones")]
