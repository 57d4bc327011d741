"""The helpers' queue: who waits, the longest first, taking and giving back, and what it costs."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, Event
from learning.models import Exercise, Submission
from learning.services import queues, submissions
from tests.factories import homework as make
from tests.factories.learning import track as make_track

QUEUE = "/learn/queue/"


@pytest.fixture
def helper(make_member):
    return make.helper(make_member("Hana"))


@pytest.fixture
def task(lessons):
    """Homework in the first lesson."""
    made = make.exercise()
    make.place(lessons[0], made)
    return made


@pytest.fixture
def hand_in(make_member, task):
    """Somebody's homework, waiting for so many hours."""

    def wait(name: str, hours: int = 1, exercise: Exercise | None = None) -> Submission:
        row = make.handed_in(make_member(name), exercise or task)
        Submission.objects.filter(pk=row.pk).update(waiting_since=timezone.now() - timedelta(hours=hours))
        return Submission.objects.get(pk=row.pk)

    return wait


@pytest.fixture
def desk(client, helper):
    """A helper signed in."""
    client.force_login(helper)
    return client


def names(response, which: str = "waiting") -> list[str]:
    return [entry.submission.member.name for entry in response.context[which]]


def test_the_longest_waiting_comes_first(desk, hand_in):
    for name, hours in [("Ann", 2), ("Bo", 50), ("Cy", 9)]:
        hand_in(name, hours)
    response = desk.get(QUEUE)
    assert names(response) == ["Bo", "Cy", "Ann"]
    assert "3 pieces wait, the longest on top." in response.text
    assert "waits for 2 days, 2 hours" in response.text.replace("\xa0", " ")


def test_drafts_answers_and_what_was_accepted_do_not_wait(desk, helper, hand_in, make_member, task):
    submissions.ask(helper=helper, submission=hand_in("Ann"), notes=[make.note()])
    submissions.accept(helper=helper, submission=hand_in("Bo"))
    submissions.save_draft(member=make_member("Cy"), exercise=task, text="x", url="")
    assert names(desk.get(QUEUE)) == []


def test_an_empty_queue_is_kind(desk, task):
    text = desk.get(QUEUE).text
    assert ("Nobody waits" in text, '<ol class="queue">' in text) == (True, False)


def test_ones_own_and_blocked_peoples_homework_is_not_there(desk, helper, hand_in, task):
    make.handed_in(helper, task)
    blocked, blocking = hand_in("Ann"), hand_in("Bo")
    hand_in("Cy")
    Block.objects.create(blocker=helper, blocked=blocked.member)
    Block.objects.create(blocker=blocking.member, blocked=helper)
    assert names(desk.get(QUEUE)) == ["Cy"]
    for each in (blocked, blocking):
        assert desk.post(reverse("learning:review-claim", args=[each.pk])).status_code == 404
        assert desk.post(reverse("learning:review-release", args=[each.pk])).status_code == 404


def test_a_stranger_finds_nothing_and_a_visitor_signs_in(client, member):
    paths = [QUEUE, "/learn/matrix/", "/learn/matrix/export/"]
    assert [client.get(path)["Location"].partition("?")[0] for path in paths] == ["/accounts/login/"] * 3
    client.force_login(member)
    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_a_stranger_takes_nothing(client, member, hand_in):
    client.force_login(member)
    row = hand_in("Ann")
    for name in ("review-claim", "review-release"):
        assert client.post(reverse(f"learning:{name}", args=[row.pk])).status_code == 404
    assert not Submission.objects.get().is_claimed


def test_taking_one_leads_to_it_and_twice_is_once(desk, helper, hand_in):
    row = hand_in("Ann")
    for _time in range(2):
        response = desk.post(reverse("learning:review-claim", args=[row.pk]))
        assert response["Location"] == reverse("learning:review", args=[row.pk])
    assert Submission.objects.get().is_claimed_by(helper)
    assert list(Event.objects.filter(verb="claim").values_list("actor", flat=True)) == [helper.pk]
    response = desk.get(QUEUE)
    assert (names(response, "mine"), names(response)) == (["Ann"], [])
    assert "Everything that waits is in your hands." in response.text


def test_given_back_it_waits_at_its_old_place(desk, hand_in):
    first, _second = hand_in("Ann", 9), hand_in("Bo", 1)
    desk.post(reverse("learning:review-claim", args=[first.pk]))
    for _time in range(2):
        assert desk.post(reverse("learning:review-release", args=[first.pk]))["Location"] == QUEUE
    response = desk.get(QUEUE)
    assert (names(response, "mine"), names(response)) == ([], ["Ann", "Bo"])
    assert "Its place in the queue is the same as before." in response.text


