"""Every text of every block can be translated, and what comes back is the same lesson in other words."""

import pytest
from django.test import TestCase
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object
from wagtail_localize.strings import StringValue

from learning.models import Exercise, GlossaryTerm, LessonPage
from tests.factories.remembered import remembered

from .conftest import INDENTED, SESSION

# Fields whose values are the same in every language.
KEPT = {"kind", "level", "anchor", "language", "highlight", "header", "shell", "url", "file", "document", "image",
        "decorative", "correct", "hours", "due", "minutes", "resource", "term", "exercise"}  # fmt: skip


def shape(value):
    """A stored value without ids, its texts replaced by whether there are any."""
    if isinstance(value, dict):
        return {
            key: part if key in KEPT and not isinstance(part, dict) else shape(part)
            for key, part in value.items()
            if key != "id" and key not in {"resource", "term", "exercise"}
        }
    if isinstance(value, list):
        return [shape(part) for part in value]
    return bool(value) if isinstance(value, str) else value


def texts(value, key: str = ""):
    """Every text in a stored value that a reader reads."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in {"id", "type"} | (KEPT - {"image"}):
                yield from texts(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, key)
    elif isinstance(value, str) and value:
        yield value


@pytest.fixture
def spanish(lesson, languages_ready) -> LessonPage:
    """The lesson with every string translated to "es:" and the string."""
    return in_spanish(lesson)


@remembered
def in_spanish(lesson: LessonPage) -> LessonPage:
    es = Locale.objects.get(language_code="es")
    with TestCase.captureOnCommitCallbacks(execute=True):
        for thing in (lesson.get_parent().specific, lesson):
            translate_object(thing, [es])
        for source in TranslationSource.objects.all():
            translation = Translation.objects.get(source=source, target_locale=es)
            for segment in source.stringsegment_set.select_related("string", "context"):
                plain = segment.string.data
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string,
                    locale=es,
                    context=segment.context,
                    defaults={"data": f"es:{plain}", "translation_type": "manual"},
                )
            slugs = source.stringsegment_set.filter(context__path="slug")
            StringTranslation.objects.filter(translation_of__in=slugs.values("string"), locale=es).delete()
            translation.save_target(publish=True)
    return LessonPage.objects.get(translation_key=lesson.translation_key, locale=es)


def test_every_text_is_translated_and_nothing_else_changes(lesson, spanish):
    source, target = lesson.body.get_prep_value(), spanish.body.get_prep_value()
    assert shape(target) == shape(source)
    assert [child["id"] for child in target] == [child["id"] for child in source]
    assert [words for words in texts(target) if "es:" not in words] == []


def test_code_comes_back_with_every_space_and_line(spanish):
    by_kind = {child.block_type: child.value for child in spanish.body}
    assert by_kind["code"]["code"] == f"es:{INDENTED}"
    assert by_kind["code"]["outputs"][0]["text"] == "es:  True\n\n    done"
    assert by_kind["code"]["outputs"][1]["text"] == "es:Oh <no>"
    assert by_kind["terminal"]["session"] == f"es:{SESSION}"


def test_every_cell_of_a_table_is_translated_on_its_own(spanish):
    table = next(child.value for child in spanish.body if child.block_type == "table")
    assert [[cell.source for cell in row] for row in table["rows"]] == [
        ["es:Value", "<p>es:Its <code>type</code></p>"],
        ["es:3", "es:a whole number"],
        ["es:'3'", ""],
    ]


def test_what_a_block_chooses_follows_the_language(spanish):
    by_kind = {child.block_type: child.value for child in spanish.body}
    chosen = [
        by_kind["glossary_term"]["term"],
        by_kind["exercise"]["exercise"],
        by_kind["resource"]["resource"],
    ]
    assert [thing.locale.language_code for thing in chosen] == ["es", "es", "es"]
    assert GlossaryTerm.objects.get(locale=spanish.locale).definition == "es:A place, from 0."
    exercise = Exercise.objects.get(locale=spanish.locale)
    assert [child.value["content"][0].value.source for child in exercise.hints] == [
        "<p>es:Divide by two.</p>",
        "<p>es:Use a sum.</p>",
    ]


def test_a_translation_file_brings_code_back_unharmed(
    lesson, languages_ready, django_capture_on_commit_callbacks
):
    fr = Locale.objects.get(language_code="fr")
    with django_capture_on_commit_callbacks(execute=True):
        translate_object(lesson.get_parent().specific, [fr])
        translate_object(lesson, [fr])
        source = TranslationSource.objects.get(object_id=lesson.translation_key)
        translation = Translation.objects.get(source=source, target_locale=fr)
        po = translation.export_po()
        for entry in po:
            entry.msgstr = entry.msgid
        assert translation.import_po(po) == []
        translation.save_target(publish=True)
    french = LessonPage.objects.get(translation_key=lesson.translation_key, locale=fr)
    by_kind = {child.block_type: child.value for child in french.body}
    assert by_kind["code"]["code"] == INDENTED
    assert by_kind["terminal"]["session"] == SESSION
    assert StringValue.from_plaintext(INDENTED).render_text() == INDENTED
