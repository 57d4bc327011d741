"""What a take-home pack of a track would hold right now, and the fingerprint by which two packs are the same."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

from cms.models import Resource, SiteImage
from learning.blocks.practice import solution_is_out
from learning.models import Exercise, GlossaryTerm, LessonPage, TrackPage

from . import exports

FORMAT = 2  # counted up when a pack of the same lessons would look different
POINTERS: dict[str, type[Model]] = {
    "image": SiteImage,
    "exercise": Exercise,
    "resource": Resource,
    "term": GlossaryTerm,
    "document": get_document_model(),
    "file": get_document_model(),
}
SHOWN = {
    SiteImage: ("title", "file_hash", "credit", "license"),
    Resource: ("title", "url", "kind", "description", "language"),
    GlossaryTerm: ("term", "definition"),
    get_document_model(): ("title", "file_hash", "collection__path"),
}
LESSON = (
    "title", "slug", "summary", "questions", "objectives", "key_points", "level", "teach_minutes", "practice_minutes",
    "authors", "license", "attribution",
)  # fmt: skip
TRACK = ("title", "slug", "summary", "audience", "outcomes", "level")
EXERCISE = ("title", "kind", "minutes", "starter", "accepts")


@dataclass(frozen=True)
class Contents:
    """A live track and those of its lessons that everybody may read, in order."""

    track: TrackPage
    lessons: dict[UUID, LessonPage]
    signature: str


def contents(*, track_key: UUID, language: str) -> Contents | None:
    """What a pack would hold; None if the track has no live page in this language or no lesson for everybody.

    Costs the same number of statements however many lessons there are.
    """
    rows = TrackPage.objects.filter(translation_key=track_key, locale__language_code=language, live=True)
    track = rows.select_related("locale", "alias_of__locale").first()
    if track is None:
        return None
    lessons = exports.public_lessons_of(track=track)
    return Contents(track, lessons, _signature(track, lessons)) if lessons else None


def _signature(track: TrackPage, lessons: dict[UUID, LessonPage]) -> str:
    bodies = {str(key): list(page.body.get_prep_value()) for key, page in lessons.items()}
    wanted: dict[type[Model], set[int]] = {}
    _point(list(bodies.values()), wanted)
    today = timezone.localdate()
    exercises: list[Any] = []
    for _pk, exercise in sorted(Exercise.objects.in_bulk(wanted.pop(Exercise, set())).items()):
        # The strictest of its languages decides, here as on the site.
        out = solution_is_out(exercise.family_rules, today)
        streams = [list(getattr(exercise, name).get_prep_value()) for name in ("prompt", "hints", "solution")]
        _point(streams if out else streams[:2], wanted)
        exercises.append([exercise.pk, out, *_values(exercise, EXERCISE), streams if out else streams[:2]])
    documents = wanted.get(get_document_model())
    shown = {
        model.__name__: list(
            model._default_manager.filter(pk__in=ids).order_by("pk").values_list("pk", *SHOWN[model])
        )
        for model, ids in sorted(wanted.items(), key=lambda pair: pair[0].__name__)
    }
    outline = [
        (
            module.title,
            module.summary,
            [(item.lesson_id, item.required, item.note) for item in module.items.all()],
        )
        for module in track.modules.prefetch_related("items")
    ]
    pages = [[str(key), *_values(page, LESSON)] for key, page in lessons.items()]
    closed = (
        list(CollectionViewRestriction.objects.order_by("pk").values_list("collection__path"))
        if documents
        else []
    )
    said = [FORMAT, _values(track, TRACK), outline, pages, bodies, exercises, shown, closed]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _values(row: Model, names: tuple[str, ...]) -> list[Any]:
    return [getattr(row, name) for name in names]


def _point(value: Any, wanted: dict[type[Model], set[int]]) -> None:
    """Collect the ids of everything stored blocks point at."""
    if isinstance(value, list):
        for entry in value:
            _point(entry, wanted)
    elif isinstance(value, dict):
        for name, entry in value.items():
            if name in POINTERS and isinstance(entry, int):
                wanted.setdefault(POINTERS[name], set()).add(entry)
            else:
                _point(entry, wanted)
