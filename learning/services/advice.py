"""What a lesson is better done after, and how far a reader is with that. Advice: nothing is ever locked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from cms.models import Member

from . import paths
from .library import Earlier


@dataclass(frozen=True, slots=True)
class Advised:
    """An earlier lesson; `state` is "done", "known", "started", "todo", or empty for a visitor."""

    title: str
    url: str
    original: str
    state: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The earlier lessons, in the order an editor gave them."""

    lessons: tuple[Advised, ...]

    @property
    def is_open(self) -> bool:
        """Whether the reader has not met all of it yet."""
        return any(lesson.state in {"todo", "started"} for lesson in self.lessons)

    @property
    def is_known(self) -> bool:
        """Whether the reader is through with all of it; nobody knows that of a visitor."""
        return all(lesson.state in {"done", "known"} for lesson in self.lessons)


def better_after(
    *, member: Member | None, before: Collection[Earlier], states: Mapping[UUID, str]
) -> Advice | None:
    """Where this reader stands with the lessons that come `before`; None when there are none.

    One query for a member with some of them not done, else none. `states` are those already read.
    """
    if not before:
        return None
    pending = [lesson for lesson in before if states.get(lesson.key) != "done"] if member else []
    known = (
        paths.known_among(
            member=member,
            lessons=[lesson.key for lesson in pending],
            topics={topic for lesson in pending for topic in lesson.topics},
        )
        if member and pending
        else paths.Wishes()
    )

    def state(lesson: Earlier) -> str:
        if member is None:
            return ""
        if lesson in pending and (
            lesson.key in known.known_lessons or (lesson.topics and lesson.topics <= known.known_topics)
        ):
            return "known"
        return states.get(lesson.key, "todo")

    return Advice(
        tuple(Advised(lesson.title, lesson.url, lesson.original, state(lesson)) for lesson in before)
    )
