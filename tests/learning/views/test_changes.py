"""The page that says what changed: for who has finished the lesson, with nothing that is kept back."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from learning.models import LessonPage, LessonProgress
from learning.services import progress
from tests.factories import learning as make
from tests.factories.learning import BLOCKS


def url(name: str, page) -> str:
    return reverse(f"learning:{name}", args=[page.translation_key])


def rewrite(lesson: LessonPage, times: int = 1) -> None:
    """Change the words of the text, and add some blocks."""
    page = LessonPage.objects.get(pk=lesson.pk)
    raw = [dict(block) for block in page.body.raw_data]
    next(block for block in raw if block["id"] == BLOCKS["text"])["value"] = (
        "<p>Some better words to read.</p>"
    )
    raw += [{"type": "text", "id": str(uuid.uuid4()), "value": f"<p>More {nth}.</p>"} for nth in range(times)]
    page.body = page._meta.get_field("body").stream_block.to_python(raw)
    page.save_revision().publish()


@pytest.fixture
def done(client, member, lesson):
    progress.mark_done(member=member, lesson=lesson, confidence=3)
    client.force_login(member)
    return lesson


def test_the_lesson_leads_to_what_changed_and_the_reader_says_they_read_it(client, done):
    rewrite(done)
    assert url("lesson-changes", done) in client.get("/lessons/lists/").text
    page = client.get(url("lesson-changes", done)).text
    assert ("<ins>better </ins>" in page, "<ins>More 0.</ins>" in page, "2 parts are different" in page) == (
        True, True, True,
    )  # fmt: skip
    response = client.post(url("lesson-read", done), follow=True)
    assert response.redirect_chain == [("/lessons/lists/#done", 302)]
    assert ("Noted." in response.text, url("lesson-changes", done) in response.text) == (True, False)
    assert LessonProgress.objects.get().state == "done"


def test_nothing_changed_is_said_so(client, done):
    page = client.get(url("lesson-changes", done)).text
    assert ("Nothing is different" in page, "I have read it" in page) == (True, False)


def test_who_has_not_finished_is_led_to_the_lesson(client, member, lesson):
    client.force_login(member)
    response = client.get(url("lesson-changes", lesson))
    assert (response.status_code, response["Location"]) == (302, "/lessons/lists/")


def test_a_visitor_signs_in_and_comes_back(client, lesson):
    address = url("lesson-changes", lesson)
    assert client.get(address)["Location"] == f"/accounts/login/?next={address.replace('/', '%2F')}"
    assert client.post(url("lesson-read", lesson))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["lesson-changes", "lesson-read"])
def test_what_is_not_there_or_not_for_this_reader_is_not_found(client, done, track, name):
    send = client.get if name == "lesson-changes" else client.post
    unknown = reverse(f"learning:{name}", args=[uuid.uuid4()])
    assert [send(address).status_code for address in (unknown, url(name, track))] == [404, 404]
    PageViewRestriction.objects.create(page=done, restriction_type="password", password="secret")
    assert send(url(name, done)).status_code == 404


def test_words_are_escaped(client, done):
    page = LessonPage.objects.get(pk=done.pk)
    page.summary = "<script>alert(1)</script> & <b>"
    page.save_revision().publish()
    html = client.get(url("lesson-changes", done)).text
    assert ("<script>alert" in html, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in html) == (
        False,
        True,
    )


@pytest.mark.parametrize("times", [1, 3])
def test_the_page_costs_the_same_however_much_changed(client, done, times):
    make.track("First steps", [[done]])
    rewrite(done, times)
    costs = []
    for cold in (True, False):
        if cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("lesson-changes", done)).status_code == 200
        costs.append(len(queries))
    assert costs == [16, 9]
