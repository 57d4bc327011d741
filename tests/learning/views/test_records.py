"""What a learner sends: one success, one refusal, one stranger each, with and without htmx, and never by GET."""

import uuid

import pytest
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


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_an_unusable_answer_is_said_so_beside_it_and_kept(learner, lesson, headers):
    address = url("checkpoint", lesson, BLOCKS["short"])
    response = learner.post(address, {"answer": "x" * 501}, headers=headers)
    assert response.status_code == 200
    assert "An answer has at most 500 characters." in response.text
    assert "x" * 501 in response.text
    assert CheckpointAnswer.objects.count() == 0


@pytest.mark.parametrize("block_id", [BLOCKS["text"], "no-such-block"])
def test_a_checkpoint_that_is_not_there_is_not_found(learner, lesson, block_id):
    assert learner.post(url("checkpoint", lesson, block_id), {"answer": "0"}).status_code == 404


def test_done_with_a_confidence_and_undone(learner, lesson):
    response = learner.post(url("lesson-done", lesson), {"confidence": "2"})
    assert response["Location"] == "/lessons/lists/#done"
    assert "You finished this lesson" in learner.get("/lessons/lists/").text
    assert learner.post(url("lesson-undo", lesson))["Location"] == "/lessons/lists/#done"
    assert list(LessonProgress.objects.values_list("state", "confidence")) == [("started", None)]


@pytest.mark.parametrize("confidence", ["", "4", "x", "1" * 17])
def test_done_without_a_usable_confidence_is_refused_beside_the_field(learner, lesson, confidence):
    response = learner.post(url("lesson-done", lesson), {"confidence": confidence})
    assert response.status_code == 200
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


@pytest.mark.parametrize(("name", "more", "data", "back"), WRITES)
def test_a_visitor_signs_in_and_comes_back_to_the_page(client, lesson, track, name, more, data, back):
    page = track if name.startswith("enroll") else lesson
    response = client.post(url(name, page, *more), data)
    expected = f"/accounts/login/?next={back.replace('#', '%23')}".replace("/lessons", "%2Flessons")
    assert response.status_code == 302
    assert response["Location"].replace("%2F", "/") == expected.replace("%2F", "/")
    assert client.post(url(name, page, *more), data, headers={"HX-Request": "true"})["HX-Redirect"]
    assert (LessonProgress.objects.count(), Enrollment.objects.count()) == (0, 0)


@pytest.mark.parametrize(("name", "more", "data", "back"), WRITES)
def test_nothing_is_written_by_a_get(learner, lesson, track, name, more, data, back):
    page = track if name.startswith("enroll") else lesson
    assert learner.get(url(name, page, *more), data).status_code == 405


@pytest.mark.parametrize(("name", "more", "data", "back"), WRITES)
def test_what_nobody_knows_is_not_found(learner, lesson, track, name, more, data, back):
    address = reverse(f"learning:{name}", args=[uuid.uuid4(), *more])
    assert learner.post(address, data).status_code == 404
    other = lesson if name.startswith("enroll") else track
    assert learner.post(url(name, other, *more), data).status_code == 404


@pytest.mark.parametrize(("name", "more", "data", "back"), WRITES)
def test_what_one_may_not_read_is_not_found(learner, lesson, track, name, more, data, back):
    page = track if name.startswith("enroll") else lesson
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")
    assert learner.post(url(name, page, *more), data).status_code == 404


@pytest.mark.parametrize(("name", "more", "data", "back"), WRITES)
def test_without_the_token_nothing_is_taken(member, lesson, track, name, more, data, back):
    from django.test import Client  # noqa: PLC0415

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    page = track if name.startswith("enroll") else lesson
    assert strict.post(url(name, page, *more), data).status_code == 403


def test_reading_a_lesson_writes_nothing(learner, lesson, track):
    for address in ("/lessons/lists/", "/lessons/", "/tracks/", "/tracks/first-steps/", "/today/"):
        assert learner.get(address).status_code == 200
    assert (LessonProgress.objects.count(), Enrollment.objects.count()) == (0, 0)
