"""Writes one imported lesson: its page, its exercises and its pictures, in one transaction."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page

from learning.importer.lessons import Lesson, digest, exercise_data
from learning.importer.library import Library
from learning.importer.report import Change
from learning.models import Exercise, LessonIndexPage, LessonPage, LessonPrerequisite, LessonTopic

from .imported_content import fill_stream, materialized, picture_paths, topics_named
from .imported_pictures import PictureShelf

FORMAT = (
    2  # counted up when the importer makes something else of the same text, so that lessons are written anew
)
STREAMS = ("prompt", "solution", "hints")


@dataclass
class Shelf:
    """What all lessons of one import share."""

    library: Library
    locale: Locale
    parent: LessonIndexPage | None
    pictures: PictureShelf
    attribution: str
    requires: dict[str, list[str]] = field(default_factory=dict)  # lesson key → keys
    pages: dict[str, int] = field(default_factory=dict)  # lesson key → page id
    exercises: dict[str, Change] = field(default_factory=dict)  # exercise key → what happened to it


def lesson_digest(lesson: Lesson, shelf: Shelf) -> str:
    """A fingerprint of everything this lesson's page is made of."""
    folder = shelf.library.folder
    return digest(
        FORMAT,
        [
            lesson.title,
            lesson.summary,
            lesson.teach_minutes,
            lesson.practice_minutes,
            lesson.level or folder.level,
        ],
        [lesson.questions, lesson.objectives, lesson.key_points, _without_key(lesson.blocks, lesson.key)],
        [lesson.topics or folder.topics, lesson.tags, lesson.authors or folder.authors],
        [folder.license, shelf.attribution],
        [shelf.pages.get(key) for key in shelf.requires.get(lesson.key, [])],
        {path: shelf.library.pictures.get(path) for path in picture_paths(lesson.blocks)},
        [made.key.removeprefix(lesson.key) for made in lesson.exercises],
    )


def _without_key(raw: Any, key: str) -> Any:
    """Raw stream data in which exercises are named within their lesson: a new file name is no new text."""
    if isinstance(raw, list):
        return [_without_key(entry, key) for entry in raw]
    if not isinstance(raw, dict):
        return raw
    found = {name: _without_key(value, key) for name, value in raw.items()}
    if isinstance(raw.get("exercise"), str):
        found["exercise"] = raw["exercise"].removeprefix(key)
    return found


def exercise_digest(data: dict[str, Any], shelf: Shelf) -> str:
    """A fingerprint of everything an exercise is made of."""
    pictures = {
        path: shelf.library.pictures.get(path) for name in STREAMS for path in picture_paths(data[name])
    }
    return digest(FORMAT, data, pictures)


@transaction.atomic
def prepare(*, lesson: Lesson, shelf: Shelf) -> LessonPage:
    """Make the page of a new lesson, complete but not public: links to lessons that follow can only be set when
    those have pages too. Its digest stays empty, so that `write` takes it up."""
    page = LessonPage(
        locale=shelf.locale,
        import_source=lesson.key,
        live=False,
        title=lesson.title,
        slug=_slug(lesson, shelf),
    )
    _fill(page, lesson, shelf, _write_exercises(lesson, shelf))
    assert shelf.parent is not None
    shelf.parent.add_child(instance=page)
    return page


@transaction.atomic
def write(*, page_id: int, lesson: Lesson, shelf: Shelf) -> tuple[Change, list[str]]:
    """Bring a lesson's page up to date as a new published revision; nothing is written if its source is as it was.

    Gives what happened to the page, and notes for the editor. A page that an editor took
    off the site stays off: it gets the revision as a draft.
    """
    page = LessonPage.objects.select_for_update().get(pk=page_id)
    exercises = _write_exercises(lesson, shelf)
    wanted = lesson_digest(lesson, shelf)
    if page.import_digest == wanted:
        return Change.UNCHANGED, []
    new = not page.import_digest and not page.live and page.latest_revision_id is None
    notes = []
    if page.live and page.has_unpublished_changes:
        notes.append("an editor's draft was replaced by the imported text; it is in the page's history")
    _fill(page, lesson, shelf, exercises)
    page.import_digest = wanted
    revision = page.save_revision(log_action=True)
    if page.live or new:
        revision.publish()
    else:
        LessonPage.objects.filter(pk=page.pk).update(import_digest=wanted)
        notes.append("the page is not published; the imported text waits there as a draft")
    return (Change.CREATED if new else Change.UPDATED), notes


