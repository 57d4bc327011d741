"""Homework from the first draft to accepted: every transition, every refusal, and who may do it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Block, Event, Member
from learning.exceptions import (
    ClaimedByOther,
    NewerVersion,
    NotHandedInHere,
    NothingNew,
    NotNow,
    NotYours,
    TooManyVersions,
    UnusableHandIn,
    UnusableNote,
)
from learning.models import Exercise, ReviewNote, Submission, SubmissionVersion
from learning.services import contents, submissions
from tests.factories import homework as make
from tests.factories.homework import note


@pytest.fixture
def task(db) -> Exercise:
    return make.exercise()


@pytest.fixture
def helper(make_member) -> Member:
    return make.helper(make_member("Hugo"))


@pytest.fixture
def other_helper(make_member) -> Member:
    return make.helper(make_member("Hana"))


@pytest.fixture
def work(member, task) -> Submission:
    return make.handed_in(member, task)


def hand_in(member, task, text="", url=""):
    return submissions.hand_in(member=member, exercise=task, lesson=None, text=text, url=url)


def told() -> list[tuple]:
    return list(
        Event.objects.filter(object__startswith="learning.submission").values_list("verb", "before", "after")
    )


def test_what_is_handed_in_waits_for_review(member, task, lesson):
    row = submissions.hand_in(member=member, exercise=task, lesson=lesson, text="print(1)\r\n", url="")
    row.refresh_from_db()
    assert (row.state, row.lesson_key, row.exercise_key) == (
        "waiting_review",
        lesson.translation_key,
        task.translation_key,
    )
    assert row.waiting_since is not None
    assert list(row.versions.values_list("n", "text", "url")) == [(1, "print(1)\n", "")]
    assert told() == [("hand_in", "draft", "waiting_review")]


def test_the_same_content_twice_is_one_version(member, task, work):
    again = hand_in(member, task, "print(1)\r\nprint(2)")
    assert (again.pk, again.waiting_since) == (work.pk, work.waiting_since)
    assert SubmissionVersion.objects.count() == 1
    assert len(told()) == 1


def test_a_new_version_keeps_the_place_in_the_line(member, task, work):
    again = hand_in(member, task, "print(3)")
    assert (again.state, again.waiting_since) == ("waiting_review", work.waiting_since)
    assert list(again.versions.values_list("n", "text")) == [(2, "print(3)"), (1, "print(1)\nprint(2)")]


def test_a_draft_is_kept_beside_what_is_handed_in_and_gone_with_the_next_version(member, task, work):
    kept = submissions.save_draft(member=member, exercise=task, text="half a th", url="https://")
    assert (kept.pk, kept.state, kept.draft_text, kept.draft_url) == (
        work.pk,
        "waiting_review",
        "half a th",
        "https://",
    )
    sent = hand_in(member, task, "half a thought")
    assert (sent.draft_text, sent.draft_url) == ("", "")


def test_a_draft_alone_is_no_homework(member, task, helper):
    row = submissions.save_draft(member=member, exercise=task, text="a", url="")
    assert (row.state, row.waiting_since, row.versions.count()) == ("draft", None, 0)
    assert list(Submission.objects.open_to(helper)) == []
    assert list(Submission.objects.owed_by(member)) == [row]
    with pytest.raises(NotYours):
        submissions.claim(helper=helper, submission=row)


@pytest.mark.parametrize(
    ("accepts", "text", "url"),
    [
        ("both", "", ""),
        ("both", " \n\t", "  "),
        ("text", "", "https://example.org/"),
        ("text", "a", "https://example.org/"),
        ("link", "a", ""),
        ("link", "a", "https://example.org/"),
        ("both", "a\x00b", ""),
        ("both", "", "https://example.org/\x00"),
        ("both", "x" * 100_001, ""),
        ("both", "é" * 50_001, ""),
        ("both", "", f"https://example.org/{'x' * 2000}"),
        ("both", "", "ftp://example.org/"),
        ("both", "", "javascript:alert(1)"),
        ("both", "", "https://"),
        ("both", "", "https:///path"),
        ("both", "", "example.org"),
        ("both", "", "//example.org"),
        ("both", "", "https://github.com@evil.example/"),
        ("both", "", "https://[::1"),
        ("both", "", "https://example.org:99999/"),
        ("both", "", "https://example.org/a b"),
        ("both", "", "https://example.org/\u202e"),
    ],
)
def test_what_cannot_be_handed_in_is_refused_and_leaves_nothing(member, accepts, text, url):
    task = make.exercise(accepts=accepts)
    with pytest.raises(UnusableHandIn):
        hand_in(member, task, text, url)
    assert (Submission.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/rosa/guestbook",
        "HTTP://localhost:8000/x?y=1#z",
        "https://пример.example/",
        "https://[::1]/",
    ],
)
def test_a_link_to_a_host_is_taken(url):
    assert contents.is_link(url=url)


@pytest.mark.parametrize("text", ["x" * 100_000, "é" * 50_000])
def test_a_hundred_kilobytes_are_taken(member, task, text):
    assert hand_in(member, task, text).versions.get().text == text


def test_practice_is_not_handed_in(member):
    with pytest.raises(NotHandedInHere):
        hand_in(member, make.exercise(kind="practice"), "a")


def test_versions_end_at_a_hundred(member, task, work):
    SubmissionVersion.objects.filter(submission=work).update(n=100)
    with pytest.raises(TooManyVersions):
        hand_in(member, task, "one more")


def test_a_claim_holds_for_a_day_and_ends_by_itself(helper, other_helper, work):
    row = submissions.claim(helper=helper, submission=work)
    again = submissions.claim(helper=helper, submission=work)
    assert (row.claimed_by, again.claim_until) == (helper, row.claim_until)
    assert timedelta(hours=23) < row.claim_until - timezone.now() <= timedelta(hours=24)
    for refused in (submissions.claim, submissions.release):
        with pytest.raises(ClaimedByOther):
            refused(helper=other_helper, submission=work)
    for refused in (submissions.ask, submissions.accept):
        with pytest.raises(ClaimedByOther):
            refused(helper=other_helper, submission=work, notes=[note()])
    Submission.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    assert list(Submission.objects.unclaimed(timezone.now())) == [work]
    assert submissions.claim(helper=other_helper, submission=work).claimed_by == other_helper
    assert list(Submission.objects.unclaimed(timezone.now())) == []


def test_a_claim_is_given_back_and_that_twice_is_once(helper, work):
    submissions.claim(helper=helper, submission=work)
    for _time in range(2):
        row = submissions.release(helper=helper, submission=work)
        assert (row.claimed_by, row.claim_until, row.state) == (None, None, "waiting_review")
    assert [verb for verb, _before, _after in told()] == ["hand_in", "claim", "release"]


def test_an_answer_makes_it_the_learners_turn(member, task, helper, work):
    submissions.claim(helper=helper, submission=work)
    row = submissions.ask(helper=helper, submission=work, notes=[note(line=2), note("All in all good.")])
    row.refresh_from_db()
    assert (row.state, row.claimed_by, row.claim_until) == ("waiting_learner", None, None)
    assert row.waiting_since > work.waiting_since
    assert list(ReviewNote.objects.values_list("line", "body", "kind", "author", "is_peer")) == [
        (2, "Have another look at this.", "change", helper.pk, False),
        (None, "All in all good.", "change", helper.pk, False),
    ]
    assert list(Submission.objects.owed_by(member)) == [row]
    assert told()[-1] == ("ask", "waiting_review", "waiting_learner")


def test_the_same_answer_twice_is_one(helper, work):
    for _time in range(2):
        row = submissions.ask(helper=helper, submission=work, notes=[note(), note("Second")])
        assert row.state == "waiting_learner"
    assert ReviewNote.objects.count() == 2
    with pytest.raises(NotNow):
        submissions.ask(helper=helper, submission=work, notes=[note("Something else")])


@pytest.mark.parametrize(
    "notes",
    [
        [],
        [note(" ")],
        [note("a\x00")],
        [note("x" * 4001)],
        [note(line=0)],
        [note(line=3)],
        [note()] * 101,
    ],
)
def test_notes_that_cannot_be_kept_are_refused_and_the_state_stays(helper, work, notes):
    with pytest.raises(UnusableNote):
        submissions.ask(helper=helper, submission=work, notes=notes)
    work.refresh_from_db()
    assert (work.state, ReviewNote.objects.count()) == ("waiting_review", 0)


def test_a_kind_of_note_nobody_knows_is_refused(helper, work):
    with pytest.raises(UnusableNote):
        submissions.ask(helper=helper, submission=work, notes=[submissions.NewNote("A note", "shout")])


def test_after_an_answer_the_same_again_is_refused_and_a_new_version_waits_anew(member, task, helper, work):
    answered = submissions.ask(helper=helper, submission=work, notes=[note()])
    with pytest.raises(NothingNew):
        hand_in(member, task, "print(1)\nprint(2)")
    row = hand_in(member, task, "print(2)")
    assert (row.state, row.waiting_since > answered.waiting_since) == ("waiting_review", True)


def test_accepted_once_with_who_and_when_and_a_new_version_takes_it_back(member, task, helper, work):
    for _time in range(2):
        row = submissions.accept(helper=helper, submission=work, notes=[note(kind="praise")], seen=1)
        assert (row.state, row.accepted_by, row.waiting_since) == ("accepted", helper, None)
    assert ReviewNote.objects.count() == 1
    assert hand_in(member, task, "print(1)\nprint(2)").state == "accepted"
    row = hand_in(member, task, "print(9)")
    row.refresh_from_db()
    assert (row.state, row.accepted_by, row.accepted_at) == ("waiting_review", None, None)
    assert told()[-2:] == [
        ("accept", "waiting_review", "accepted"),
        ("hand_in", "accepted", "waiting_review"),
    ]


def test_what_is_answered_can_still_be_accepted(helper, work):
    submissions.ask(helper=helper, submission=work, notes=[note()])
    assert submissions.accept(helper=helper, submission=work, notes=[]).state == "accepted"
    with pytest.raises(NotNow):
        submissions.claim(helper=helper, submission=work)


def test_a_version_that_was_not_read_is_not_answered(member, task, helper, work):
    hand_in(member, task, "newer")
    for act in (submissions.ask, submissions.accept):
        with pytest.raises(NewerVersion):
            act(helper=helper, submission=work, notes=[note()], seen=1)
    assert submissions.accept(helper=helper, submission=work, notes=[], seen=2).state == "accepted"


def test_taken_back_and_handed_in_again_is_the_same_version(member, task, helper, work):
    submissions.claim(helper=helper, submission=work)
    for _time in range(2):
        row = submissions.withdraw(member=member, submission=work)
        assert (row.state, row.waiting_since, row.claimed_by) == ("withdrawn", None, None)
    assert list(Submission.objects.open_to(helper)) == []
    with pytest.raises(NotNow):
        submissions.claim(helper=helper, submission=work)
    with pytest.raises(NotNow):
        submissions.accept(helper=helper, submission=work, notes=[])
    row = hand_in(member, task, "print(1)\nprint(2)")
    assert (row.state, row.versions.count()) == ("waiting_review", 1)


def test_accepted_homework_stands(member, helper, work):
    submissions.accept(helper=helper, submission=work, notes=[])
    with pytest.raises(NotNow):
        submissions.withdraw(member=member, submission=work)


def test_only_the_author_takes_it_back(make_member, helper, work):
    for stranger in (make_member("Sami"), helper):
        with pytest.raises(NotYours):
            submissions.withdraw(member=stranger, submission=work)


def test_neither_strangers_nor_authors_nor_blocked_helpers_review(member, make_member, task, helper, work):
    make.helper(member)
    blocked = make.helper(make_member("Bela"))
    Block.objects.create(blocker=blocked, blocked=member)
    Block.objects.create(blocker=member, blocked=helper)
    for person in (Member.objects.get(pk=member.pk), make_member("Sami"), blocked, helper):
        for act in (submissions.claim, submissions.release):
            with pytest.raises(NotYours):
                act(helper=person, submission=work)
        for act in (submissions.ask, submissions.accept):
            with pytest.raises(NotYours):
                act(helper=person, submission=work, notes=[note()])
    work.refresh_from_db()
    assert (work.state, ReviewNote.objects.count()) == ("waiting_review", 0)


def test_who_sees_whose_homework(member, make_member, task, helper, program_staff, work):
    sami = make_member("Sami")
    hers = make.handed_in(sami, task)
    Block.objects.create(blocker=sami, blocked=helper)
    own = make.handed_in(helper, task)
    seen = {
        person: set(Submission.objects.open_to(person)) for person in (member, sami, helper, program_staff)
    }
    assert seen == {member: {work}, sami: {hers}, helper: {work, own}, program_staff: {work, hers, own}}
    assert set(Submission.objects.reviewable_by(helper)) == {work}


def test_a_helper_whose_account_goes_leaves_the_homework_as_it_was(member, task, helper, work):
    submissions.claim(helper=helper, submission=work)
    other = make.handed_in(member, make.exercise("Another"))
    submissions.accept(helper=helper, submission=other, notes=[note()])
    helper.delete()
    work.refresh_from_db()
    other.refresh_from_db()
    assert (work.claimed_by, work.is_claimed, other.state, other.accepted_by) == (
        None,
        False,
        "accepted",
        None,
    )
    assert ReviewNote.objects.get().author is None
