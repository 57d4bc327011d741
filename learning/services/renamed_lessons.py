"""Lessons whose file was renamed or moved keep their page: it is found by what it says, and known by its new key."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from learning.importer import renames
from learning.importer.lessons import Lesson, exercise_data
from learning.importer.report import Problem, Weight
from learning.models import Exercise, LessonPage

from .imported_lessons import STREAMS, Shelf, lesson_digest


@dataclass
class Moved:
    """The lessons that were found again: new key → old key; and what an editor should hear of the others."""

    keys: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def old_name(self, key: str) -> str:
        """What a lesson was called before, or nothing."""
        return _name(self.keys[key]) if key in self.keys else ""

    def old_exercise(self, key: str) -> str:
        """The key an exercise has in the database as long as nothing is written."""
        lesson, mark, name = key.partition("#")
        return f"{self.keys.get(lesson, lesson)}{mark}{name}"


def find(*, shelf: Shelf) -> Moved:
    """Compare new lessons with pages whose file is gone. Their pages enter `shelf.pages`; nothing is written."""
    moved = Moved()
    gone = _gone(shelf)
    lessons = shelf.library.read(shelf.pages) if gone else []
    fresh = [lesson for lesson in lessons if lesson.key not in shelf.pages]
    if fresh:
        moved.keys = _same_text(fresh, gone, shelf)
        left = {page.import_source: page for page in gone if page.import_source not in moved.keys.values()}
        new = {lesson.key: _bag_of(lesson) for lesson in fresh if lesson.key not in moved.keys}
        alike, unsure = renames.matches(new, {key: _bag_of_page(page) for key, page in left.items()})
        moved.keys |= alike
        paths = {lesson.key: lesson.path for lesson in fresh}
        for key, candidates in unsure.items():
            names = ", ".join(f"“{_name(candidate)}”" for candidate in candidates)
            words = f"it may be {names} under another name, but not surely; it is a new lesson"
            moved.problems.append(Problem(paths[key], 0, words, Weight.NOTE))
    for page in gone:
        if page.import_source not in moved.keys.values():
            words = f"the lesson “{page.title}” is no longer in the folder; its page stays"
            moved.problems.append(Problem(_name(page.import_source), 0, words, Weight.NOTE))
    pages = {page.import_source: page.pk for page in gone}
    shelf.pages |= {key: pages[old] for key, old in moved.keys.items()}
    return moved


@transaction.atomic
def rename(*, page_id: int, old: str, new: str) -> None:
    """Give a page and its exercises, in all languages, the key of their new file. Address and history stay."""
    page = LessonPage.objects.select_for_update().get(pk=page_id)
    LessonPage.objects.filter(translation_key=page.translation_key, import_source=old).update(
        import_source=new
    )
    exercises = Exercise.objects.filter(import_source__startswith=f"{old}#", locale=page.locale)
    siblings = Exercise.objects.filter(
        translation_key__in=list(exercises.values_list("translation_key", flat=True))
    )
    siblings.filter(import_source__startswith=f"{old}#").update(
        import_source=Concat(Value(new), Substr("import_source", len(old) + 1))
    )


def _gone(shelf: Shelf) -> list[LessonPage]:
    """The pages that came from this folder and have no file in it any more."""
    library = shelf.library
    present = {*library.keys.values(), *library.present}
    known = LessonPage.objects.filter(
        locale=shelf.locale, alias_of__isnull=True, import_source__startswith=f"{library.folder.id}/"
    )
    gone = [pk for pk, key in known.values_list("pk", "import_source") if key not in present]
    return list(LessonPage.objects.filter(pk__in=gone).order_by("import_source", "pk"))


def _same_text(fresh: list[Lesson], gone: list[LessonPage], shelf: Shelf) -> dict[str, str]:
    """Lessons of which nothing but the name has changed, as long as there is one of each."""
    old: dict[str, list[str]] = {}
    for page in gone:
        old.setdefault(page.import_digest, []).append(page.import_source)
    new: dict[str, list[str]] = {}
    for lesson in fresh:
        new.setdefault(lesson_digest(lesson, shelf), []).append(lesson.key)
    return {keys[0]: old[said][0] for said, keys in new.items() if len(keys) == 1 == len(old.get(said, []))}


def _bag_of(lesson: Lesson) -> renames.Bag:
    exercises = [exercise_data(made) for made in lesson.exercises]
    return renames.bag(lesson.title, lesson.blocks, [_said(data) for data in exercises])


def _bag_of_page(page: LessonPage) -> renames.Bag:
    made = Exercise.objects.filter(locale=page.locale, import_source__startswith=f"{page.import_source}#")
    exercises = [
        {"title": entry.title, "starter": entry.starter}
        | {name: list(getattr(entry, name).get_prep_value()) for name in STREAMS}
        for entry in made.order_by("pk")
    ]
    return renames.bag(page.title, list(page.body.get_prep_value()), [_said(data) for data in exercises])


def _said(data: dict[str, Any]) -> list[Any]:
    return [data["title"], data["starter"], *(data[name] for name in STREAMS)]


def _name(key: str) -> str:
    return key.partition("/")[2]
