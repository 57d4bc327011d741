"""A member's homework at a glance: what is theirs to do, what waits for a reviewer, what is accepted."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from cms.models import Member
from learning.models import Enrollment, Exercise, LessonProgress, Submission

from . import homework, tracks

State = Submission.State


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of homework; without a submission nothing is typed yet."""

    title: str
    url: str
    submission: Submission | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The rows by whose turn it is: answered ones first, then drafts and what is owed; the longest waiting first."""

    answered: list[Row]
    owed: list[Row]
    waiting: list[Row]
    accepted: list[Row]
    withdrawn: list[Row]

    @property
    def is_empty(self) -> bool:
        return not (self.answered or self.owed or self.waiting or self.accepted or self.withdrawn)


def overview(*, member: Member, language: str, stamp: int) -> Overview:
    """Everything the member has typed or owes: five queries, however much it is."""
    rows = list(Submission.objects.filter(member=member).order_by("waiting_since", "-accepted_at", "pk"))
    owed = owed_keys(
        lessons=_begun_lessons(member), known={row.exercise_key: row.state for row in rows}, stamp=stamp
    )
    begun = {row.exercise_key for row in rows}
    fresh = [key for key in owed if key not in begun]
    titles = Exercise.objects.in_language([*begun, *fresh], language)

    def of(*states: str) -> list[Row]:
        return [_row(row.exercise_key, titles, row) for row in rows if row.state in states]

    return Overview(
        answered=of(State.WAITING_LEARNER),
        owed=[*of(State.DRAFT), *(_row(key, titles) for key in fresh if key in titles)],
        waiting=of(State.WAITING_REVIEW),
        accepted=of(State.ACCEPTED),
        withdrawn=of(State.WITHDRAWN),
    )


def owed_keys(*, lessons: Collection[UUID], known: dict[UUID, str], stamp: int) -> list[UUID]:
    """The homework of these lessons that was never handed in. `known` has the states of what the member has typed.

    What was taken back is the member's own decision and not owed.
    """
    asked = homework.owing_lessons(stamp=stamp)
    keys = dict.fromkeys(key for lesson in lessons for key in asked.get(lesson, ()))
    return [key for key in keys if known.get(key, State.DRAFT) == State.DRAFT]


def _begun_lessons(member: Member) -> list[UUID]:
    """Lessons the member has begun or finished in tracks they follow, in the order they began them."""
    followed = Enrollment.objects.filter(
        member=member, state__in=[Enrollment.State.ACTIVE, Enrollment.State.DONE]
    )
    keys = set(followed.values_list("track_key", flat=True))
    placed = {lesson for lessons in tracks.lesson_keys(track_keys=keys).values() for lesson in lessons}
    begun = LessonProgress.objects.filter(member=member, lesson_key__in=placed)
    return list(begun.order_by("started_at", "pk").values_list("lesson_key", flat=True))


def _row(key: UUID, titles: dict[UUID, Exercise], submission: Submission | None = None) -> Row:
    found = titles.get(key)
    return Row(found.title if found else "", reverse("learning:homework", args=[key]), submission)
