"""Plants the demo's personal paths: what some members want to reach, know already and have time for."""

from pathlib import Path
from uuid import UUID

from wagtail.models import Locale, Page

from cms.demo import people
from cms.demo.reading import load
from learning.models import LessonPage, Topic, TrackPage
from learning.services import paths

HERE = Path(__file__).resolve().parent


def plant_paths() -> None:
    """A path for each member of paths.yaml who has none."""
    for record in load("paths.yaml", HERE)["paths"]:
        member = people.member(record["person"])
        if paths.wishes(member=member).has_goals:
            continue
        paths.save(
            member=member,
            wishes=paths.Wishes(
                tracks=_imported(TrackPage, record.get("tracks", [])),
                topics=_topics(record.get("topics", [])),
                known_lessons=_imported(LessonPage, record.get("known_lessons", [])),
                known_topics=_topics(record.get("known_topics", [])),
                minutes=record["minutes"],
            ),
        )


def _imported(model: type[Page], sources: list[str]) -> frozenset[UUID]:
    return frozenset(
        model._default_manager.get(import_source=source, locale=Locale.get_default()).translation_key
        for source in sources
    )


def _topics(slugs: list[str]) -> frozenset[UUID]:
    found = Topic.objects.filter(locale=Locale.get_default())
    return frozenset(found.get(slug=slug).translation_key for slug in slugs)
