"""Whether an import would change anything: compares what a page says with what its source says, in one spelling.

A fingerprint of the source answers this for a folder that was imported before. An export is another source of the very
same lesson, and an editor may have made it in the first place: there the words themselves are compared.
"""

from dataclasses import replace
from typing import Any

from wagtail.models import Page

from learning.importer import canonical, menus, shapes
from learning.importer.lessons import Lesson, exercise_data
from learning.importer.shapes import Finder
from learning.models import Exercise, LessonPage

from .import_identities import known_exercises
from .import_shelf import STREAMS, Shelf, fields_of, required_of, requires_others, topics_of
from .imported_content import known_topic, materialized
from .imported_things import ThingShelf

RICH = {"questions", "objectives", "key_points", "attribution"}


class _Known:
    """Pictures as they are in the library; what is not there is 0 and so differs from everything."""

    def __init__(self, shelf: Shelf) -> None:
        self.pictures = shelf.pictures

    def image_id(self, path: str, alt_text: str) -> int:
        return self.pictures.known_id(path)


def _stored(raw: Any, shelf: Shelf) -> Any:
    things = ThingShelf(shelf.library, shelf.locale, looking=True)
    known = _Exercises(shelf.exercise_ids)
    return materialized(raw, _Known(shelf), known, things)


class _Exercises(dict):
    def __missing__(self, key: str) -> int:
        return 0


class _Spelling(Finder):
    """Links to a page of the site are the same whatever the language of the page they name, and so are exercises."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}

    def link(self, attributes: dict[str, str]) -> dict[str, str] | None:
        kept = canonical.as_stored(attributes)
        if not kept or kept.get("linktype") != "page":
            return kept
        name = kept.get("id", "")
        if name not in self.keys:
            rows = (
                Page.objects.filter(pk=int(name))
                if name.isascii() and name.isdigit()
                else Page.objects.none()
            )
            self.keys[name] = str(rows.values_list("translation_key", flat=True).first() or name)
        return {**kept, "id": self.keys[name]}

    def exercise(self, said: Any) -> Any:
        """An exercise is the same in all its languages."""
        rows = Exercise.objects.filter(pk=said) if isinstance(said, int) else Exercise.objects.none()
        return str(rows.values_list("translation_key", flat=True).first() or said)


def spelled(raw: list[dict], finder: Finder | None = None) -> list[Any]:
    """Stored blocks in one spelling, without ids; a block that nobody knows is as it is."""
    found: list[Any] = []
    for entry in raw:
        try:
            found.append(shapes.block(entry, finder=finder))
        except shapes.Misshapen:
            found.append(entry)
    return found


def stand_in_differs(*, page: LessonPage, lesson: Lesson, shelf: Shelf) -> bool:
    """Whether the lesson says something else than the untranslated one that stands in for it (an alias).

    The stand-in shows the original's words, exercises and topics, so these are what the lesson is compared with.
    """
    known = known_exercises(lesson=lesson, locale=page.alias_of.locale)
    ids = {**shelf.exercise_ids, **{key: exercise.pk for key, exercise in known.items()}}
    original = replace(shelf, locale=page.alias_of.locale, exercise_ids=ids)
    differs = any(
        made.key not in known
        or exercise_differs(exercise=known[made.key], data=exercise_data(made), shelf=original)
        for made in lesson.exercises
    ) or lesson_differs(page=page, lesson=lesson, shelf=original)
    if not differs:  # lessons that follow may show its exercises again
        shelf.exercise_ids.update({made.key: known[made.key].pk for made in lesson.exercises})
    return differs


def lesson_differs(*, page: LessonPage, lesson: Lesson, shelf: Shelf) -> bool:
    """Whether writing the lesson would change its page."""
    finder = _Spelling()
    for name, value in fields_of(lesson, shelf).items():
        said = getattr(page, name)
        if name in RICH:
            said, value = canonical.rich(said, finder.link), canonical.rich(value, finder.link)
        if said != value:
            return True
    if lesson.tags and {tag.name for tag in page.tags.all()} != {tag[:100] for tag in lesson.tags}:
        return True
    if _topics_differ(page, topics_of(lesson, shelf), lesson, shelf):
        return True
    if requires_others(page, required_of(lesson, shelf)):
        return True
    stored, wanted = list(page.body.get_prep_value()), _stored(lesson.blocks, shelf)
    return spelled(stored, finder) != spelled(wanted, finder)


def _topics_differ(page: LessonPage, names: list[str], lesson: Lesson, shelf: Shelf) -> bool:
    if not names and "topics" not in lesson.stated:
        return False
    known = [known_topic(name=name, locale=shelf.locale) for name in dict.fromkeys(names)]
    wanted = list(dict.fromkeys(topic.pk if topic else 0 for topic in known))
    return [entry.topic_id for entry in page.topics.all()] != wanted


def exercise_differs(*, exercise: Exercise, data: dict[str, Any], shelf: Shelf) -> bool:
    """Whether writing the exercise would change it; a new one always differs."""
    if exercise._state.adding:
        return True
    wanted = {**data}
    stored = {name: getattr(exercise, name) for name in data}
    for name in STREAMS:
        wanted[name] = _stored(data[name], shelf)
        stored[name] = list(getattr(exercise, name).get_prep_value())
    stored["release_on"] = exercise.release_on and exercise.release_on.isoformat()
    finder = _Spelling()
    try:
        return menus.exercise(stored, finder) != menus.exercise(wanted, finder)
    except shapes.Misshapen:
        return True