def test_what_another_helper_has_taken_says_so_and_cannot_be_taken(desk, hand_in, make_member):
    row = hand_in("Ann")
    submissions.claim(helper=make.helper(make_member("Olu")), submission=row)
    text = desk.get(QUEUE).text
    assert ("Olu has it until" in text, "Take it" in text) == (True, False)
    response = desk.post(reverse("learning:review-claim", args=[row.pk]), follow=True)
    assert "Olu is reading this one right now." in response.text


def test_a_claim_that_ran_out_is_free_again(desk, hand_in, make_member):
    row = hand_in("Ann")
    submissions.claim(helper=make.helper(make_member("Olu")), submission=row)
    Submission.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    text = desk.get(QUEUE).text
    assert ("Olu has it" in text, "Take it" in text) == (False, True)
    assert desk.post(reverse("learning:review-claim", args=[row.pk])).status_code == 302
    assert Submission.objects.get().claimed_by.name == "Hana"


def test_the_queue_is_narrowed_to_a_track_and_to_an_exercise(desk, hand_in, lessons, task, track):
    other = make.exercise("Read a file", kind="project")
    elsewhere = make.exercise("On its own")
    make.place(lessons[2], other)
    second = make_track("Second steps", [lessons[2:]])
    for name, exercise in [("Ann", task), ("Bo", other), ("Cy", elsewhere)]:
        hand_in(name, exercise=exercise)

    def found(**query: object) -> list[str]:
        return sorted(names(desk.get(QUEUE, query)))

    assert found(track=track.translation_key) == ["Ann", "Bo"]
    assert found(track=second.translation_key) == ["Bo"]
    assert found(exercise=elsewhere.translation_key) == ["Cy"]
    assert found(track=second.translation_key, exercise=task.translation_key) == []
    assert found(track="nonsense", exercise="x") == ["Ann", "Bo", "Cy"]
    response = desk.get(QUEUE, {"track": second.translation_key, "exercise": task.translation_key})
    assert "Nothing of that waits right now." in response.text
    assert "Read a file (1)" in response.text


def test_an_exercise_that_was_deleted_leaves_its_homework_in_the_queue(desk, hand_in):
    exercise = make.exercise("Gone")
    hand_in("Ann", exercise=exercise)
    exercise.delete()
    assert "An exercise that was deleted" in desk.get(QUEUE).text


def test_a_long_queue_comes_in_sheets_and_none_is_left_out(desk, hand_in, monkeypatch):
    monkeypatch.setattr(queues, "PER_SHEET", 2)
    for nth, name in enumerate(["Ann", "Bo", "Cy", "Di", "Ed"]):
        hand_in(name, 9 - nth)
    seen, path = [], QUEUE
    while path:
        response = desk.get(path)
        seen.append(names(response))
        path = QUEUE + response.context["next_url"] if response.context["next_url"] else ""
    assert seen == [["Ann", "Bo"], ["Cy", "Di"], ["Ed"]]
    assert "Back to the beginning" in response.text


def test_a_nonsensical_place_is_the_beginning(desk, hand_in):
    hand_in("Ann")
    for after in ("x", "-", "1-", "-1", "9" * 30 + "-1", "9" * 18 + "-1", "٣-٣", "\x01-1"):
        assert (after, names(desk.get(QUEUE, {"after": after}))) == (after, ["Ann"])


def cost(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    asked = [query["sql"] for query in queries]
    assert len(set(asked)) == len(asked)
    return len(asked)


def test_the_queue_takes_seven_statements_however_long_it_is(desk, helper, hand_in):
    costs = []
    for name in ("Ann", "Bo", "Cy"):
        submissions.claim(helper=helper, submission=hand_in(f"{name} M"))
        hand_in(name)
        costs.append(cost(desk, QUEUE))
    assert (costs[0], costs[2]) == (7, 7)
    cache.clear()
    with CaptureQueriesContext(connection) as cold:
        desk.get(QUEUE)
    assert len(cold) == 13


def test_the_menu_leads_helpers_to_the_queue_and_nobody_else(client, helper, make_member):
    shown = []
    for member in (helper, make_member("Lee"), make_member("Sue", is_superuser=True)):
        client.force_login(member)
        shown.append(QUEUE in client.get("/today/").text)
    assert shown == [True, False, True]
