"""Reads what a personal path is made of: lessons, what each builds on and teaches, tracks and topics, once per stamp."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from cms.services import restrictions
from cms.services.publication import prepared
from cms.services.structure import SiteFacts
from learning import paths
from learning.models import LessonIndexPage, LessonPage, LessonPrerequisite, LessonTopic, Topic

from . import tracks


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson as it is named to a reader; `original` is its language where it is not translated yet, or empty."""

    key: UUID
    title: str
    url: str
    minutes: int
    original: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """A track or a topic to reach: the lessons a track asks for, or how many lessons teach a topic, and where they are."""

    key: UUID
    title: str
    url: str
    lessons: tuple[UUID, ...] = ()
    taught: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a path may lead through, in one language, the same for all readers."""

    graph: paths.Graph
    entries: dict[UUID, Entry]
    tracks: dict[UUID, Aim] = field(default_factory=dict)
    topics: dict[UUID, Aim] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A lesson that is better done before another, with the topics it teaches."""

    key: UUID
    title: str
    url: str
    original: str
    topics: frozenset[UUID]


def library(*, facts: SiteFacts, language: str, stamp: int) -> Library:
    """All live lessons with their graph, and the tracks and topics of a language: seven queries, once per stamp."""
    return prepared(f"library:{facts.site.pk}:{language}", stamp, lambda: _library(facts, language, stamp))


def earlier(*, lesson_key: UUID, facts: SiteFacts, language: str, stamp: int) -> tuple[Earlier, ...]:
    """The live lessons that are better done before this one: three queries, once per stamp, one where there are none."""

    def read() -> tuple[Earlier, ...]:
        rows = LessonPage.objects.filter(translation_key=lesson_key, live=True).order_by(
            "prerequisites__sort_order", "prerequisites__pk"
        )
        columns = ("locale__language_code", "pk", "prerequisites__requires__translation_key")
        told: dict[tuple[str, int], list[UUID]] = defaultdict(list)
        for code, pk, key in rows.values_list(*columns):
            told[code, pk].append(key)
        wanted = told[min(told, key=_first)] if told else []
        keys = [key for key in dict.fromkeys(wanted) if key and key != lesson_key]
        if not keys:
            return ()
        found, speakers = _entries(Q(translation_key__in=keys), facts, language)
        topics = _topics_of(speakers, Q(lesson__translation_key__in=keys))
        return tuple(
            Earlier(key, found[key].title, found[key].url, found[key].original, frozenset(topics[key]))
            for key in keys
            if key in found
        )

    return prepared(f"earlier:{facts.site.pk}:{language}:{lesson_key}", stamp, read)


def _first(page: tuple) -> tuple[bool, int]:
    """Which page, given as (language, primary key, …), speaks for a lesson everywhere: the site's own, else the oldest.

    A translation follows its original only when it is synchronized, and must not bring back what was taken away.
    """
    return page[0] != settings.LANGUAGE_CODE, page[1]


def _library(facts: SiteFacts, language: str, stamp: int) -> Library:
    entries, speakers = _entries(Q(), facts, language)
    edges = LessonPrerequisite.objects.filter(lesson__live=True).order_by("pk")
    requires: dict[UUID, list[UUID]] = defaultdict(list)
    for pk, need in edges.values_list("lesson_id", "requires__translation_key"):
        if pk in speakers:
            requires[speakers[pk]].append(need)
    teaches = _topics_of(speakers, Q())
    outlines = tracks.outlines(facts=facts, language=language, stamp=stamp)
    places: dict[UUID, tuple[int, int]] = {}
    for number, outline in enumerate(outlines):
        for nth, lesson in enumerate(outline.lessons):
            places.setdefault(lesson.key, (number, nth))
    aims = {}
    for outline in outlines:
        asked = [each.key for each in outline.lessons if each.required] or [
            each.key for each in outline.lessons
        ]
        aims[outline.key] = Aim(
            outline.key, outline.title, outline.url, tuple(asked), minutes=outline.minutes
        )
    return Library(
        graph=paths.graph(
            paths.Lesson(
                key=key,
                minutes=entry.minutes,
                requires=requires[key],
                teaches=teaches[key],
                place=places.get(key, paths.NOWHERE),
                name=entry.title,
            )
            for key, entry in entries.items()
        ),
        entries=entries,
        tracks=aims,
        topics=_topics(teaches, facts, language),
    )


def _entries(which: Q, facts: SiteFacts, language: str) -> tuple[dict[UUID, Entry], dict[int, UUID]]:
    """Each live lesson as a reader of this language is shown it, and the keys of the pages that speak for them.

    Minutes are those of the page that speaks, so that a path is the same in every language.
    """
    columns = (
        "locale__language_code",
        "pk",
        "translation_key",
        "title",
        "url_path",
        "teach_minutes",
        "practice_minutes",
        "alias_of__locale__language_code",
    )
    pages: dict[UUID, list[tuple]] = defaultdict(list)
    shown_to_all = LessonPage.objects.filter(which, live=True).order_by("pk")
    if facts.has_restrictions:
        shown_to_all = restrictions.readable_by_all(pages=shown_to_all)
    for row in shown_to_all.values_list(*columns):
        if facts.url_of(row[4], row[0]):
            pages[row[2]].append(row)
    entries, speakers = {}, {}
    for key, rows in pages.items():
        speaks = min(rows, key=_first)
        shown = min(rows, key=lambda row: (row[0] != language, *_first(row)))
        code, original = shown[0], shown[7] or ""
        url = facts.url_of(shown[4], code)
        entries[key] = Entry(
            key, shown[3], url, speaks[5] + speaks[6], original if code == language else code
        )
        speakers[speaks[1]] = key
    return entries, speakers


def _topics_of(speakers: Collection[int] | dict[int, UUID], which: Q) -> defaultdict[UUID, list[UUID]]:
    """What each lesson teaches, by key."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    rows = LessonTopic.objects.filter(which, lesson__live=True).order_by("sort_order", "pk")
    for pk, key, topic in rows.values_list("lesson_id", "lesson__translation_key", "topic__translation_key"):
        if pk in speakers:
            found[key].append(topic)
    return found


def _topics(teaches: dict[UUID, list[UUID]], facts: SiteFacts, language: str) -> dict[UUID, Aim]:
    """All topics by name, in this language or as they were written."""
    taught: dict[UUID, int] = defaultdict(int)
    for topics in teaches.values():
        for topic in set(topics):
            taught[topic] += 1
    shelf = LessonIndexPage.objects.filter(live=True, locale__language_code=language).order_by("pk")
    url_path = shelf.values_list("url_path", flat=True).first()
    address = facts.url_of(url_path, language) if url_path else ""
    found: dict[UUID, Aim] = {}
    rows = Topic.objects.order_by("pk").values_list(
        "translation_key", "locale__language_code", "name", "slug"
    )
    for key, code, name, slug in rows:
        if code == language or key not in found:
            url = f"{address}?topic={slug}" if address and code == language else address
            found[key] = Aim(key, name, url, taught=taught[key])
    return dict(sorted(found.items(), key=lambda item: item[1].title.casefold()))
