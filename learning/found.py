"""What learning has to be found: lessons, tracks and terms, what narrows them, and topics and tracks to go on from."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms import findable
from cms.findable import Facet, Facts, Kind, Row, Scope, Way
from cms.services.publication import prepared
from cms.services.structure import Link
from cms.spelling import closest, fold, forms
from learning.models import (
    GlossaryTerm,
    LessonIndexPage,
    LessonPage,
    LessonTopic,
    Level,
    TrackPage,
    TrackTopic,
)
from learning.models import Topic as TopicOf
from learning.services import cards, tracks

SHORT, MEDIUM, LONG = "short", "medium", "long"
UP_TO = {SHORT: 15, MEDIUM: 45}  # minutes
LENGTHS = [
    (SHORT, _("Up to 15 minutes")),
    (MEDIUM, _("15 to 45 minutes")),
    (LONG, _("Longer than 45 minutes")),
]
MOST_TOPICS, MOST_TRACKS = 8, 3


def terms(keys: Sequence[int]) -> dict[int, Row]:
    """What results show of terms: the definition itself, because it answers the question."""
    rows = GlossaryTerm.objects.filter(pk__in=keys)
    return {row.pk: Row(row.locale_id, row.translation_key, row.term, row.definition) for row in rows}


def length(minutes: int) -> str:
    """The length of something that takes so many minutes, "" when nobody said how long it takes."""
    return "" if minutes <= 0 else next((name for name, most in UP_TO.items() if minutes <= most), LONG)


@findable.facts
def facts(keys: Sequence[int], scope: Scope) -> dict[int, Facts]:
    """Level, length and topics of the lessons and tracks among these pages, in two statements."""
    columns = (
        "pk", "translation_key", "locale_id", "trackpage__level", "lessonpage__level", "lessonpage__teach_minutes",
        "lessonpage__practice_minutes",
    )  # fmt: skip
    rows = Page.objects.filter(Q(lessonpage__isnull=False) | Q(trackpage__isnull=False), pk__in=keys)
    about = _topics(keys, scope)
    codes = {pk: code for code, pk in scope.locales.items()}
    found = {}
    for pk, key, locale_id, track_level, level, teach, practice in rows.values_list(*columns):
        minutes = (
            teach + practice
            if track_level is None
            else _track_minutes(scope, codes.get(locale_id, "")).get(key, 0)
        )
        values = {
            "level": frozenset({str(level or track_level)}),
            "length": frozenset({length(minutes)} - {""}),
            "topic": frozenset(about.get(pk, ())),
        }
        found[pk] = Facts(values, minutes, Level(level or track_level).label)
    return found


def _topics(keys: Sequence[int], scope: Scope) -> dict[int, set[str]]:
    """The topics of pages as slugs of the reader's language, whatever the language of the page."""
    slugs = {key: slug for key, slug, _name in _known_topics(scope)}
    of_lessons = LessonTopic.objects.order_by().filter(lesson_id__in=keys)
    of_tracks = TrackTopic.objects.order_by().filter(track_id__in=keys)
    rows = of_lessons.values_list("lesson_id", "topic__translation_key").union(
        of_tracks.values_list("track_id", "topic__translation_key")
    )
    about: dict[int, set[str]] = {}
    for page, key in rows.order_by():
        if key in slugs:
            about.setdefault(page, set()).add(slugs[key])
    return about


def _known_topics(scope: Scope) -> list[tuple[UUID, str, str]]:
    def read() -> list[tuple[UUID, str, str]]:
        rows = TopicOf.objects.filter(locale__language_code=scope.language).order_by("name")
        return list(rows.values_list("translation_key", "slug", "name"))

    return prepared(f"search:topics:{scope.language}", scope.stamp, read)


def _track_minutes(scope: Scope, language: str) -> dict[UUID, int]:
    outlines = tracks.outlines(facts=scope.facts, language=language, stamp=scope.stamp)
    return {outline.key: outline.minutes for outline in outlines}


