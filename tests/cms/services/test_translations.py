"""A parallel text becomes a published translation, string by string."""

import pytest
from wagtail.models import Locale

from cms.blocks.identities import identified
from cms.models import HomePage, StandardPage
from cms.services import languages, translations
from tests.factories.remembered import remembered

ENGLISH = [
    {"type": "heading", "value": {"text": "Who comes", "level": "2", "anchor": ""}},
    {"type": "text", "value": "<p>A nurse and <b>two</b> librarians.</p><p>And you.</p>"},
    {
        "type": "callout",
        "value": {
            "kind": "tip",
            "title": "First visit",
            "content": [{"type": "text", "value": "<p>Come early.</p>"}],
        },
    },
]
ARRIVE = [{"type": "text", "value": "<p>Llega temprano.</p>"}]
SPANISH = [
    {"type": "heading", "value": {"text": "Quiénes vienen", "level": "2", "anchor": ""}},
    {"type": "text", "value": "<p>Una enfermera y <b>dos</b> bibliotecarias.</p><p>Y tú.</p>"},
    {
        "type": "callout",
        "value": {
            "kind": "tip",
            "title": "Primera visita",
            "content": [{"type": "text", "value": "<p>Llega temprano.</p>"}],
        },
    },
]


@pytest.fixture
def spanish(db) -> Locale:
    return Locale.objects.get(language_code="es")


@pytest.fixture
def page(home) -> StandardPage:
    return written(home)


@remembered
def written(home: HomePage) -> StandardPage:
    block = StandardPage._meta.get_field("body").stream_block
    page = StandardPage(title="About us", slug="about", body=identified(block, ENGLISH))
    home.add_child(instance=page)
    page.save_revision().publish()
    languages.complete_trees()
    return StandardPage.objects.get(pk=page.pk)


def counterpart(**fields) -> StandardPage:
    return StandardPage(**{"title": "Quiénes somos", "slug": "about", "body": SPANISH, **fields})


def without_ids(value):
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id"}
    return value


def test_a_parallel_text_is_published(page, spanish, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        counts = translations.translate(source=page, locale=spanish, counterpart=counterpart())
    translated = page.get_translation(spanish)
    assert counts == (7, 7)
    assert (translated.title, translated.live, translated.alias_of_id) == ("Quiénes somos", True, None)
    assert without_ids(list(translated.body.raw_data)) == without_ids(SPANISH)


def test_blocks_keep_their_identity_in_every_language(page, spanish):
    translations.translate(source=page, locale=spanish, counterpart=counterpart())
    assert [block.id for block in page.get_translation(spanish).body] == [block.id for block in page.body]


def test_a_second_time_changes_no_word(page, spanish):
    first = translations.translate(source=page, locale=spanish, counterpart=counterpart())
    second = translations.translate(source=page, locale=spanish, counterpart=counterpart())
    assert first == second
    assert page.get_translation(spanish).title == "Quiénes somos"


def test_what_nobody_translated_stays_as_in_the_source(page, spanish):
    done, total = translations.translate(source=page, locale=spanish, words={"About us": "Quiénes somos"})
    translated = page.get_translation(spanish)
    assert (done, total) == (1, 7)
    assert (translated.title, translated.body[0].value["text"]) == ("Quiénes somos", "Who comes")


def test_words_come_before_the_parallel_text(page, spanish):
    words = {"Who comes": "¿Quién viene?"}
    translations.translate(source=page, locale=spanish, counterpart=counterpart(), words=words)
    assert page.get_translation(spanish).body[0].value["text"] == "¿Quién viene?"
