"""How far a learner is on a track, in the few words a drawing or a sentence about it needs.

Pure: the records are counted elsewhere, here they only become numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How far a learner is with one lesson."""

    DONE = "done"
    STARTED = "started"
    TODO = "todo"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One leaf. Optional lessons grow smaller leaves and never keep a module from blooming."""

    state: State = State.TODO
    required: bool = True


@dataclass(frozen=True, slots=True)
class Module:
    """Lessons between two posts of the trellis."""

    lessons: Sequence[Lesson] = field(default_factory=tuple)

    @property
    def in_bloom(self) -> bool:
        """True when every required lesson is done; with optional lessons only, when all of them are."""
        counted = [lesson for lesson in self.lessons if lesson.required] or self.lessons
        return bool(counted) and all(lesson.state == State.DONE for lesson in counted)


@dataclass(frozen=True, slots=True)
class Growth:
    """The vine in numbers, for the text beside it. Only required lessons count, if there are any."""

    done: int
    lessons: int
    blooms: int
    modules: int
    next: int | None  # place of the bud among all lessons, from 0; None when everything is done


def measure(modules: Sequence[Module]) -> Growth:
    """Count what has grown: the first undone required lesson is next, then the first undone optional one."""
    lessons = [lesson for module in modules for lesson in module.lessons]
    counted = [lesson for lesson in lessons if lesson.required] or lessons
    undone = [place for place, lesson in enumerate(lessons) if lesson.state != State.DONE]
    required = [place for place in undone if lessons[place].required]
    return Growth(
        done=sum(lesson.state == State.DONE for lesson in counted),
        lessons=len(counted),
        blooms=sum(module.in_bloom for module in modules),
        modules=len(modules),
        next=next(iter(required or undone), None),
    )
