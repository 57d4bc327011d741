"""Which exercise stands in which lesson and track of a language: read once per stamp, for lists of homework."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast

from cms.services.publication import prepared
from cms.services.structure import SiteFacts
from learning.models import Exercise, LessonPage

from . import tracks

HANDED_IN = (Exercise.Kind.HOMEWORK, Exercise.Kind.PROJECT)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An exercise and where it stands; one that no published lesson holds now has a title only."""

    key: UUID
    title: str
    is_homework: bool = False
    lesson: str = ""
    url: str = ""
    tracks: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackWork:
    """A track and its homework, in the order of its lessons."""

    key: UUID
    title: str
    url: str
    homework: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignments:
    """Every exercise of the library by its key, and every track that has homework."""

    by_key: dict[UUID, Assignment] = field(default_factory=dict)
    tracks: tuple[TrackWork, ...] = ()

    def track(self, key: UUID | None) -> TrackWork | None:
        """The track with this key, if it has homework."""
        return next((track for track in self.tracks if track.key == key), None)


def read(*, facts: SiteFacts, language: str, stamp: int) -> Assignments:
    """All exercises and where they stand, in a language. Four queries cold, none warm."""
    return prepared(f"assignments:{facts.site.pk}:{language}", stamp, lambda: _read(facts, language, stamp))


def _read(facts: SiteFacts, language: str, stamp: int) -> Assignments:
    titles, keys, handed_in = _exercises(language)
    placed = _placed(language, keys)
    found = {key: Assignment(key, title, key in handed_in) for key, title in titles.items()}
    works = []
    for outline in tracks.outlines(facts=facts, language=language, stamp=stamp):
        here: dict[UUID, None] = {}
        for lesson in outline.lessons:
            for key in placed.get(lesson.key, ()):
                before = found[key]
                named = (before.lesson or lesson.title, before.url or lesson.url)
                at = dict.fromkeys((*before.tracks, outline.key))
                found[key] = Assignment(key, before.title, before.is_homework, *named, tuple(at))
                here[key] = None
        works.append((outline, here))
    return Assignments(
        found,
        tuple(
            TrackWork(outline.key, outline.title, outline.url, work)
            for outline, here in works
            if (work := tuple(found[key] for key in here if key in handed_in))
        ),
    )


def _exercises(language: str) -> tuple[dict[UUID, str], dict[int, UUID], set[UUID]]:
    """Titles by key in this language or as they were written, keys by row, and the keys of what is handed in."""
    titles: dict[UUID, str] = {}
    keys: dict[int, UUID] = {}
    handed_in: set[UUID] = set()
    rows = Exercise.objects.order_by("pk").values_list(
        "pk", "translation_key", "locale__language_code", "title", "kind"
    )
    for pk, key, code, title, kind in rows:
        keys[pk] = key
        if code == language or key not in titles:
            titles[key] = title
        if kind in HANDED_IN:
            handed_in.add(key)
    return titles, keys, handed_in


def _placed(language: str, keys: dict[int, UUID]) -> dict[UUID, list[UUID]]:
    """The exercises of each published lesson by their keys, in reading order; the lesson of this language counts."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    written = LessonPage.objects.annotate(words=Cast("body", TextField()))
    rows = written.filter(live=True, words__contains='"exercise"').order_by("pk")
    spoken: set[UUID] = set()
    for key, code, body in rows.values_list("translation_key", "locale__language_code", "body"):
        if code == language or key not in spoken:
            found[key] = list(_in_body(body.raw_data, keys))
            spoken.add(key)
    return found


def _in_body(raw: Iterable[dict], keys: dict[int, UUID]) -> Iterable[UUID]:
    """Exercises stand in the body itself, never inside another block."""
    for block in raw:
        if block["type"] == "exercise" and (key := keys.get(block["value"].get("exercise"))):
            yield key
