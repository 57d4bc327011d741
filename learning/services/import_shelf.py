"""What all lessons of one import share, and what a lesson's source sets where it or its folder says so."""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page

from learning.importer.lessons import Lesson
from learning.importer.library import Library
from learning.importer.report import Change, Problem
from learning.models import LessonIndexPage, LessonPage

from .imported_pictures import PictureShelf
from .imported_things import ThingShelf

STREAMS = ("prompt", "solution", "hints")


@dataclass
class Shelf:
    """What all lessons of one import share."""

    library: Library
    locale: Locale
    parent: LessonIndexPage | None
    pictures: PictureShelf
    attribution: str
    things: ThingShelf
    requires: dict[str, list[str]] = field(default_factory=dict)  # lesson key → keys
    pages: dict[str, int] = field(default_factory=dict)  # lesson key → page id
    exercises: dict[str, Change] = field(default_factory=dict)  # exercise key → what happened to it
    exercise_ids: dict[str, int] = field(default_factory=dict)  # exercise key → id, as far as written


@dataclass
class Outcome:
    """What became of each lesson, by key."""

    lessons: dict[str, Change] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # why
    problems: list[Problem] = field(default_factory=list)


def topics_of(lesson: Lesson, shelf: Shelf) -> list[str]:
    """The lesson's topics; the folder's where it says nothing of them."""
    return lesson.topics if "topics" in lesson.stated else lesson.topics or shelf.library.folder.topics


def authors_of(lesson: Lesson, shelf: Shelf) -> list[str]:
    return lesson.authors if "authors" in lesson.stated else lesson.authors or shelf.library.folder.authors


def rights_of(lesson: Lesson, shelf: Shelf) -> tuple[str, str]:
    """License and attribution; the folder's where the lesson says nothing of them."""
    return (
        lesson.license if "license" in lesson.stated else shelf.library.folder.license,
        lesson.attribution if "attribution" in lesson.stated else shelf.attribution,
    )


def fields_of(lesson: Lesson, shelf: Shelf) -> dict[str, Any]:
    """The plain fields that the source sets."""
    license_, attribution = rights_of(lesson, shelf)
    level = lesson.level or shelf.library.folder.level
    return {
        "title": lesson.title,
        "summary": lesson.summary,
        "questions": lesson.questions,
        "objectives": lesson.objectives,
        "key_points": lesson.key_points,
        "teach_minutes": lesson.teach_minutes,
        "practice_minutes": lesson.practice_minutes,
        "authors": ", ".join(authors_of(lesson, shelf))[:255],
        "license": license_,
        "attribution": attribution,
        **({"level": level} if level else {}),
        **({"completion_rule": lesson.completion} if lesson.completion else {}),
    }


def required_of(lesson: Lesson, shelf: Shelf) -> list[int]:
    """The ids of the lessons this one builds on: those of the folder, and others of the site it was exported from."""
    inside = [shelf.pages[key] for key in shelf.requires.get(lesson.key, []) if key in shelf.pages]
    outside = [pk for key in lesson.lineage.requires if (pk := shelf.library.known(key))]
    return list(dict.fromkeys([*inside, *outside]))


def requires_others(page: LessonPage, required: list[int]) -> bool:
    """Whether a page builds on other lessons than these, whatever the language of the page that stands for one."""
    wanted = set(Page.objects.filter(pk__in=required).values_list("translation_key", flat=True))
    entries = page.prerequisites.select_related("requires") if page.pk else page.prerequisites.all()
    return {entry.requires.translation_key for entry in entries} != wanted
