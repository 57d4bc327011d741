"""Questions as editors work with them: written on the page, copied with it, taken over from another round."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from cms.services import languages, translations
from mentorship.models import Question, RoundPage
from tests.factories.form_data import COMMENTS, block_fields, formset
from tests.factories.mentoring import make_question
from tests.factories.mentorship import make_round


def labels(page: RoundPage) -> list[str]:
    return list(page.questions.order_by("sort_order").values_list("label", flat=True))


def test_an_editor_writes_questions_on_the_round(client, moderator, round_page):
    client.force_login(moderator)
    row = {
        "id": "", "label": "Tea?", "kind": "single", "audience": "both", "required": "on", "help_text": "",
        "options": "Yes\nNo", "minimum": "", "maximum": "",
    }  # fmt: skip
    names = (
        "title", "slug", "kind", "pair_weeks", "capacity_default", "proposal_ttl_days", "min_overlap_minutes",
        "weight_needs", "weight_hours", "weight_wishes", "weight_working", "weight_stage", "weight_chapter",
    )  # fmt: skip
    page = {name: str(getattr(round_page, name)) for name in names}
    sent = {
        **page, "requests_open": "on", "summary": "", "chapter": "", "seo_title": "", "search_description": "",
        "opens_on": "", "closes_on": "", "matching_on": "", "starts_on": "", "ends_on": "", "cover": "",
        "go_live_at": "", "expire_at": "", **COMMENTS,
        **block_fields(RoundPage._meta.get_field("body").stream_block, [], "body"),
        "action-publish": "1",
    }  # fmt: skip
    url = f"/admin/pages/{round_page.pk}/edit/"
    refused = client.post(url, {**sent, **formset("questions", [{**row, "options": "One"}])})
    assert "Write two to twenty different choices" in refused.text
    assert client.post(url, {**sent, **formset("questions", [row])}).status_code == 302
    question = Question.objects.get()
    assert (question.label, question.lines, question.required, question.locale) == (
        "Tea?",
        ["Yes", "No"],
        True,
        round_page.locale,
    )


def test_nonsense_in_a_question_is_a_sentence():
    wrong = [
        {"kind": "number", "minimum": 3, "maximum": 2},
        {"kind": "scale", "minimum": 1},
        {"kind": "scale", "minimum": 1, "maximum": 30},
        {"kind": "single", "options": "One"},
        {"kind": "multiple", "options": "One\nOne"},
        {"kind": "single", "options": "\n".join(map(str, range(21)))},
        {"kind": "single", "options": "One\n" + "x" * 121},
    ]
    found = []
    for fields in wrong:
        with pytest.raises(ValidationError) as problem:
            Question(label="?", **fields).clean()
        found += problem.value.message_dict
    assert found == ["maximum", "maximum", "maximum", "options", "options", "options", "options"]


def test_a_copy_of_a_round_asks_the_same_under_keys_of_its_own(round_page):
    make_question(round_page, "One"), make_question(round_page, "Two")
    copy = round_page.copy(update_attrs={"slug": "spring", "title": "Spring"})
    copy.save_revision().publish()
    assert labels(copy) == labels(round_page) == ["One", "Two"]
    keys = [set(page.questions.values_list("translation_key", flat=True)) for page in (copy, round_page)]
    assert keys[0] & keys[1] == set()


def test_a_translation_keeps_the_keys_and_translates_the_words(round_page):
    make_question(round_page, "Color?", "single", options="Red\nBlue", help_text="One only")
    round_page.save_revision().publish()
    languages.complete_trees()
    spanish = Locale.objects.get(language_code="es")
    counterpart = RoundPage(
        title="Otoño", slug="autumn", locale=spanish, translation_key=round_page.translation_key
    )
    translations.translate(source=round_page, locale=spanish, counterpart=counterpart)
    original, translated = (Question.objects.get(locale__language_code=code) for code in ("en", "es"))
    assert original.translation_key == translated.translation_key
    assert (translated.kind, translated.locale) == ("single", spanish)


def test_an_editor_takes_over_what_another_round_asks_once(client, editor, round_page):
    earlier = make_round("Spring")
    make_question(round_page, "One")
    make_question(earlier, "One"), make_question(earlier, "Two", sensitive=True)
    round_page.save_revision().publish()
    client.force_login(editor)
    url = f"/admin/rounds/{round_page.pk}/questions/"
    assert url in client.get(f"/admin/pages/{round_page.pk}/edit/").text
    assert "Spring" in client.get(url).text
    assert client.post(url, {"source": earlier.pk}).status_code == 302
    assert "asks everything that the other one does" in client.post(url, {"source": earlier.pk}).text
    round_page.refresh_from_db()
    draft = round_page.get_latest_revision_as_object()
    assert [(one.label, one.sensitive) for one in draft.questions.all()] == [("One", False), ("Two", True)]
    assert labels(round_page) == ["One"]  # nothing is published yet
    round_page.get_latest_revision().publish()
    keys = {one.translation_key for one in Question.objects.all()}
    assert (labels(round_page), len(keys)) == (["One", "Two"], 4)


def test_nobody_takes_over_questions_without_the_right_to_edit(
    client, make_member, program_staff, round_page
):
    url = f"/admin/rounds/{round_page.pk}/questions/"
    client.force_login(make_member("Rosa"))
    assert client.get(url).status_code == 302
    assert client.post(url, {}).headers["Location"] != f"/admin/pages/{round_page.pk}/edit/"
