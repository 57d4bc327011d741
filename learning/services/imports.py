"""Imports a folder of Markdown lessons: reads, writes each lesson in a transaction of its own, and reports."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.models import Locale, Page

from cms.models import HomePage
from cms.services import languages
from learning.exceptions import LearningError
from learning.importer.files import Unreadable
from learning.importer.formats import Format, open_folder, told
from learning.importer.lessons import Lesson, exercise_data
from learning.importer.library import Library, open_library, requirements
from learning.importer.report import Change, Problem, Report, Weight
from learning.models import Exercise, LessonIndexPage, LessonPage, TrackIndexPage

from . import imported_lessons, imported_tracks, renamed_lessons
from .import_words import attribution, labels
from .imported_lessons import Shelf
from .imported_pictures import PictureShelf
from .renamed_lessons import Moved

logger = logging.getLogger(__name__)


class ImportRefused(LearningError):
    """The folder cannot be imported at all."""

    code = "import_refused"
    message = gettext_lazy("The lessons cannot be imported.")


type Progress = Callable[[str], None]


@dataclass
class Outcome:
    """What became of each lesson, by key."""

    lessons: dict[str, Change] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # why
    problems: list[Problem] = field(default_factory=list)


def import_folder(
    *,
    directory: Path,
    locale: Locale | None = None,
    track_title: str | None = None,
    dry_run: bool = False,
    progress: Progress = lambda line: None,
    wanted: Format = Format.AUTO,
) -> Report:
    """Import every lesson of a folder into one language, and the track if a title is given ("" takes the folder's).

    Without a language it is the one the folder names, if the site has it, or else the site's own. Lessons are found
    again by their import key, renamed ones by what they say. Links between lessons need every page to exist, so new
    pages are made first, not yet public, and then each lesson is written and published. Progress of learners is not
    touched. `wanted` is the kind of folder, if its files shall not tell; `progress` hears of each lesson.
    Raises ImportRefused if there is nothing to read or nowhere to put it.
    """
    try:
        folder = open_folder(directory, wanted)
    except Unreadable as error:
        raise ImportRefused(error.message) from None
    locale = locale or Locale.objects.filter(language_code=folder.lang).first() or Locale.get_default()
    with override(locale.language_code):
        library = open_library(folder, labels())
        parent = None if dry_run else _index(LessonIndexPage, locale, _("Lessons"))
        shelf = Shelf(library, locale, parent, PictureShelf(library), attribution(folder))
    shelf.pages = _known_pages(library, locale)
    moved = renamed_lessons.find(shelf=shelf)
    report = Report(title=folder.title, dry_run=dry_run, format=told(folder), commit=folder.commit)
    if dry_run:
        _foresee(shelf, moved, report)
    else:
        _write(shelf, moved, report, progress)
    report.pictures = shelf.pictures.count()
    if track_title is not None:
        _add_track(shelf, track_title or folder.title, report)
    if not dry_run and report.changes:
        languages.complete_trees()
    return report


def _known_pages(library: Library, locale: Locale) -> dict[str, int]:
    known = LessonPage.objects.filter(
        locale=locale, alias_of__isnull=True, import_source__in=library.keys.values()
    )
    return dict(known.order_by("-pk").values_list("import_source", "pk"))


def _index[PageType: Page](model: type[PageType], locale: Locale, title: str) -> PageType:
    """The library (or list of tracks) of a language; made if the site has none yet."""
    found = model.objects.filter(locale=locale).first()
    if found is not None:
        return found
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        raise ImportRefused(gettext_lazy("There is no home page in this language."))
    return home.add_child(instance=model(title=title, locale=locale))


def _write(shelf: Shelf, moved: Moved, report: Report, progress: Progress) -> None:
    """Make the missing pages, then write every lesson; if a new one fails, the others are read again without it."""
    outcome = Outcome()
    lessons = shelf.library.read(shelf.pages)
    shelf.requires, outcome.problems = requirements(shelf.library, lessons)
    fresh: set[str] = set()
    for lesson in lessons:
        if old := moved.keys.get(lesson.key):
            step = partial(renamed_lessons.rename, page_id=shelf.pages[lesson.key], old=old, new=lesson.key)
            _attempt(shelf, lesson, outcome, step)
        elif lesson.key not in shelf.pages and _attempt(
            shelf, lesson, outcome, partial(_prepare, lesson, shelf)
        ):
            fresh.add(lesson.key)
    complete = False
    while not complete:
        complete = True
        lessons = shelf.library.read(shelf.pages)
        for lesson in lessons:
            if lesson.key not in shelf.pages or lesson.key in outcome.failed:
                continue
            written = _attempt(shelf, lesson, outcome, partial(_publish, lesson, shelf, outcome, progress))
            if not written and lesson.key in fresh:
                LessonPage.objects.get(pk=shelf.pages.pop(lesson.key)).delete()
                complete = False
    _tell(report, shelf, moved, lessons, outcome)


def _prepare(lesson: Lesson, shelf: Shelf) -> None:
    shelf.pages[lesson.key] = imported_lessons.prepare(lesson=lesson, shelf=shelf).pk


def _publish(lesson: Lesson, shelf: Shelf, outcome: Outcome, progress: Progress) -> None:
    change, notes = imported_lessons.write(page_id=shelf.pages[lesson.key], lesson=lesson, shelf=shelf)
    outcome.problems += [Problem(lesson.path, 0, note, Weight.NOTE) for note in notes]
    if outcome.lessons.get(lesson.key, Change.UNCHANGED) == Change.UNCHANGED:
        outcome.lessons[lesson.key] = change
        progress(f"{change} {lesson.title}")


def _attempt(shelf: Shelf, lesson: Lesson, outcome: Outcome, step: Callable[[], None]) -> bool:
    """Run one transaction; if it fails, nothing of it stays, no file either, and the report says why."""
    exercises = dict(shelf.exercises)
    try:
        step()
    except Exception as error:
        # Whatever a stranger's file brings about: this lesson is named in the report, and the others come in.
        logger.warning("The lesson %s could not be saved", lesson.path, exc_info=True)
        shelf.pictures.discard()
        shelf.exercises = exercises
        outcome.failed[lesson.key] = f"the lesson could not be saved: {_why(error)}"
        return False
    shelf.pictures.keep()
    return True


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(error.messages)
    return str(error) or type(error).__name__


def _tell(report: Report, shelf: Shelf, moved: Moved, lessons: list[Lesson], outcome: Outcome) -> None:
    report.problems = [*shelf.library.problems, *moved.problems, *outcome.problems]
    for lesson in lessons:
        if name := moved.old_name(lesson.key):
            report.renamed[lesson.path] = name
        if lesson.key in outcome.failed:
            report.lessons.append((Change.FAILED, lesson.path, lesson.title))
            report.problems.append(Problem(lesson.path, 0, outcome.failed[lesson.key], Weight.DROPPED))
            continue
        report.lessons.append((outcome.lessons[lesson.key], lesson.path, lesson.title))
        report.problems += lesson.problems
        report.comments += len(lesson.comments)
        report.count_blocks(lesson.blocks)
        for made in lesson.exercises:
            data = exercise_data(made)
            report.count_blocks([data["prompt"], data["solution"], data["hints"]])
            report.exercises[shelf.exercises[made.key]] += 1
        for path in lesson.pictures:
            shelf.pictures.note(path)


def _foresee(shelf: Shelf, moved: Moved, report: Report) -> None:
    """What an import would do, without writing anything."""
    known = dict(shelf.pages)
    lessons = shelf.library.read({key: known.get(key, 0) for key in shelf.library.keys.values()})
    shelf.requires, problems = requirements(shelf.library, lessons)
    pages = LessonPage.objects.filter(pk__in=known.values())
    digests = dict(pages.values_list("pk", "import_digest"))
    keys = [moved.old_exercise(made.key) for lesson in lessons for made in lesson.exercises]
    exercises = Exercise.objects.filter(locale=shelf.locale, import_source__in=keys)
    stored = dict(exercises.values_list("import_source", "import_digest"))
    outcome = Outcome(problems=problems)
    for lesson in lessons:
        wanted = imported_lessons.lesson_digest(lesson, shelf)
        outcome.lessons[lesson.key] = _foreseen(digests.get(known.get(lesson.key, 0)), wanted)
        for made in lesson.exercises:
            wanted = imported_lessons.exercise_digest(exercise_data(made), shelf)
            shelf.exercises[made.key] = _foreseen(stored.get(moved.old_exercise(made.key)), wanted)
    _tell(report, shelf, moved, lessons, outcome)


def _foreseen(stored: str | None, wanted: str) -> Change:
    if stored is None:
        return Change.CREATED
    return Change.UNCHANGED if stored == wanted else Change.UPDATED


def _add_track(shelf: Shelf, title: str, report: Report) -> None:
    """The track, in a transaction of its own; what keeps it from being saved is named, and the lessons stay."""
    try:
        report.track = _track(shelf, title, report.dry_run)
    except Exception as error:
        logger.warning("The track %s could not be saved", title, exc_info=True)
        report.track = Change.FAILED
        problem = Problem(
            shelf.library.folder.id, 0, f"the track could not be saved: {_why(error)}", Weight.DROPPED
        )
        report.problems.append(problem)


def _track(shelf: Shelf, title: str, dry_run: bool) -> Change:
    folder, locale = shelf.library.folder, shelf.locale
    keys = shelf.library.keys
    lesson_ids = {path: shelf.pages[key] for path, key in keys.items() if key in shelf.pages}
    if dry_run:
        found = imported_tracks.known_track(folder=folder, locale=locale)
        wanted = imported_tracks.track_digest(folder=folder, title=title, lesson_ids=lesson_ids)
        return _foreseen(found.import_digest if found else None, wanted)
    with override(locale.language_code):
        parent = _index(TrackIndexPage, locale, _("Tracks"))
    return imported_tracks.write_track(
        folder=folder, title=title, lesson_ids=lesson_ids, locale=locale, parent=parent
    )
