"""What a learner sends: one success, one refusal, one stranger each, with and without htmx, and never by GET."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from learning.models import CheckpointAnswer, Enrollment, LessonProgress
from learning.services import progress
from tests.factories.learning import BLOCKS


def url(name: str, page, *more: str) -> str:
    return reverse(f"learning:{name}", args=[page.translation_key, *more])


@pytest.fixture
def learner(client, member):
    client.force_login(member)
    return client


def test_an_answer_leads_back_to_its_checkpoint(learner, lesson):
    response = learner.post(url("checkpoint", lesson, BLOCKS["single"]), {"answer": "0"})
    assert (response.status_code, response["Location"]) == (302, f"/lessons/lists/#b-{BLOCKS['single']}")
    assert CheckpointAnswer.objects.get().correct
    assert "That is right." in learner.get("/lessons/lists/").text


def test_with_htmx_an_answer_gives_the_checkpoint_alone(learner, lesson):
    address = url("checkpoint", lesson, BLOCKS["single"])
    response = learner.post(address, {"answer": "1"}, headers={"HX-Request": "true"})
    assert (response.status_code, "HX-Request" in response["Vary"]) == (200, True)
    assert "Said of two" in response.text
    assert ("Said of one" in response.text, "Told afterwards" in response.text) == (False, False)
    assert "<html" not in response.text


def test_an_unusable_answer_is_said_so_beside_it_and_kept(learner, lesson):
    address = url("checkpoint", lesson, BLOCKS["short"])
    for headers in ({}, {"HX-Request": "true"}):
        response = learner.post(address, {"answer": "x" * 501}, headers=headers)
        assert (headers, response.status_code) == (headers, 200)
        assert "An answer has at most 500 characters." in response.text
        assert "x" * 501 in response.text
        assert CheckpointAnswer.objects.count() == 0


def test_a_checkpoint_that_is_not_there_is_not_found(learner, lesson):
    for block_id in (BLOCKS["text"], "no-such-block"):
        answer = learner.post(url("checkpoint", lesson, block_id), {"answer": "0"})
        assert (block_id, answer.status_code) == (block_id, 404)


def test_done_with_a_confidence_and_undone(learner, lesson):
    response = learner.post(url("lesson-done", lesson), {"confidence": "2"})
    assert response["Location"] == "/lessons/lists/#done"
    assert "You finished this lesson" in learner.get("/lessons/lists/").text
    assert learner.post(url("lesson-undo", lesson))["Location"] == "/lessons/lists/#done"
    assert list(LessonProgress.objects.values_list("state", "confidence")) == [("started", None)]


def test_done_without_a_usable_confidence_is_refused_beside_the_field(learner, lesson):
    for confidence in ("", "4", "x", "1" * 17):
        response = learner.post(url("lesson-done", lesson), {"confidence": confidence})
        assert (confidence, response.status_code) == (confidence, 200)
        assert "Choose" in response.text
        assert LessonProgress.objects.count() == 0


def test_the_place_is_kept_by_the_page_and_by_a_button(learner, lesson):
    sent = learner.post(url("lesson-seen", lesson), {"block": BLOCKS["text"]})
    assert sent.status_code == 204
    pressed = learner.post(url("lesson-seen", lesson), {"block": BLOCKS["last"], "button": "1"})
    assert pressed["Location"] == f"/lessons/lists/#b-{BLOCKS['last']}"
    assert LessonProgress.objects.get().last_block_id == BLOCKS["last"]


def test_starting_a_track_leads_into_it_and_coming_back_to_the_block(learner, track, lesson):
    assert learner.post(url("enroll", track))["Location"] == url("resume", track)
    assert learner.get(url("resume", track))["Location"] == "/lessons/lists/"
    learner.post(url("lesson-seen", lesson), {"block": BLOCKS["last"]})
    assert learner.get(url("resume", track))["Location"] == f"/lessons/lists/#b-{BLOCKS['last']}"
    learner.post(url("lesson-done", lesson), {"confidence": "3"})
    assert learner.get(url("resume", track))["Location"] == "/lessons/loops/"


def test_resume_of_a_finished_track_leads_to_the_track(learner, member, track, lessons):
    for each in lessons:
        progress.mark_done(member=member, lesson=each, confidence=3)
    assert learner.get(url("resume", track))["Location"] == "/tracks/first-steps/"


def test_a_track_is_paused_and_left(learner, track):
    learner.post(url("enroll", track))
    states = []
    for name in ("enrollment-pause", "enrollment-leave"):
        assert learner.post(url(name, track))["Location"] == "/tracks/first-steps/"
        states.append(Enrollment.objects.get().state)
    assert states == ["paused", "left"]


def test_what_is_not_followed_cannot_be_paused_and_the_page_says_so(learner, track):
    response = learner.post(url("enrollment-pause", track), follow=True)
    assert "You are not following this track." in response.text


WRITES = [
    ("checkpoint", [BLOCKS["single"]], {"answer": "0"}, f"/lessons/lists/#b-{BLOCKS['single']}"),
    ("lesson-done", [], {"confidence": "3"}, "/lessons/lists/"),
    ("lesson-undo", [], {}, "/lessons/lists/"),
    ("lesson-seen", [], {"block": BLOCKS["text"]}, "/lessons/lists/"),
    ("enroll", [], {}, "/tracks/first-steps/"),
    ("enrollment-pause", [], {}, "/tracks/first-steps/"),
    ("enrollment-leave", [], {}, "/tracks/first-steps/"),
]


@pytest.fixture
def of(lesson, track):
    """The page a record is about: of("enroll") is the track, of("lesson-done") the lesson."""
    return lambda name: track if name.startswith("enroll") else lesson


def test_a_visitor_signs_in_and_comes_back_to_the_page(client, of):
    for name, more, data, back in WRITES:
        response = client.post(url(name, of(name), *more), data)
        expected = f"/accounts/login/?next={back.replace('#', '%23')}"
        where = response["Location"].replace("%2F", "/")
        assert (name, response.status_code, where) == (name, 302, expected)
        script = client.post(url(name, of(name), *more), data, headers={"HX-Request": "true"})
        assert script["HX-Redirect"]
    assert (LessonProgress.objects.count(), Enrollment.objects.count()) == (0, 0)


def test_nothing_is_written_by_a_get(learner, of):
    for name, more, data, _back in WRITES:
        assert (name, learner.get(url(name, of(name), *more), data).status_code) == (name, 405)


def test_what_nobody_knows_is_not_found(learner, lesson, track):
    for name, more, data, _back in WRITES:
        address = reverse(f"learning:{name}", args=[uuid.uuid4(), *more])
        assert (name, learner.post(address, data).status_code) == (name, 404)
        other = lesson if name.startswith("enroll") else track
        assert (name, learner.post(url(name, other, *more), data).status_code) == (name, 404)


def test_what_one_may_not_read_is_not_found(learner, lesson, track, of):
    for page in (lesson, track):
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")
    for name, more, data, _back in WRITES:
        assert (name, learner.post(url(name, of(name), *more), data).status_code) == (name, 404)


def test_without_the_token_nothing_is_taken(member, of):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    for name, more, data, _back in WRITES:
        assert (name, strict.post(url(name, of(name), *more), data).status_code) == (name, 403)


def test_reading_a_lesson_writes_nothing(learner, lesson, track):
    for address in ("/lessons/lists/", "/lessons/", "/tracks/", "/tracks/first-steps/", "/today/"):
        assert learner.get(address).status_code == 200
    assert (LessonProgress.objects.count(), Enrollment.objects.count()) == (0, 0)
