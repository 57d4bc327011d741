"""The questions of a round in an application: one step more, kept like the others."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from cms.services import languages
from mentorship.models import Answer, Question
from mentorship.services import answers
from tests.factories.mentoring import KINDS, make_question
from tests.factories.mentorship import make_participant


@pytest.fixture
def nora(client, round_page):
    participant = make_participant(round_page, "Nora", state="draft")
    client.force_login(participant.member)
    return participant


def step(participant, name="questions"):
    return reverse("mentorship:apply", args=[participant.round_key, participant.role, name])


def posted(round_page) -> dict:
    """What a browser sends for the usual answer to a question of every kind."""
    sent = {}
    for kind, (_fields, value) in KINDS.items():
        key = make_question(round_page, f"About {kind}", kind).translation_key
        sent[f"question-{key}"] = "on" if value is True else value
    return sent


def test_the_step_stands_between_time_and_send_where_something_is_asked(client, nora, round_page):
    hours = {"timezone": "Europe/Prague", "hour": "1-18", "language-0": "en"}
    assert client.get(step(nora)).status_code == 404
    assert client.post(step(nora, "time"), hours).headers["Location"] == step(nora, "send")
    sent = posted(round_page)
    assert client.post(step(nora, "time"), hours).headers["Location"] == step(nora)
    assert client.post(step(nora), sent).headers["Location"] == step(nora, "send")
    assert [answer.value for answer in nora.answers.order_by("pk")] == [
        value for _fields, value in KINDS.values()
    ]
    page = client.get(step(nora)).text
    assert re.findall(r'value="(Blue|4|no|2\.5|2026-12-24|https://example\.org/me)"', page) != []
    assert 'value="2026-12-24"' in page
    assert "A tea shop" in page
    assert page.count(" checked") == 6  # one choice, two of three, a point, a no, a consent


def test_what_does_not_fit_comes_back_with_the_reason_beside_it_and_everything_typed(
    client, nora, round_page
):
    sent = posted(round_page)
    keys = {question.kind: f"question-{question.translation_key}" for question in Question.objects.all()}
    sent |= {keys["number"]: "many", keys["link"]: "javascript:alert(1)", keys["single"]: "Yellow"}
    answer = client.post(step(nora), sent)
    assert (answer.status_code, Answer.objects.count()) == (200, 0)
    for kind in ("number", "link", "single"):
        assert f'id="id_{keys[kind]}_error"' in answer.text
    assert 'value="many"' in answer.text
    assert "A tea shop" in answer.text


def test_nothing_is_needed_of_a_draft_and_the_status_page_says_what_is_needed_to_send_it(
    client, nora, round_page
):
    question = make_question(round_page, "What for?", required=True)
    answer = client.post(step(nora), {f"question-{question.translation_key}": "", "draft": "1"})
    text = client.get(answer.headers["Location"]).text
    assert f'<a href="{step(nora)}">Questions</a>: What for?' in text


def test_help_of_a_question_is_text_and_a_sensitive_one_says_who_reads_it(client, nora, round_page):
    make_question(round_page, "<b>Hi</b>", help_text="<script>1</script>", sensitive=True)
    text = client.get(step(nora)).text
    assert "&lt;script&gt;1&lt;/script&gt; Only organizers of this round read this answer." in text
    assert "&lt;b&gt;Hi&lt;/b&gt;" in text
    assert "<script>1" not in text


def test_a_question_removed_between_two_clicks_is_not_listened_to(client, nora, round_page):
    gone, stays = (make_question(round_page, label) for label in ("Gone", "Stays"))
    sent = {f"question-{question.translation_key}": "x" for question in (gone, stays)}
    gone.delete()
    assert client.post(step(nora), sent).status_code == 302
    assert Answer.objects.get().asked == "Stays"


def test_people_read_the_questions_in_their_language_and_the_answer_is_the_same(client, nora, round_page):
    make_question(round_page, "Color?", "single", options="Red\nBlue")
    languages.complete_trees()
    spanish = Question.objects.get(locale=Locale.objects.get(language_code="es"))
    Question.objects.filter(pk=spanish.pk).update(label="¿Color?", options="Rojo\nAzul")
    address = "/es" + step(nora)
    page = client.get(address).text
    assert ("¿Color?" in page, 'value="Blue"' in page, "Azul" in page) == (True, True, True)
    client.post(address, {f"question-{spanish.translation_key}": "Blue"})
    told = {}
    for code in ("en", "es"):
        with translation.override(code):
            told[code] = [
                (one.label, one.asked, one.value) for one in answers.for_organizers(participant=nora)
            ]
    assert told == {"en": [("Color?", "", "Blue")], "es": [("¿Color?", "", "Azul")]}


@pytest.mark.parametrize("number", [1, 3])
def test_the_step_costs_the_same_for_one_and_for_three_questions(
    number, client, nora, round_page, django_assert_num_queries
):
    for place in range(number):
        make_question(round_page, f"Question {place}")
    client.get(step(nora))
    with django_assert_num_queries(7):
        client.get(step(nora))


def test_whom_to_keep_apart_is_kept_for_its_writer_and_organizers(client, nora, round_page):
    client.post(step(nora, "send"), {"contact": "me", "apart_words": " Mira from work ", "draft": "1"})
    assert nora.apart_note.words == "Mira from work"
    assert "Mira from work" in client.get(step(nora, "send")).text
    client.post(step(nora, "send"), {"contact": "me", "apart_words": "", "draft": "1"})
    nora.refresh_from_db()
    assert not hasattr(nora, "apart_note")
