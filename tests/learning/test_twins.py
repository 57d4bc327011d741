"""Two blocks with one id are refused wherever they come from; two choices with one id stay two choices."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Revision

from learning.findings import twins
from learning.models import LessonPage
from learning.services import checkpoints
from tests.factories.form_data import lesson_fields
from tests.factories.learning import BLOCKS


def box(block_id: str, inner: str) -> dict:
    text = {"id": inner, "type": "text", "value": "<p>Inside.</p>"}
    return {"id": block_id, "type": "callout", "value": {"kind": "tip", "title": "", "content": [text]}}


def with_body(lesson: LessonPage, raw: list[dict]) -> LessonPage:
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = page._meta.get_field("body").stream_block.to_python(raw)
    return page


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ([box("a", "b"), box("c", "d")], set()),
        ([box("a", "b"), box("a", "d")], {"a"}),
        ([box("a", "b"), box("c", "b")], {"b"}),
        ([box("a", "b"), box("b", "c")], {"b"}),
        ([box("", ""), box("", "")], set()),
    ],
)
def test_twins_are_found_at_any_depth(raw, found):
    assert twins(raw) == found


def test_the_choices_of_a_copied_checkpoint_are_no_twins(lesson):
    raw = [dict(block) for block in lesson.body.raw_data]
    twin = copy.deepcopy(next(block for block in raw if block["id"] == BLOCKS["single"]))
    twin["id"] = "another"
    assert twins([*raw, twin]) == set()


@pytest.mark.parametrize("how", ["save", "publish"])
def test_code_cannot_publish_a_copied_box_with_its_inner_ids(lesson, how):
    page = with_body(lesson, [box("a", "b"), box("c", "b")])
    with pytest.raises(ValidationError, match="same inner name"):
        page.save() if how == "save" else page.save_revision().publish()
    assert twins(list(LessonPage.objects.get(pk=lesson.pk).body.raw_data)) == set()


def test_twins_that_came_past_all_checks_are_refused_at_the_next_save_in_the_editor(client, editor, lesson):
    raw = [box("a", "b"), box("c", "b")]
    page = with_body(lesson, raw)
    LessonPage.objects.filter(pk=lesson.pk).update(body=page.body)
    Revision.objects.all().delete()
    loaded = LessonPage.objects.get(pk=lesson.pk)
    fields = lesson_fields("Lists", [(child.block_type, child.value) for child in loaded.body])
    for nth, child in enumerate(raw):
        fields |= {f"body-{nth}-id": child["id"], f"body-{nth}-value-content-0-id": "b"}
    client.force_login(editor)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), fields)
    assert response.status_code == 200
    assert "This block has the inner name of another one." in response.text


def test_a_copied_choice_is_a_choice_of_its_own(member, lesson):
    raw = [copy.deepcopy(block) for block in lesson.body.raw_data]
    question = next(block for block in raw if block["id"] == BLOCKS["single"])
    for choice in question["value"]["choices"]:
        choice["id"] = "the same"
    page = with_body(lesson, raw)
    page.save_revision().publish()
    page = LessonPage.objects.get(pk=lesson.pk)
    row = checkpoints.answer(member=member, lesson=page, block_id=BLOCKS["single"], values=["1"])
    given = checkpoints.given(lesson=page, rows=[row])[BLOCKS["single"]]
    assert (row.answer, given.chosen, given.correct) == (["1"], frozenset({1}), False)
