"""Reads where a member stands: states of lessons, answers, followed tracks, and the place to resume at."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from cms.models import Member
from learning.models import CheckpointAnswer, Enrollment, LessonProgress
from learning.outline import Outline, Step, Way, way


@dataclass(frozen=True, slots=True)
class Standing:
    """One member's records on some tracks and lessons; a visitor has none."""

    enrollments: dict[UUID, Enrollment] = field(default_factory=dict)
    progress: dict[UUID, LessonProgress] = field(default_factory=dict)

    @property
    def states(self) -> dict[UUID, str]:
        return {key: row.state for key, row in self.progress.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on: a lesson, and the block in it where the member stopped, if any."""

    lesson: Step
    block_id: str = ""
    is_begun: bool = False

    @property
    def title(self) -> str:
        return self.lesson.title

    @property
    def url(self) -> str:
        return f"{self.lesson.url}#b-{self.block_id}" if self.block_id else self.lesson.url


def standing(
    *, member: Member, outlines: Collection[Outline], lesson_keys: Collection[UUID] = ()
) -> Standing:
    """The member's enrollments and progress on these tracks and lessons: two queries, however many there are."""
    tracks = {outline.key for outline in outlines}
    lessons = {lesson.key for outline in outlines for lesson in outline.lessons} | set(lesson_keys)
    enrollments = Enrollment.objects.filter(member=member, track_key__in=tracks) if tracks else ()
    progress = LessonProgress.objects.filter(member=member, lesson_key__in=lessons) if lessons else ()
    return Standing({row.track_key: row for row in enrollments}, {row.lesson_key: row for row in progress})


def all_progress(*, member: Member) -> dict[UUID, LessonProgress]:
    """The member's progress in every lesson: one query."""
    return {row.lesson_key: row for row in LessonProgress.objects.filter(member=member)}


def answers(*, member: Member, lesson_key: UUID) -> list[CheckpointAnswer]:
    """The member's answers to the checkpoints of a lesson."""
    return list(CheckpointAnswer.objects.filter(member=member, lesson_key=lesson_key))


def choose(*, outlines: Collection[Outline], standing: Standing) -> Outline | None:
    """The track a lesson is read in: the one followed most recently, or else the first that holds the lesson.

    The address of a lesson does not say from which track one came, so that it stays one address for all.
    """
    order = [Enrollment.State.LEFT, Enrollment.State.DONE, Enrollment.State.PAUSED, Enrollment.State.ACTIVE]

    def rank(outline: Outline) -> tuple:
        row = standing.enrollments.get(outline.key)
        return (order.index(Enrollment.State(row.state)), row.last_seen_at or row.started_at) if row else ()

    followed = [each for each in outlines if each.key in standing.enrollments]
    return max(followed, key=rank) if followed else next(iter(outlines), None)


def walk(*, outline: Outline, standing: Standing, current: UUID | None = None) -> Way:
    """The member's way through a track."""
    new = new_lessons(outline=outline, standing=standing)
    return way(outline, standing.states, current=current, new=new)


def new_lessons(*, outline: Outline, standing: Standing) -> set[UUID]:
    """The lessons that came to a track since the member started it, or since they finished it, and that they have
    not opened. Lessons are told apart by their keys: one that was moved, translated or published again is not new."""
    enrollment = standing.enrollments.get(outline.key)
    if enrollment is None or enrollment.known_lessons is None:
        return set()
    known = set(enrollment.known_lessons)
    unopened = {lesson.key for lesson in outline.lessons} - standing.progress.keys()
    return {key for key in unopened if str(key) not in known}


def resume_at(*, way: Way, standing: Standing) -> Place | None:
    """Where the member goes on in a track: the lesson last read while it is not done, else the next one; in a track
    that is done, what is new.

    None when every lesson is done. The place inside the lesson is where the member stopped in it.
    """
    if way.next is None:
        return None
    enrollment = standing.enrollments.get(way.track.key)
    last = enrollment.last_lesson_key if enrollment else None
    open_steps = (step for step in way.steps if step.key == last and step.state != LessonProgress.State.DONE)
    is_done = enrollment is not None and enrollment.state == Enrollment.State.DONE
    target = next(open_steps, way.new[0] if is_done and way.new else way.next)
    row = standing.progress.get(target.key)
    is_begun = any(step.state != "todo" for step in way.steps)
    return Place(target, row.last_block_id if row else "", is_begun)
