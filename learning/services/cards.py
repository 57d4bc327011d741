"""Reads what lists show: cards of tracks, rows of lessons, and the topics to choose from, in one language."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cms import growth
from cms.services import restrictions
from cms.services.publication import prepared
from cms.services.restrictions import NO_KEYS, Keys
from cms.services.structure import SiteFacts
from learning.models import LessonPage, LessonTopic, Topic, TrackPage
from learning.outline import way

from . import tracks
from .standings import Standing


@dataclass(frozen=True, slots=True)
class Card:
    """A track in a list; `original` is its language where it is not translated yet, `vine` the reader's own."""

    key: UUID
    title: str
    url: str
    summary: str
    level: str
    level_value: int
    minutes: int
    lesson_count: int
    topics: frozenset[str]
    cover: Any = None
    original: str = ""
    vine: tuple[growth.Module, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson in a list."""

    key: UUID
    title: str
    url: str
    summary: str
    level: str
    minutes: int
    original: str = ""
    state: str = ""


def track_cards(*, facts: SiteFacts, language: str, stamp: int, keys: Keys = NO_KEYS) -> list[Card]:
    """The cards of all live tracks of a language, in the order of the track index, the same for all readers with
    the same keys (see `restrictions`); without any, those that everybody may read."""
    name = f"cards:{facts.site.pk}:{language}:{'-'.join(map(str, sorted(keys)))}"
    return prepared(name, stamp, lambda: _cards(facts, language, stamp, keys))


def with_vines(
    cards: list[Card],
    *,
    standing: Standing,
    facts: SiteFacts,
    language: str,
    stamp: int,
    keys: Keys = NO_KEYS,
) -> list[Card]:
    """The cards with the vine of each track this reader follows."""
    known = tracks.outlines(facts=facts, language=language, stamp=stamp, keys=keys)
    outlines = {each.key: each for each in known}
    return [
        replace(card, vine=way(outlines[card.key], standing.states).vine)
        if card.key in standing.enrollments and card.key in outlines
        else card
        for card in cards
    ]


def lessons_of(
    *,
    language: str,
    facts: SiteFacts,
    stamp: int,
    level: int | None = None,
    topic: str = "",
    keys: Keys = NO_KEYS,
) -> QuerySet[LessonPage]:
    """The live lessons of a language that these keys open, by title, of a level or a topic where one is given."""
    root = facts.root_path(language)
    found = LessonPage.objects.filter(live=True, locale__language_code=language, url_path__startswith=root)
    gates = restrictions.gates(facts=facts, stamp=stamp)
    found = restrictions.open_only(pages=found, gates=gates, keys=keys)
    if level:
        found = found.filter(level=level)
    if topic:
        about = LessonTopic.objects.filter(topic__slug=topic, topic__locale__language_code=language)
        found = found.filter(pk__in=about.values("lesson_id"))
    return found.select_related("alias_of__locale").defer("body").order_by("title", "pk")


def rows(lessons: list[LessonPage], *, facts: SiteFacts, language: str, states: dict[UUID, str]) -> list[Row]:
    """These lessons as rows, with how far the reader is with each."""
    return [
        Row(
            key=lesson.translation_key,
            title=lesson.title,
            url=facts.url_of(lesson.url_path, language),
            summary=lesson.summary,
            level=lesson.get_level_display(),
            minutes=lesson.minutes,
            original=lesson.words_language if lesson.stands_in else "",
            state=states.get(lesson.translation_key, ""),
        )
        for lesson in lessons
    ]


def topics(*, language: str, stamp: int) -> list[tuple[str, str]]:
    """The topics of a language as (slug, name), by name."""

    def read() -> list[tuple[str, str]]:
        found = Topic.objects.filter(locale__language_code=language).order_by("name")
        return list(found.values_list("slug", "name"))

    return prepared(f"topics:{language}", stamp, read)


def _cards(facts: SiteFacts, language: str, stamp: int, keys: Keys) -> list[Card]:
    known = tracks.outlines(facts=facts, language=language, stamp=stamp, keys=keys)
    outlines = {each.key: each for each in known}
    live = TrackPage.objects.filter(live=True, locale__language_code=language)
    gates = restrictions.gates(facts=facts, stamp=stamp)
    pages = (
        restrictions.open_only(pages=live, gates=gates, keys=keys)
        .select_related("cover", "alias_of__locale")
        .prefetch_related("topics__topic")
        .order_by("path")
    )
    return [_card(page, outlines.get(page.translation_key), facts, language) for page in pages]


def _card(page: TrackPage, outline: Any, facts: SiteFacts, language: str) -> Card:
    return Card(
        key=page.translation_key,
        title=page.title,
        url=facts.url_of(page.url_path, language),
        summary=page.summary,
        level=page.get_level_display(),
        level_value=page.level,
        minutes=outline.minutes if outline else 0,
        lesson_count=len(outline.lessons) if outline else 0,
        topics=frozenset(each.topic.slug for each in page.topics.all()),
        cover=page.cover,
        original=page.words_language if page.stands_in else "",
    )
