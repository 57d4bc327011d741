"""What an import would do: the same questions as the import asks, and nothing is written."""

from learning.importer.lessons import Lesson, exercise_data
from learning.importer.library import requirements
from learning.importer.report import Change
from learning.models import LessonPage

from . import import_changes, import_identities, imported_lessons
from .import_shelf import Outcome, Shelf
from .renamed_lessons import Moved


def foresee(*, shelf: Shelf, moved: Moved) -> tuple[list[Lesson], Outcome]:
    """What an import would do, without writing anything."""
    known = dict(shelf.pages)
    lessons = shelf.library.read({key: known.get(key, 0) for key in shelf.library.keys.values()})
    paths = {path for lesson in lessons for path in lesson.files}
    missing = shelf.things.find_documents(paths=paths)
    lessons = shelf.library.read({key: known.get(key, 0) for key in shelf.library.keys.values()})
    shelf.requires, problems = requirements(shelf.library, lessons)
    pages = {page.pk: page for page in LessonPage.objects.filter(pk__in=known.values())}
    outcome = Outcome(problems=[*missing, *problems])
    for lesson in lessons:
        _foresee_exercises(lesson, shelf, moved)
        page = pages.get(known.get(lesson.key, 0))
        change = foreseen(
            stored=page.import_digest if page else None, wanted=imported_lessons.lesson_digest(lesson, shelf)
        )
        if page and change != Change.CREATED:
            change = _seen(change, page, lesson, shelf)
        outcome.lessons[lesson.key] = change
    return lessons, outcome


def _seen(change: Change, page: LessonPage, lesson: Lesson, shelf: Shelf) -> Change:
    """What would become of a page that is there, whose words may be the same although its source is another one."""
    if page.alias_of_id:
        differs = import_changes.stand_in_differs(page=page, lesson=lesson, shelf=shelf)
    else:
        differs = change != Change.UNCHANGED and import_changes.lesson_differs(
            page=page, lesson=lesson, shelf=shelf
        )
    if page.alias_of_id and not differs:
        shelf.exercises |= {made.key: Change.UNCHANGED for made in lesson.exercises}
    return Change.UPDATED if differs else Change.UNCHANGED


def _foresee_exercises(lesson: Lesson, shelf: Shelf, moved: Moved) -> None:
    known = import_identities.known_exercises(lesson=lesson, locale=shelf.locale, named=moved.old_exercise)
    for made in lesson.exercises:
        data, exercise = exercise_data(made), known.get(made.key)
        wanted = imported_lessons.exercise_digest(data, shelf)
        change = foreseen(stored=exercise.import_digest if exercise else None, wanted=wanted)
        if exercise and change == Change.UPDATED:
            same = not import_changes.exercise_differs(exercise=exercise, data=data, shelf=shelf)
            change = Change.UNCHANGED if same else change
        shelf.exercises[made.key] = change
        shelf.exercise_ids[made.key] = exercise.pk if exercise else 0


def foreseen(*, stored: str | None, wanted: str) -> Change:
    """What becomes of something by the fingerprint of the source it was made from."""
    if stored is None:
        return Change.CREATED
    return Change.UNCHANGED if stored == wanted else Change.UPDATED
