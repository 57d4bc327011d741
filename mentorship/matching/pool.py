"""The mentors of a round, made ready once for every newcomer who asks: arrays, and of the people only what they wish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .candidates import best
from .features import Table, Vocabulary, build
from .masks import Block
from .people import NONE, Person, Relations, Terms
from .rules import Rule


@dataclass(frozen=True)
class Pool:
    """All mentors of a round as one table whose people are left out, so that it is small and quick to keep.

    `keys`, `ranks`, `avoids`: what a table asks of its people: their keys by column; member -> whom they ranked, avoid.
    """

    table: Table
    words: Vocabulary
    keys: tuple[str, ...]
    ranks: Mapping[int, Mapping[int, int]]
    avoids: Mapping[int, frozenset[int]]

    @classmethod
    def of(cls, mentors: Iterable[Person], terms: Terms, zones: Iterable[str] = ()) -> "Pool":
        """`zones`: the time zones of those who may ask."""
        guides = list(mentors)
        words = Vocabulary(guides, terms, zones)
        table = build(guides, words)
        return cls(
            table=replace(table, people=()),
            words=words,
            keys=tuple(person.key for person in table.people),
            ranks={person.member: dict(person.ranks) for person in guides if person.ranks},
            avoids={person.member: person.avoids for person in guides if person.avoids},
        )

    def knows(self, mentee: Person) -> bool:
        """Whether the clocks of the mentee's time zone were looked at when the pool was made."""
        return mentee.timezone in self.words.zones

    def best(
        self, mentee: Person, relations: Relations, terms: Terms, limit: int
    ) -> tuple[list[str], dict[Rule, int]]:
        """Keys of the best mentors, as `suggest` finds them, and how many each rule kept away.

        `terms` has the days the pool was made for. Raises LookupError for a mentee it does not know.
        """
        if not self.knows(mentee):
            raise LookupError(mentee.timezone)
        words = self.words.beside(mentee)
        mine, theirs = build([mentee], words), replace(self.table, people=self._people()).widened(words)
        columns, kept_away = best(Block(mine, slice(0, 1), theirs, words, relations, terms), limit)
        return [self.keys[column] for column in columns], kept_away

    def _people(self) -> tuple[Person, ...]:
        members = self.table.member.tolist()
        return tuple(
            Person(
                key=key,
                member=member,
                ranks=self.ranks.get(member, NONE),
                avoids=self.avoids.get(member, frozenset()),
            )
            for key, member in zip(self.keys, members, strict=True)
        )
