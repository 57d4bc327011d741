"""A track as a list of modules and lessons in one language, and how far one person is on it.

Pure: content and records are read elsewhere. Progress is worked out here each time and stored nowhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from cms import growth


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson at its place in a track. `original` is its language where it is not translated yet, or empty."""

    key: UUID
    title: str
    url: str
    minutes: int = 0
    required: bool = True
    note: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """A leg of the way."""

    title: str
    summary: str = ""
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A track in the reader's language, the same for all readers."""

    key: UUID
    title: str
    url: str
    modules: tuple[Module, ...] = ()

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def minutes(self) -> int:
        """Minutes of the required lessons, reading and practice together."""
        return sum(lesson.minutes for lesson in self.lessons if lesson.required)


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson of the way and how far this person is with it; `grown` where the stem of the vine has come by, and
    `is_new` while it came to the track after this person started and they have not opened it."""

    key: UUID
    title: str
    url: str
    minutes: int
    required: bool
    note: str
    original: str
    state: growth.State
    is_next: bool = False
    is_current: bool = False
    grown: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """A module of the way; it blooms when its required lessons are done."""

    title: str
    summary: str
    lessons: tuple[Step, ...]
    in_bloom: bool

    @property
    def is_current(self) -> bool:
        """Whether the lesson being read is one of these."""
        return any(step.is_current for step in self.lessons)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.lessons if step.required)


@dataclass(frozen=True, slots=True)
class Way:
    """One person's way through a track; a visitor has a way on which nothing has grown yet."""

    track: Outline
    legs: tuple[Leg, ...]
    vine: tuple[growth.Module, ...]
    growth: growth.Growth

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for leg in self.legs for step in leg.lessons)

    @property
    def next(self) -> Step | None:
        """The bud: what to read next; None when everything is done."""
        return next((step for step in self.steps if step.is_next), None)

    @property
    def new(self) -> tuple[Step, ...]:
        """What came to the track since this person started it (or finished it), and is not opened yet."""
        return tuple(step for step in self.steps if step.is_new)

    @property
    def previous_lesson(self) -> Step | None:
        """The lesson before the one being read."""
        return self._beside(-1)

    @property
    def following_lesson(self) -> Step | None:
        """The lesson after the one being read."""
        return self._beside(1)

    @property
    def is_done(self) -> bool:
        """Whether every lesson that counts is done."""
        return 0 < self.growth.lessons == self.growth.done

    def _beside(self, distance: int) -> Step | None:
        steps = self.steps
        here = next((nth for nth, step in enumerate(steps) if step.is_current), None)
        if here is None or not 0 <= here + distance < len(steps):
            return None
        return steps[here + distance]


def way(
    outline: Outline,
    states: Mapping[UUID, str],
    *,
    current: UUID | None = None,
    new: Collection[UUID] = (),
) -> Way:
    """The way of a person whose lessons have these states; `current` is the lesson being read, `new` came later."""
    reached = [_state(lesson, states) for lesson in outline.lessons]
    vine, first = [], 0
    for module in outline.modules:
        here = reached[first : first + len(module.lessons)]
        leaves = (
            growth.Lesson(state, each.required) for state, each in zip(here, module.lessons, strict=True)
        )
        vine.append(growth.Module(tuple(leaves)))
        first += len(module.lessons)
    measured = growth.measure(vine)
    begun = [nth for nth, state in enumerate(reached) if state != growth.State.TODO or nth == measured.next]
    furthest = max(begun, default=-1)
    legs, nth = [], 0
    for module, grown in zip(outline.modules, vine, strict=True):
        steps = []
        for lesson in module.lessons:
            steps.append(
                Step(
                    lesson.key,
                    lesson.title,
                    lesson.url,
                    lesson.minutes,
                    lesson.required,
                    lesson.note,
                    lesson.original,
                    state=reached[nth],
                    is_next=nth == measured.next,
                    is_current=lesson.key == current,
                    grown=nth <= furthest,
                    is_new=lesson.key in new,
                )
            )
            nth += 1
        legs.append(Leg(module.title, module.summary, tuple(steps), grown.in_bloom))
    return Way(outline, tuple(legs), tuple(vine), measured)


def _state(lesson: Lesson, states: Mapping[UUID, str]) -> growth.State:
    return growth.State(states.get(lesson.key, growth.State.TODO))