def _slug(lesson: Lesson, shelf: Shelf) -> str:
    """The file's name without its number, unlike any sibling's."""
    stem = lesson.key.rsplit("/", 1)[-1]
    name = lesson.name or stem.lstrip("0123456789").lstrip("-") or stem
    assert shelf.parent is not None
    parent = Page.objects.get(pk=shelf.parent.pk)
    for candidate in (
        name,
        f"{shelf.library.folder.id}-{name}",
        *(f"{name}-{number}" for number in range(2, 1000)),
    ):
        if Page._slug_is_available(candidate[:240], parent):
            return candidate[:240]
    raise ValueError(name)


def _fill(page: LessonPage, lesson: Lesson, shelf: Shelf, exercises: dict[str, int]) -> None:
    """Set what the source knows; what only editors decide (address, cover, reviews, completion) stays."""
    folder = shelf.library.folder
    page.title = page.draft_title = lesson.title
    page.summary = lesson.summary
    page.questions, page.objectives, page.key_points = lesson.questions, lesson.objectives, lesson.key_points
    page.teach_minutes, page.practice_minutes = lesson.teach_minutes, lesson.practice_minutes
    page.level = lesson.level or folder.level or page.level
    page.authors = ", ".join(lesson.authors or folder.authors)[:255]
    page.license, page.attribution = folder.license, shelf.attribution
    fill_stream(page, "body", materialized(lesson.blocks, shelf.pictures, exercises))
    if lesson.tags:
        page.tags.set([tag[:100] for tag in lesson.tags])
    topics = topics_named(lesson.topics or folder.topics, shelf.locale)
    if topics and [entry.topic_id for entry in page.topics.all()] != [topic.pk for topic in topics]:
        page.topics = [
            LessonTopic(topic=topic, locale=shelf.locale, sort_order=order)
            for order, topic in enumerate(topics)
        ]
    required = [shelf.pages[key] for key in shelf.requires.get(lesson.key, []) if key in shelf.pages]
    if [entry.requires_id for entry in page.prerequisites.all()] != required:
        page.prerequisites = [
            LessonPrerequisite(requires_id=pk, sort_order=order) for order, pk in enumerate(required)
        ]


def _write_exercises(lesson: Lesson, shelf: Shelf) -> dict[str, int]:
    """Make or update the exercises of a lesson; give their ids by key."""
    known = {
        exercise.import_source: exercise
        for exercise in Exercise.objects.filter(
            locale=shelf.locale, import_source__in=[made.key for made in lesson.exercises]
        )
    }
    ids: dict[str, int] = {}
    for made in lesson.exercises:
        data = exercise_data(made)
        wanted = exercise_digest(data, shelf)
        exercise = known.get(made.key) or Exercise(locale=shelf.locale, import_source=made.key)
        if exercise.import_digest != wanted:
            if shelf.exercises.get(made.key) != Change.CREATED:
                shelf.exercises[made.key] = Change.UPDATED if exercise.pk else Change.CREATED
            for name, value in data.items():
                if name in STREAMS:
                    fill_stream(exercise, name, materialized(value, shelf.pictures, {}))
                else:
                    setattr(exercise, name, value)
            exercise.import_digest = wanted
            exercise.full_clean()
            exercise.save()
        else:
            shelf.exercises.setdefault(made.key, Change.UNCHANGED)
        ids[made.key] = exercise.pk
    return ids
