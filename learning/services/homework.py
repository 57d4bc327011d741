"""Reads homework: where an exercise stands in lessons, what a member has done with it, what a lesson still asks for."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex

from cms.models import Member
from cms.services import publication
from learning.exercise_pieces import Mine
from learning.models import Exercise, HintOpening, LessonPage, Submission

State = Submission.State


def mine(*, member: Member, keys: Collection[UUID]) -> dict[UUID, Mine]:
    """What a member has done with these exercises: two queries, however many there are."""
    submissions = Submission.objects.filter(member=member, exercise_key__in=keys)
    rows = {row.exercise_key: row for row in submissions}
    opened = dict(
        HintOpening.objects.filter(member=member, exercise_key__in=keys).values_list("exercise_key", "opened")
    )
    return {key: Mine(opened.get(key, 0), rows.get(key)) for key in keys}


def asked_in(*, lesson: LessonPage) -> list[UUID]:
    """The homework of a lesson, in its order. Projects and practice do not hold a lesson open."""
    placed = [block.value["exercise"] for block in lesson.body if block.block_type == "exercise"]
    return [each.translation_key for each in placed if each and each.kind == Exercise.Kind.HOMEWORK]


def open_homework(*, member: Member, lesson: LessonPage) -> set[UUID]:
    """The homework of this lesson that is not accepted yet."""
    asked = set(asked_in(lesson=lesson))
    if not asked:
        return set()
    accepted = Submission.objects.filter(member=member, exercise_key__in=asked, state=State.ACCEPTED)
    return asked - set(accepted.values_list("exercise_key", flat=True))


def placements(*, stamp: int) -> dict[UUID, list[UUID]]:
    """Keys of the published lessons each exercise stands in, kept for as long as nothing is published."""
    return publication.prepared("exercise-placements", stamp, _placements)


def owing_lessons(*, stamp: int) -> dict[UUID, list[UUID]]:
    """The homework of each published lesson that has some, by the lesson's key."""
    return publication.prepared("homework-of-lessons", stamp, _owing)


def _placements() -> dict[UUID, list[UUID]]:
    """Worked out from Wagtail's index of references, which knows a page as it is published."""
    lessons = dict(LessonPage.objects.live().values_list("pk", "translation_key"))
    exercises = dict(Exercise.objects.values_list("pk", "translation_key"))
    references = ReferenceIndex.objects.filter(
        content_type=ContentType.objects.get_for_model(LessonPage),
        to_content_type=ContentType.objects.get_for_model(Exercise),
    ).values_list("to_object_id", "object_id")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for exercise_pk, lesson_pk in sorted((int(to), int(by)) for to, by in references):
        exercise, lesson = exercises.get(exercise_pk), lessons.get(lesson_pk)
        if exercise and lesson and lesson not in found[exercise]:
            found[exercise].append(lesson)
    return dict(found)


def _owing() -> dict[UUID, list[UUID]]:
    asked = set(
        Exercise.objects.filter(kind=Exercise.Kind.HOMEWORK).values_list("translation_key", flat=True)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for exercise, lessons in _placements().items():
        for lesson in lessons if exercise in asked else ():
            found[lesson].append(exercise)
    return dict(found)
