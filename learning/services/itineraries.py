"""A personal path as it is shown: lessons by week with their whys, what is left out, and what could not be found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from learning import paths
from learning.models import LessonProgress

from .library import Aim, Entry, Library
from .paths import Wishes

DONE = LessonProgress.State.DONE


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson of the path. `tracks` and `topics` are the goals it is part of; else it is for `before` and `wanted_by`."""

    entry: Entry
    state: str
    tracks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    before: str = ""
    wanted_by: tuple[str, ...] = ()
    is_next: bool = False
    until: int = 0  # the week it ends in, where that is a later one


@dataclass(frozen=True, slots=True)
class Week:
    """The lessons that begin in a week; days are the member's own, counted from the day the path is looked at."""

    number: int
    begins: date
    ends: date
    rows: tuple[Row, ...]

    @property
    def minutes(self) -> int:
        return sum(row.entry.minutes for row in self.rows)


@dataclass(frozen=True, slots=True)
class Known:
    """A lesson the path passes by: done here, said to be known, or teaching only topics that are known."""

    entry: Entry
    why: str  # "done", "told" or "topics"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A goal and how things stand: "ahead", "reached", "missing" (no lesson teaches it) or "gone" (not published)."""

    kind: str
    key: UUID
    title: str
    url: str = ""
    state: str = "ahead"
    lesson: str = ""  # the lesson by which a topic is reached
    more: int = 0  # how many other lessons teach the topic


@dataclass(frozen=True, slots=True)
class Itinerary:
    """A personal path, ready to be shown."""

    targets: tuple[Target, ...]
    weeks: tuple[Week, ...]
    left_out: tuple[Known, ...]
    topics: tuple[Aim, ...]  # said to be known
    minutes_per_week: int
    minutes: int = 0
    week_count: int = 0
    is_shortest: bool = True

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for week in self.weeks for row in week.rows)

    @property
    def next(self) -> Row | None:
        return next(iter(self.rows), None)

    @property
    def untimed(self) -> int:
        """How many lessons do not say how long they take."""
        return sum(not row.entry.minutes for row in self.rows)

    @property
    def unfound(self) -> int:
        """How many goals no lesson leads to now."""
        return sum(target.state in {"missing", "gone"} for target in self.targets)

    @property
    def is_reached(self) -> bool:
        """Whether nothing is left of any goal that can be reached."""
        return not self.weeks and any(target.state == "reached" for target in self.targets)


def lay_out(*, library: Library, wishes: Wishes, states: Mapping[UUID, str], today: date) -> Itinerary:
    """The shortest way to what somebody wishes, from `today` on, in this library. Asks the database nothing."""
    done = {key for key, state in states.items() if state == DONE}
    known = done | wishes.known_lessons
    goals = _goals(library, wishes)
    way = paths.plan(library.graph, goals=goals, known=known, topics=wishes.known_topics)
    spans = paths.weeks([stop.minutes for stop in way.stops], a_week=wishes.minutes)
    return Itinerary(
        targets=tuple(_targets(library, wishes, way)),
        weeks=tuple(_weeks(library, way, spans, states, today)),
        left_out=tuple(_known(library, wishes, way.left_out, done)),
        topics=tuple(aim for key, aim in library.topics.items() if key in wishes.known_topics),
        minutes_per_week=wishes.minutes,
        minutes=way.minutes,
        week_count=spans[-1][1] if spans else 0,
        is_shortest=way.is_shortest,
    )


def on_the_way(*, library: Library, wishes: Wishes) -> list[Entry]:
    """All lessons these goals ask of somebody who knows nothing, in order, and those that are said to be known."""
    way = paths.plan(library.graph, goals=_goals(library, wishes))
    keys = [stop.key for stop in way.stops]
    keys += sorted(wishes.known_lessons.difference(keys), key=str)
    return [library.entries[key] for key in keys if key in library.entries]


def _goals(library: Library, wishes: Wishes) -> list[paths.Goal]:
    """Tracks in their order, then topics by name."""
    tracks = [
        paths.Goal(("track", key), lessons=aim.lessons)
        for key, aim in library.tracks.items()
        if key in wishes.tracks
    ]
    topics = [paths.Goal(("topic", key), topic=key) for key in library.topics if key in wishes.topics]
    return tracks + topics


def _targets(library: Library, wishes: Wishes, way: paths.Path) -> Iterable[Target]:
    teachers = {
        name[1]: library.entries[stop.key].title
        for stop in way.stops
        for name in stop.of
        if name[0] == "topic"
    }
    for kind, wanted, aims in (
        ("track", wishes.tracks, library.tracks),
        ("topic", wishes.topics, library.topics),
    ):
        for key in [key for key in aims if key in wanted]:
            aim, name = aims[key], (kind, key)
            state = "reached" if name in way.reached else "missing" if name in way.missing else "ahead"
            if kind == "track" and not aim.lessons:
                state = "missing"
            lesson = teachers.get(key, "") if kind == "topic" else ""
            yield Target(kind, key, aim.title, aim.url, state, lesson, max(aim.taught - 1, 0))
        for key in sorted(wanted.difference(aims), key=str):
            yield Target(kind, key, "", state="gone")


def _weeks(
    library: Library,
    way: paths.Path,
    spans: list[tuple[int, int]],
    states: Mapping[UUID, str],
    today: date,
) -> Iterable[Week]:
    titles = {
        **{("track", key): aim.title for key, aim in library.tracks.items()},
        **{("topic", key): aim.title for key, aim in library.topics.items()},
    }
    by_week: dict[int, list[Row]] = {}
    for nth, (stop, (first, last)) in enumerate(zip(way.stops, spans, strict=True)):
        by_week.setdefault(first, []).append(
            Row(
                entry=library.entries[stop.key],
                state=states.get(stop.key, "todo"),
                tracks=tuple(titles[name] for name in stop.of if name[0] == "track"),
                topics=tuple(titles[name] for name in stop.of if name[0] == "topic"),
                before=library.entries[stop.before].title if stop.before else "",
                wanted_by=tuple(titles[name] for name in stop.goals),
                is_next=not nth,
                until=last if last > first else 0,
            )
        )
    for number, rows in by_week.items():
        begins = today + timedelta(weeks=number - 1)
        yield Week(number, begins, begins + timedelta(days=6), tuple(rows))


def _known(library: Library, wishes: Wishes, keys: Iterable[UUID], done: set[UUID]) -> Iterable[Known]:
    graph = library.graph
    for key in keys:
        if key in done or key in wishes.known_lessons:
            yield Known(library.entries[key], "done" if key in done else "told")
        else:
            taught = graph.lessons[graph.ranks[key]].teaches
            yield Known(
                library.entries[key], "topics", tuple(library.topics[topic].title for topic in taught)
            )