def _levels(scope: Scope) -> list[tuple[str, str]]:
    return [(str(value), label) for value, label in Level.choices]


def _of_level(value: str, scope: Scope) -> Q:
    return Q(lessonpage__level=int(value)) | Q(trackpage__level=int(value))


def _of_length(value: str, scope: Scope) -> Q:
    most = UP_TO.get(value)
    lesson = Q(lessonpage__teach_minutes__lte=most) if most else Q(lessonpage__isnull=False)
    return lesson | Q(trackpage__isnull=False)


def _of_topic(value: str, scope: Scope) -> Q:
    keys = [key for key, slug, _name in _known_topics(scope) if slug == value]
    of_lessons = LessonTopic.objects.filter(topic__translation_key__in=keys).values("lesson_id")
    of_tracks = TrackTopic.objects.filter(topic__translation_key__in=keys).values("track_id")
    return Q(pk__in=of_lessons) | Q(pk__in=of_tracks)


@findable.way
def topics(scope: Scope, words: Sequence[str]) -> Way | None:
    """Topics whose names are near to the words, or else those that most lessons are about, in the library."""
    library, popular = prepared(f"search:popular:{scope.language}", scope.stamp, lambda: _popular(scope))
    url = scope.facts.url_of(library, scope.language) if library else ""
    if not url:
        return None
    near = [
        (slug, name)
        for _key, slug, name in _known_topics(scope)
        if any(_is_near(word, name) for word in words)
    ]
    title = _("Topics near to it") if near else _("What many lessons are about")
    return Way(title, [Link(name, f"{url}?topic={slug}") for slug, name in (near or popular)[:MOST_TOPICS]])


def _is_near(word: str, name: str) -> bool:
    named = fold(name).split()
    return not set(forms(word)).isdisjoint(named) or bool(closest(word, named))


def _popular(scope: Scope) -> tuple[str, list[tuple[str, str]]]:
    """The path of the library of this language, and its topics by the number of live lessons about them."""
    library = LessonIndexPage.objects.filter(live=True, locale__language_code=scope.language).first()
    rows = (
        LessonTopic.objects.filter(
            lesson__live=True,
            lesson__locale__language_code=scope.language,
            topic__locale__language_code=scope.language,
        )
        .values_list("topic__slug", "topic__name")
        .annotate(lessons=Count("lesson_id"))
        .order_by("-lessons", "topic__name")[:MOST_TOPICS]
    )
    return (library.url_path if library else "", [(slug, name) for slug, name, _lessons in rows])


@findable.way
def first_tracks(scope: Scope, words: Sequence[str]) -> Way:
    """The first tracks, for who does not know what to look for."""
    found = cards.track_cards(facts=scope.facts, language=scope.language, stamp=scope.stamp)
    return Way(_("Tracks to follow"), [Link(card.title, card.url) for card in found[:MOST_TRACKS]])


findable.kind(
    Kind(code="track", name=_("Tracks"), one=_("track"), models=(TrackPage,), icon="track"), before="article"
)
findable.kind(
    Kind(code="lesson", name=_("Lessons"), one=_("lesson"), models=(LessonPage,), icon="lesson"),
    before="track",
)
findable.kind(
    Kind(
        code="term",
        name=_("Glossary"),
        one=_("glossary term"),
        models=(GlossaryTerm,),
        icon="glossary",
        rows=terms,
    )
)
findable.facet(
    Facet(
        code="topic",
        name=_("Topic"),
        every=_("Every topic"),
        values=lambda scope: [(slug, name) for _key, slug, name in _known_topics(scope)],
        narrow=_of_topic,
    )
)
findable.facet(Facet(code="level", name=_("Level"), every=_("Every level"), values=_levels, narrow=_of_level))
findable.facet(
    Facet(
        code="length",
        name=_("Length"),
        every=_("Any length"),
        values=lambda scope: LENGTHS,
        narrow=_of_length,
    )
)
