"""Publishes a second folder, the same lessons in another language, as translations of imported lessons.

Every file there has the name of its original and the same blocks in the same order; strings are paired by place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils.translation import override
from wagtail.models import Locale

from cms.services import translations
from learning.importer.files import Unreadable, read_text
from learning.importer.identities import completed
from learning.importer.lessons import Lesson, exercise_data, open_source, read
from learning.importer.library import Library, open_library
from learning.importer.links import Map
from learning.importer.source import Folder, open_folder
from learning.models import Exercise, LessonPage

from . import imported_tracks
from .import_words import attribution, labels
from .imported_content import materialized
from .imported_lessons import STREAMS
from .imported_pictures import PictureShelf
from .imported_things import ThingShelf


@dataclass
class Outcome:
    """How many strings were translated, of how many; and what could not be paired, by file."""

    translated: int = 0
    total: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, counts: tuple[int, int]) -> None:
        self.translated += counts[0]
        self.total += counts[1]


def publish(*, directory: Path, parallel: Path, source: Locale, target: Locale) -> Outcome:
    """Translate the lessons, exercises and track that were imported from `directory` in the language `source`.

    Each lesson is one transaction. A lesson without a parallel file stays as it is. Running it again changes nothing.
    """
    folder, foreign = open_folder(directory), open_folder(parallel)
    with override(source.language_code):
        library = open_library(folder, labels())
    with override(target.language_code):
        theirs = _parallel_lessons(library, foreign)
        said_of_source = attribution(foreign)
    outcome = Outcome()
    ours = library.read(_pages(library, source))
    for lesson in ours:
        counterpart = theirs.get(lesson.path)
        if counterpart is None or len(counterpart.exercises) != len(lesson.exercises):
            outcome.problems.append(f"{lesson.path}: there is no parallel text")
            continue
        _publish_lesson(library, lesson, counterpart, said_of_source, source, target, outcome)
    _publish_track(folder, foreign, source, target, outcome)
    return outcome


def _pages(library: Library, locale: Locale) -> dict[str, int]:
    known = LessonPage.objects.filter(locale=locale, import_source__in=library.keys.values())
    return dict(known.values_list("import_source", "pk"))


def _parallel_lessons(library: Library, foreign: Folder) -> dict[str, Lesson]:
    """Path of the original → its parallel lesson, read as if it stood in the original's place."""
    folder = library.folder
    links = Map(
        library.keys, dict.fromkeys(library.keys.values(), 0), {}, folder.files, library.broken, folder.url
    )
    found: dict[str, Lesson] = {}
    for source in library.sources:
        try:
            text = read_text(foreign.root, foreign.root / Path(source.path).name)
        except Unreadable:
            continue
        lesson = open_source(source.path, text, folder.id, folder.definitions)
        found[source.path] = read(lesson, links.of(source.path), labels())
    return found


@transaction.atomic
def _publish_lesson(
    library: Library,
    ours: Lesson,
    theirs: Lesson,
    said_of_source: str,
    source: Locale,
    target: Locale,
    outcome: Outcome,
) -> None:
    page = LessonPage.objects.filter(locale=source, import_source=ours.key).first()
    if page is None:
        outcome.problems.append(f"{ours.path}: the lesson was not imported")
        return
    pictures = PictureShelf(library)
    things = ThingShelf(library, source)
    exercises: dict[str, int] = {}
    for mine, other in zip(ours.exercises, theirs.exercises, strict=True):
        exercise = Exercise.objects.get(locale=source, import_source=mine.key)
        exercises[other.key] = exercise.pk
        data = exercise_data(other)
        streams = {name: completed(materialized(data[name], pictures, {}, things)) for name in STREAMS}
        counterpart = _like(exercise, {"title": other.title, "starter": other.starter, **streams})
        outcome.add(translations.translate(source=exercise, locale=target, counterpart=counterpart))
    fields = {
        "title": theirs.title,
        "draft_title": theirs.title,
        "summary": theirs.summary,
        "questions": theirs.questions,
        "objectives": theirs.objectives,
        "key_points": theirs.key_points,
        "attribution": said_of_source,
        "body": completed(materialized(theirs.blocks, pictures, exercises, things)),
    }
    outcome.add(translations.translate(source=page, locale=target, counterpart=_like(page, fields)))


def _publish_track(folder: Folder, foreign: Folder, source: Locale, target: Locale, outcome: Outcome) -> None:
    track = imported_tracks.known_track(folder=folder, locale=source)
    if track is None:
        return
    outcomes = "".join(f"<li>{escape(said, quote=False)}</li>" for said in foreign.outcomes)
    fields = {
        "title": foreign.title[:255],
        "draft_title": foreign.title[:255],
        "summary": foreign.description[:400],
        "audience": foreign.audience[:300],
        "outcomes": f"<ul>{outcomes}</ul>" if outcomes else "",
    }
    words: dict[str, str] = {}
    for mine, other in zip(folder.modules, foreign.modules, strict=False):
        words |= {mine.title: other.title, mine.summary: other.summary}
        words |= {ours.note: theirs.note for ours, theirs in zip(mine.episodes, other.episodes, strict=False)}
    words = {ours: theirs for ours, theirs in words.items() if ours and theirs}
    outcome.add(
        translations.translate(source=track, locale=target, counterpart=_like(track, fields), words=words)
    )


def _like(instance: models.Model, fields: Mapping[str, Any]) -> Any:
    """An unsaved instance with the same values, but these fields."""
    kept = {
        f.attname: getattr(instance, f.attname) for f in instance._meta.concrete_fields if not f.primary_key
    }
    return type(instance)(**{**kept, **fields})
