"""The demo's topics and terms keep their own words when lessons about them are translated."""

import pytest
from wagtail.models import Locale

from cms.services import translations
from learning.demo import garden
from learning.models import Topic
from tests.factories.learning import lesson
from tests.factories.remembered import remembered


def names(slug: str) -> dict[str, str]:
    return dict(Topic.objects.filter(slug=slug).values_list("locale__language_code", "name"))


@pytest.fixture(autouse=True)
def a_few_words(monkeypatch):
    """Two topics and two terms are as good as all."""
    load = garden.load
    monkeypatch.setattr(
        garden, "load", lambda *file: {kind: records[:2] for kind, records in load(*file).items()}
    )


@remembered
def planted() -> int:
    """How many topics and terms were new."""
    return garden.plant_words()


def test_a_topic_keeps_its_words_when_a_lesson_about_it_is_translated(languages_ready):
    planted()
    page = lesson("Lists")
    page.topics.create(topic=Topic.objects.get(slug="python-basics", locale=Locale.get_default()))
    page.save()
    spanish = Locale.objects.get(language_code="es")
    translations.translate(source=page, locale=spanish, words={"Lists": "Listas"})
    assert names("python-basics") == {
        "en": "Python basics",
        "es": "Primeros pasos en Python",
        "fr": "Premiers pas en Python",
    }


def test_planting_words_again_changes_nothing(languages_ready):
    assert (planted() > 0, garden.plant_words()) == (True, 0)
