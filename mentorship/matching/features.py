"""A round's people as arrays, a column a person, so that a rule sees a block of pairs in one stroke."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .people import Neighbors, Person, Terms
from .weeks import Pattern, local_slots, local_week, pack, patterns, step_for


class Vocabulary:
    """Numbers for the words people use (topics, languages, ...), the same on both sides of the table.

    `zones`: more time zones than those of `people`, where others are to be set beside them later.
    """

    def __init__(self, people: Iterable[Person], terms: Terms, zones: Iterable[str] = ()) -> None:
        everybody = list(people)
        self.zones = {person.timezone for person in everybody}.union(zones)
        self.patterns: tuple[Pattern, ...] = patterns(self.zones, terms.first, terms.last)
        self.step = step_for(self.zones, self.patterns)
        self.topics = _numbers(topic for person in everybody for topic in person.topics)
        self.languages = _numbers(code for person in everybody for code in person.languages)
        self.formats = _numbers(name for person in everybody for name in person.formats)
        self.words = {
            "employer": _numbers(person.employer for person in everybody),
            "chapter": _numbers(person.chapter for person in everybody),
            "place": _numbers(person.place for person in everybody),
        }

    def beside(self, person: Person) -> "Vocabulary":
        """The same numbers, and further ones for what only this person says; their time zone is one of `zones`."""
        joined = copy(self)
        joined.topics = _more(self.topics, person.topics)
        joined.languages = _more(self.languages, person.languages)
        joined.formats = _more(self.formats, person.formats)
        joined.words = {
            name: _more(numbers, filter(None, [getattr(person, name)]))
            for name, numbers in self.words.items()
        }
        return joined


def _numbers(words: Iterable[str]) -> dict[str, int]:
    return {word: number for number, word in enumerate(sorted({word for word in words if word}))}


def _more(numbers: Mapping[str, int], words: Iterable[str]) -> dict[str, int]:
    new = sorted(set(words) - numbers.keys())
    return dict(numbers) | {word: number for number, word in enumerate(new, len(numbers))}


@dataclass(frozen=True)
class Table:
    """One side of a round, ordered by key. Shapes: n people, t topics, p week patterns, w 64-bit words."""

    people: Sequence[Person]
    wishing: tuple[Person, ...]  # those of them who rank or avoid somebody
    member: NDArray[np.int64]  # (n,)
    level: NDArray[np.uint8]  # (t, n) 0 where a topic is not named
    needed: NDArray[np.uint16]  # (most topics of anybody, n) numbers of the topics somebody named
    wanted: NDArray[np.uint8]  # (most topics of anybody, n) 16 · priority + 4 · level; 0 where there is none
    known: NDArray[np.uint64]  # (w, n) languages at least basic
    fluent: NDArray[np.uint64]  # (w, n)
    formats: NDArray[np.uint64]  # (w, n)
    frequency: NDArray[np.int8]  # (n,) -1 unknown
    stage: NDArray[np.int8]  # (n,) -1 unknown
    employer: NDArray[np.int32]  # (n,) -1 unknown
    chapter: NDArray[np.int32]  # (n,) -1 unknown
    place: NDArray[np.int32]  # (n,) -1 unknown
    other_employer: NDArray[np.bool_]  # (n,)
    in_person: NDArray[np.bool_]  # (n,)
    ready: NDArray[np.bool_]  # (n,)
    free: NDArray[np.bool_]  # (n,)
    hours: NDArray[np.uint64]  # (p, w, n) UTC slots of each week pattern

    def __len__(self) -> int:
        return len(self.member)

    def widened(self, words: Vocabulary) -> "Table":
        """The same people with room for the topics, languages and formats of a larger vocabulary."""
        return replace(
            self,
            level=_taller(self.level, len(words.topics)),
            known=_taller(self.known, _words(len(words.languages))),
            fluent=_taller(self.fluent, _words(len(words.languages))),
            formats=_taller(self.formats, _words(len(words.formats))),
        )

    @cached_property
    def columns(self) -> dict[int, int]:
        """member -> column"""
        return {member: column for column, member in enumerate(self.member.tolist())}

    @cached_property
    def avoids(self) -> Neighbors:
        return {person.member: person.avoids for person in self.wishing if person.avoids}

    @cached_property
    def avoided_by(self) -> Neighbors:
        """member -> the members of this table who avoid them"""
        return _turned((person.member, person.avoids) for person in self.wishing)

    @cached_property
    def ranked_by(self) -> Neighbors:
        """member -> the members of this table who ranked them"""
        return _turned((person.member, person.ranks) for person in self.wishing)

    @cached_property
    def ranked(self) -> Neighbors:
        return {person.member: frozenset(person.ranks) for person in self.wishing if person.ranks}


def _turned(named: Iterable[tuple[int, Iterable[int]]]) -> Neighbors:
    """Who named whom, seen from those who were named."""
    found: dict[int, set[int]] = {}
    for member, others in named:
        for other in others:
            found.setdefault(other, set()).add(member)
    return {member: frozenset(others) for member, others in found.items()}


def build(people: Iterable[Person], words: Vocabulary) -> Table:
    """The table of these people; its order, and so every result, depends on their keys alone."""
    rows = tuple(sorted(people, key=lambda person: person.key))
    level, needed, wanted = _topics(rows, words.topics)
    languages = [(column, words.languages[code], fluent) for column, person in enumerate(rows)
                 for code, fluent in person.languages.items()]  # fmt: skip
    formats = [(column, words.formats[name]) for column, person in enumerate(rows) for name in person.formats]
    return Table(
        people=rows,
        wishing=tuple(person for person in rows if person.ranks or person.avoids),
        member=_column(rows, lambda person: person.member, np.int64),
        level=level,
        needed=needed,
        wanted=wanted,
        known=_mask(len(rows), len(words.languages), [(column, word) for column, word, _ in languages]),
        fluent=_mask(
            len(rows), len(words.languages), [(column, word) for column, word, good in languages if good]
        ),
        formats=_mask(len(rows), len(words.formats), formats),
        frequency=_column(rows, lambda person: -1 if person.frequency is None else person.frequency, np.int8),
        stage=_column(rows, lambda person: -1 if person.stage is None else person.stage, np.int8),
        employer=_column(rows, lambda person: words.words["employer"].get(person.employer, -1), np.int32),
        chapter=_column(rows, lambda person: words.words["chapter"].get(person.chapter, -1), np.int32),
        place=_column(rows, lambda person: words.words["place"].get(person.place, -1), np.int32),
        other_employer=_column(rows, lambda person: person.other_employer, np.bool_),
        in_person=_column(rows, lambda person: "in_person" in person.formats, np.bool_),
        ready=_column(rows, lambda person: not person.unready, np.bool_),
        free=_column(rows, lambda person: person.free_seats > 0, np.bool_),
        hours=_hours(rows, words),
    )


def tables(
    mentees: Iterable[Person], mentors: Iterable[Person], terms: Terms
) -> tuple[Table, Table, Vocabulary]:
    """Both sides of a round on one vocabulary."""
    seekers, guides = list(mentees), list(mentors)
    words = Vocabulary([*seekers, *guides], terms)
    return build(seekers, words), build(guides, words), words


def _column(rows: Sequence[Person], value: Callable[[Person], Any], dtype: Any) -> NDArray[Any]:
    return np.asarray([value(person) for person in rows], dtype=dtype)


def _topics(
    rows: Sequence[Person], numbers: dict[str, int]
) -> tuple[NDArray[np.uint8], NDArray[np.uint16], NDArray[np.uint8]]:
    level = np.zeros((max(1, len(numbers)), len(rows)), dtype=np.uint8)
    most = max((len(person.topics) for person in rows), default=0)
    needed = np.zeros((most, len(rows)), dtype=np.uint16)
    wanted = np.zeros((most, len(rows)), dtype=np.uint8)
    for column, person in enumerate(rows):
        for slot, (name, topic) in enumerate(person.topics.items()):
            level[numbers[name], column] = topic.level
            needed[slot, column] = numbers[name]
            wanted[slot, column] = 16 * topic.priority + 4 * topic.level
    return level, needed, wanted


def _mask(people: int, words: int, cells: Iterable[tuple[int, int]]) -> NDArray[np.uint64]:
    """Cells (column, word number) as bits: (64-bit words, people)."""
    mask = np.zeros((_words(words), people), dtype=np.uint64)
    for column, word in cells:
        mask[word // 64, column] |= np.uint64(1 << word % 64)
    return mask


def _words(bits: int) -> int:
    return max(1, -(-bits // 64))


def _taller(array: NDArray[Any], rows: int) -> NDArray[Any]:
    """With zeros below, up to this many rows."""
    missing = max(0, rows - len(array))
    return np.pad(array, ((0, missing), (0, 0))) if missing else array


def _hours(rows: Sequence[Person], words: Vocabulary) -> NDArray[np.uint64]:
    """Everybody's week in each pattern; people of one zone share the walk from local clocks to UTC."""
    local = (
        np.stack([local_week(person.hours, words.step) for person in rows])
        if rows
        else np.zeros((0, 0), np.bool_)
    )
    zones: dict[str, list[int]] = {}
    for column, person in enumerate(rows):
        zones.setdefault(person.timezone, []).append(column)
    width = pack(np.zeros(7 * 24 * 60 // words.step, dtype=np.bool_)).shape[0]
    packed = np.zeros((len(words.patterns), width, len(rows)), dtype=np.uint64)
    for zone, columns in zones.items():
        flags = local[columns]
        for number, pattern in enumerate(words.patterns):
            packed[number][:, columns] = pack(flags[:, local_slots(zone, pattern.monday, words.step)]).T
    return packed
