"""Whether an import would change anything: compares what a page says with what its source says, in one spelling.

A fingerprint of the source answers this for a folder that was imported before. An export is another source of the very
same lesson, and an editor may have made it in the first place: there the words themselves are compared.
"""

from typing import Any

from learning.importer import canonical, menus, shapes
from learning.importer.lessons import Lesson
from learning.models import Exercise, LessonPage

from .import_shelf import STREAMS, Shelf, fields_of, required_of, topics_of
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


def spelled(raw: list[dict]) -> list[Any]:
    """Stored blocks in one spelling, without ids; a block that nobody knows is as it is."""
    found: list[Any] = []
    for entry in raw:
        try:
            found.append(shapes.block(entry))
        except shapes.Misshapen:
            found.append(entry)
    return found


def lesson_differs(*, page: LessonPage, lesson: Lesson, shelf: Shelf) -> bool:
    """Whether writing the lesson would change its page."""
    for name, value in fields_of(lesson, shelf).items():
        said = getattr(page, name)
        if canonical.rich(said) != canonical.rich(value) if name in RICH else said != value:
            return True
    if lesson.tags and {tag.name for tag in page.tags.all()} != {tag[:100] for tag in lesson.tags}:
        return True
    if _topics_differ(page, topics_of(lesson, shelf), lesson, shelf):
        return True
    required = required_of(lesson, shelf)
    if {entry.requires_id for entry in page.prerequisites.all()} != set(required):
        return True
    return spelled(list(page.body.get_prep_value())) != spelled(_stored(lesson.blocks, shelf))


def _topics_differ(page: LessonPage, names: list[str], lesson: Lesson, shelf: Shelf) -> bool:
    if not names and "topics" not in lesson.stated:
        return False
    known = [known_topic(name=name, locale=shelf.locale) for name in dict.fromkeys(names)]
    wanted = list(dict.fromkeys(topic.pk if topic else 0 for topic in known))
    return [entry.topic_id for entry in page.topics.all()] != wanted


def exercise_differs(*, exercise: Exercise, data: dict[str, Any], shelf: Shelf) -> bool:
    """Whether writing the exercise would change it; a new one always differs."""
    if exercise.pk is None:
        return True
    wanted = {**data}
    stored = {name: getattr(exercise, name) for name in data}
    for name in STREAMS:
        wanted[name] = _stored(data[name], shelf)
        stored[name] = list(getattr(exercise, name).get_prep_value())
    stored["release_on"] = exercise.release_on and exercise.release_on.isoformat()
    try:
        return menus.exercise(stored) != menus.exercise(wanted)
    except shapes.Misshapen:
        return True
