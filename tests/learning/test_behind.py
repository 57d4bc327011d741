"""A translation behind its original: counted in texts, told to editors, and gently to readers."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.models import TranslationLag
from cms.services import lags
from learning.models import Exercise, LessonPage, TrackPage
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.remembered import remembered

NOTE = "The original has changed since this was translated."


@remembered
def translated(thing) -> None:
    """Publish `thing` in Spanish, every text as "es:" and the text."""
    es = Locale.objects.get(language_code="es")
    with TestCase.captureOnCommitCallbacks(execute=True):
        translate_object(thing, [es])
        source = TranslationSource.objects.get(object_id=thing.translation_key)
        for segment in source.stringsegment_set.exclude(context__path="slug"):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=es,
                context=segment.context,
                defaults={"data": f"es:{segment.string.data}", "translation_type": "manual"},
            )
        Translation.objects.get(source=source).save_target(publish=True)


def counted() -> list[tuple[int, int]]:
    return list(TranslationLag.objects.order_by("pk").values_list("changed", "seen"))


def reworded(body, old: str, new: str):
    """A stored body with these words replaced."""
    raw = [{**block, "value": block["value"]} for block in body.raw_data]
    for block in raw:
        if isinstance(block["value"], str):
            block["value"] = block["value"].replace(old, new)
    return body.stream_block.to_python(raw)


@pytest.fixture
def original(languages_ready) -> LessonPage:
    """A lesson with the Spanish tree around it."""
    lesson = make.lesson("Lists", summary="In order.", checkpoints=True)
    trees.complete()
    return lesson


@pytest.fixture
def spanish(original) -> LessonPage:
    translated(original)
    return LessonPage.objects.get(translation_key=original.translation_key, locale__language_code="es")


@pytest.mark.parametrize(
    ("original", "there", "known", "count"),
    [
        (["a"], ["A"], {"a": ["A"]}, 0),
        (["a"], ["a"], {}, 0),  # nobody translated it: the words are those of the original
        (["b"], ["A"], {"a": ["A"]}, 1),
        (["b"], ["A"], {"a": ["A"], "b": ["B"]}, 1),  # translated, and not published yet
        (["a"], ["Aa"], {"a": ["A"]}, 0),  # said better by hand
        (["a", "b"], ["A"], {"a": ["A"]}, 1),
        (["a"], ["A", "B"], {"a": ["A"], "b": ["B"]}, 1),
        (["n", "a", "b"], ["A", "B"], {"a": ["A"], "b": ["B"]}, 1),  # one put before counts once
        (["b", "a"], ["A", "B"], {"a": ["A"], "b": ["B"]}, 0),
        ([], [], {}, 0),
    ],
)
def test_texts_are_followed_or_counted(original, there, known, count):
    assert lags.changed(original=original, there=there, known=known) == count


def test_a_fresh_translation_is_not_behind(spanish):
    assert counted() == []


def test_publishing_the_original_unchanged_puts_nothing_behind(spanish, original, client):
    original.save_revision().publish()
    assert (counted(), NOTE in client.get(spanish.url).text) == ([], False)


def test_a_reader_is_told_and_led_to_the_original(spanish, original, client):
    original.body = reworded(original.body, "Some words", "Other words")
    original.save_revision().publish()
    shown = client.get(spanish.url)
    assert counted() == [(1, 1)]
    assert shown.context["original"] == {"code": "en", "language": "Inglés", "url": original.url}
    assert client.get(original.url).context["original"] is None


def test_what_no_reader_sees_is_told_to_editors_only(spanish, original, client):
    original.seo_title, original.search_description = "Lists in Python", "For search engines."
    original.save_revision().publish()
    assert counted() == [(2, 0)]
    assert client.get(spanish.url).context["original"] is None


def test_a_facilitator_note_is_not_what_readers_see(languages_ready):
    note = ("facilitator_note", {"title": "Mind", "content": [("text", "<p>The colon.</p>")]})
    lesson = make.lesson("Loops")
    lesson.body.append(note)
    lesson.save_revision().publish()
    trees.complete()
    translated(lesson)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body[-1].value["content"][0].value.source = "<p>The indent.</p>"
    lesson.save_revision().publish()
    assert counted() == [(1, 0)]


def test_a_draft_of_the_original_puts_nothing_behind(spanish, original):
    original.summary = "Another."
    original.save_revision()
    assert counted() == []


def test_taking_over_and_publishing_brings_it_up(spanish, original):
    original.summary = "Another."
    original.save_revision().publish()
    before = counted()
    TranslationSource.objects.get(object_id=original.translation_key).update_from_db()
    taken_over = (lags.measure_all_of(key=original.translation_key), counted())[1]
    translated(original)
    assert (before, taken_over, counted()) == ([(1, 1)], [(1, 1)], [])


def test_a_copy_says_that_it_is_not_translated_and_nothing_else(original, client):
    original.summary = "Another."
    original.save_revision().publish()
    assert client.get("/es/lessons/lists/").context["original"] is None


def test_a_stopped_translation_is_nobodys_duty(spanish, original, client):
    original.summary = "Another."
    original.save_revision().publish()
    Translation.objects.update(enabled=False)
    cache.clear()
    assert client.get(spanish.url).context["original"] is None


def test_a_track_is_told_of_its_modules_and_notes(original, client):
    track = make.track("Way", [[original]])
    trees.complete()
    translated(track)
    track = TrackPage.objects.get(pk=track.pk)
    module = track.modules.get()
    module.title = "The first leg"
    module.save()
    track = TrackPage.objects.get(pk=track.pk)
    track.save_revision().publish()
    shown = client.get(track.get_translation(Locale.objects.get(language_code="es")).url)
    assert (counted(), shown.context["original"]["url"]) == ([(1, 1)], track.url)


def test_an_exercise_is_behind_as_soon_as_its_source_is_saved(languages_ready, client, member):
    task = Exercise.objects.create(title="Count", kind="homework", prompt=[("text", "<p>Count them.</p>")])
    lesson = make.lesson("Loops")
    lesson.body.append(("exercise", {"exercise": task, "note": ""}))
    lesson.save_revision().publish()
    translated(task)
    task.prompt = task.prompt.stream_block.to_python(
        [{**block, "value": "<p>Count the odd ones.</p>"} for block in task.prompt.raw_data]
    )
    task.save()
    client.force_login(member)
    here = reverse("learning:homework", args=[task.translation_key])
    assert (counted(), client.get(f"/es{here}").context["original"]["url"]) == ([(1, 1)], here)
    assert client.get(here).context["original"] is None


def test_it_costs_a_visitor_one_statement_cold_and_none_warm(spanish, original, client):
    def cost(*, cold: bool) -> int:
        client.get(spanish.url)
        if cold:
            cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(spanish.url)
        return len(queries)

    before = [cost(cold=True), cost(cold=False)]
    original.summary = "Another."
    original.save_revision().publish()
    after = [cost(cold=True), cost(cold=False)]
    assert [after[0] - before[0], after[1] - before[1]] == [1, 0]


def test_editors_read_it_in_the_report_the_listing_and_on_their_first_page(
    spanish, original, client, moderator
):
    original.summary = "Another."
    original.save_revision().publish()
    client.force_login(moderator)
    words = "1 text of the original has changed since"
    report = client.get(reverse("wagtail_localize:translations_report")).text
    listing = client.get("/admin/lessons/").text
    source = TranslationSource.objects.get(object_id=original.translation_key)
    take_over = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert (words in report, take_over in report, "1 behind" in listing) == (True, True, True)
    assert words in client.get("/admin/").text
