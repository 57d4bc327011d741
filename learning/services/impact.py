"""Whom it would touch to take content away: people with records of it, and tracks it stands in."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex

from cms.models import Member
from learning.models import (
    Certificate,
    CheckpointAnswer,
    Enrollment,
    Exercise,
    LessonPage,
    LessonProgress,
    Submission,
    TrackItem,
    TrackPage,
)

#: The records of what people did, and by which key each points at content.
RECORDS: list[tuple[type[models.Model], str]] = [
    (Enrollment, "track_key"),
    (LessonProgress, "lesson_key"),
    (CheckpointAnswer, "lesson_key"),
    (Submission, "exercise_key"),
    (Certificate, "about_key"),
]


def people_of_pages(*, pages: Iterable[Page]) -> int:
    """How many people have a record of a lesson or a track among these pages and everything below them."""
    below = _below(pages, "path")
    return _people(Page.objects.filter(below).values("translation_key")) if below else 0


def people_of_exercises(*, exercises: Collection[Exercise]) -> int:
    """How many people have a record of these exercises, or of a lesson in which one of them stands."""
    placed = ReferenceIndex.objects.none()
    for exercise in exercises:
        placed |= ReferenceIndex.get_references_to(exercise)
    pages = placed.filter(base_content_type=ContentType.objects.get_for_model(Page))
    numbers = {int(number) for number in pages.values_list("object_id", flat=True)}
    lessons = LessonPage.objects.filter(pk__in=numbers).values_list("translation_key", flat=True)
    return _people({exercise.translation_key for exercise in exercises} | set(lessons))


def tracks_holding(*, pages: Iterable[Page]) -> list[TrackPage]:
    """The tracks that would lose a lesson if these pages went, by title; a track that goes with them loses nothing."""
    chosen = list(pages)
    below, going = _below(chosen, "lesson__path"), _below(chosen, "module__track__path")
    if below is None or going is None:
        return []
    items = TrackItem.objects.filter(below).exclude(going)
    return list(TrackPage.objects.filter(pk__in=items.values("module__track")).order_by("title", "pk"))


def _below(pages: Iterable[Page], path: str) -> Q | None:
    paths = [Q(**{f"{path}__startswith": page.path}) for page in pages]
    return reduce(or_, paths) if paths else None


def _people(keys: models.QuerySet | Collection[UUID]) -> int:
    """Each person counts once, whatever they did."""
    marks = [
        Q(pk__in=model._default_manager.filter(**{f"{key}__in": keys}).values("member"))
        for model, key in RECORDS
    ]
    return Member.objects.filter(reduce(or_, marks)).count()
