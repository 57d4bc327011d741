"""Plants the demo's learning: topics and terms, tracks from Markdown, their Spanish, and learners on their way."""

from pathlib import Path

from wagtail.models import Locale, Page

from cms.demo.reading import load, other_locales
from learning.models import GlossaryTerm, LessonIndexPage, Topic, TrackIndexPage

HERE = Path(__file__).resolve().parent
INDEXES: dict[str, type[Page]] = {"tracks": TrackIndexPage, "lessons": LessonIndexPage}


def plant_words() -> int:
    """Topics and glossary terms in every language of the site. Returns how many were new."""
    new = 0
    for record in load("topics.yaml", HERE)["topics"]:
        new += _plant(Topic, record["key"], {code: {"name": name} for code, name in record["name"].items()})
    for record in load("glossary.yaml", HERE)["terms"]:
        texts = {
            code: {"term": term, "definition": record["definition"][code]}
            for code, term in record["term"].items()
        }
        new += _plant(GlossaryTerm, record["key"], texts)
    return new


def _plant(model: type[Topic | GlossaryTerm], slug: str, texts: dict[str, dict[str, str]]) -> int:
    source, new = model.objects.get_or_create(slug=slug, locale=Locale.get_default(), defaults=texts["en"])
    for locale in other_locales():
        if locale.language_code in texts and not source.has_translation(locale):
            copy = source.copy_for_translation(locale)
            for name, value in texts[locale.language_code].items():
                setattr(copy, name, value)
            copy.save()
    return int(new)
