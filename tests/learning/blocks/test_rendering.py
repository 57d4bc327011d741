"""The body of a lesson: who sees what of it, and what it costs."""

import datetime
import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.safestring import SafeString

from learning import rendering
from learning.models import Exercise

pytestmark = pytest.mark.django_db

SECRETS = ["SECRET", "BECAUSE", "THAT is", "EXPLAINED", "FORTYTWO", "MULTIPLIED"]


@dataclass
class Given:
    chosen: frozenset[int] = frozenset()
    text: str = ""
    attempts: int = 1
    correct: bool = False


@pytest.fixture
def visit(rf):
    def make(user=None):
        request = rf.get("/")
        request.user = user or AnonymousUser()
        return request

    return make


def test_every_top_block_can_be_resumed_at(lesson, visit):
    html = rendering.render_body(lesson, request=visit())
    shown = [child.id for child in lesson.body if child.block_type != "facilitator_note"]
    assert re.findall(r' id="b-([\w-]+)" data-block="\1"', html) == shown


def test_a_visitor_reads_everything_but_what_is_kept_back(lesson, visit):
    html = rendering.render_body(lesson, request=visit())
    assert [secret for secret in SECRETS if secret in html] == []
    assert "csrf" not in html
    assert "<form" not in html
    assert html.count("Sign in to answer") == 2
    assert f"?next=%2Flessons%2Feverything%2F%23checkpoint-{lesson.body[15].id}" in html


def test_a_member_gets_the_question_without_its_answer(lesson, visit, member):
    html = rendering.render_body(lesson, request=visit(member))
    assert [secret for secret in SECRETS if secret in html] == []
    assert html.count("csrfmiddlewaretoken") == 2
    assert f'hx-target="#checkpoint-{lesson.body[15].id}"' in html


def test_a_wrong_answer_is_told_of_the_choice_that_was_made_alone(lesson, visit, member):
    given = {lesson.body[15].id: Given(chosen=frozenset({1}))}
    html = rendering.render_body(lesson, request=visit(member), given=given)
    assert [secret for secret in SECRETS if secret in html] == ["THAT is"]
    assert "not this one" in html


def test_a_right_answer_is_explained_in_full(lesson, visit, member):
    given = {lesson.body[15].id: Given(chosen=frozenset({0}), correct=True)}
    html = rendering.render_body(lesson, request=visit(member), given=given)
    assert [secret for secret in SECRETS if secret in html] == ["BECAUSE", "THAT is", "EXPLAINED"]
    assert "That is right." in html


def test_a_refused_answer_is_kept_in_the_form_and_told_of_nothing(lesson, visit, member):
    child = lesson.body[16]
    html = rendering.render_checkpoint(
        lesson,
        child.id,
        child.value,
        request=visit(member),
        given=Given(text="41 <", attempts=0),
        refusal="Too long.",
    )
    assert [secret for secret in SECRETS if secret in html] == []
    assert ("41 &lt;</textarea>" in html, "Too long." in html) == (True, True)


def test_a_facilitator_reads_the_notes_and_nobody_after_them_does(lesson, visit, member):
    with_notes = rendering.render_body(lesson, request=visit(member), facilitator=True)
    without = rendering.render_body(lesson, request=visit(member))
    assert ("SECRET" in with_notes, "SECRET" in without) == (True, False)


def test_a_preview_is_drawn_afresh_for_the_audience_it_names(lesson, visit):
    request = visit()
    rendering.render_body(lesson, request=request)
    lesson.body = [
        ("text", "<p>A draft</p>"),
        ("facilitator_note", {"title": "", "content": [("text", "SECRET")]}),
    ]
    request.is_preview = True
    assert "SECRET" not in rendering.render_body(lesson, request=request)
    request.preview_audience = "facilitator"
    assert "SECRET" in rendering.render_body(lesson, request=request)
    assert "A draft" not in rendering.render_body(lesson, request=visit())


def test_a_lesson_is_drawn_once_for_all_readers(lesson, visit, member, django_assert_num_queries):
    rendering.render_body(lesson, request=visit(), stamp=1)
    again = type(lesson).objects.get(pk=lesson.pk)
    with django_assert_num_queries(0):
        rendering.render_body(again, request=visit(member), stamp=1)


@pytest.mark.parametrize(
    ("release", "days", "shown"),
    [
        ("always", None, True),
        ("never", None, False),
        ("after_accept", None, False),
        ("after_date", 0, True),
        ("after_date", 1, False),
    ],
)
def test_a_solution_is_there_only_when_it_is_released(lesson, visit, release, days, shown):
    day = None if days is None else timezone.localdate() + datetime.timedelta(days=days)
    Exercise.objects.update(release=release, release_on=day)
    html = rendering.render_body(type(lesson).objects.get(pk=lesson.pk), request=visit())
    assert ("SOLUTION" in html) is shown


def test_something_may_be_added_to_a_block(lesson, visit):
    html = rendering.render_body(
        lesson,
        request=visit(),
        after=lambda segment: SafeString("<hr>") if segment.is_heading else "<",
    )
    assert html.count("<hr>") == 1
