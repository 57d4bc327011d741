"""The mentors of a round, made ready once for every newcomer who asks: arrays, without anybody's wishes in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

from .candidates import best
from .features import Table, Vocabulary, build
from .masks import Block
from .people import Person, Relations, Terms
from .rules import Rule


@dataclass(frozen=True)
class Pool:
    """All mentors of a round as a table whose people are left out: small, quick to keep, and nobody's secret is in it.

    `keys`: the keys of its people, by column.
    """

    table: Table
    words: Vocabulary
    keys: tuple[str, ...]

    @classmethod
    def of(cls, mentors: Iterable[Person], terms: Terms, zones: Iterable[str] = ()) -> "Pool":
        """`zones`: the time zones of those who may ask."""
        guides = list(mentors)
        words = Vocabulary(guides, terms, zones)
        table = build(guides, words)
        keys = tuple(person.key for person in table.people)
        return cls(table=replace(table, people=(), wishing=()), words=words, keys=keys)

    def knows(self, mentee: Person) -> bool:
        """Whether the clocks of the mentee's time zone were looked at when the pool was made."""
        return mentee.timezone in self.words.zones

    def best(
        self, mentee: Person, ranks: Mapping[int, int], relations: Relations, terms: Terms, limit: int
    ) -> tuple[list[str], dict[Rule, int]]:
        """Keys of the best mentors, as `suggest` finds them, and how many each rule kept away.

        `ranks`: mentors who ranked the mentee -> 1-5; those who avoid the mentee stand among `mentee.avoids`. `terms` has
        the weeks the pool was made for. Raises LookupError for a mentee it does not know.
        """
        if not self.knows(mentee):
            raise LookupError(mentee.timezone)
        words, people = self.words.beside(mentee), _Guides(self, mentee, ranks)
        mine = build([mentee], words)
        theirs = replace(self.table, people=people, wishing=people.wishing()).widened(words)
        columns, kept_away = best(Block(mine, slice(0, 1), theirs, words, relations, terms), limit)
        return [self.keys[column] for column in columns], kept_away


class _Guides(Sequence[Person]):
    """The people of a pool as one mentee's question needs them: key, member, and the rank they gave that mentee."""

    def __init__(self, pool: Pool, mentee: Person, ranks: Mapping[int, int]) -> None:
        self.pool, self.mentee, self.ranks = pool, mentee, ranks

    def __len__(self) -> int:
        return len(self.pool.keys)

    @overload
    def __getitem__(self, column: int) -> Person: ...

    @overload
    def __getitem__(self, column: slice) -> Sequence[Person]: ...

    def __getitem__(self, column: int | slice) -> Person | Sequence[Person]:
        if isinstance(column, slice):
            return [self[number] for number in range(*column.indices(len(self)))]
        member = int(self.pool.table.member[column])
        rank = self.ranks.get(member)
        ranks = {} if rank is None else {self.mentee.member: rank}
        return Person(key=self.pool.keys[column], member=member, ranks=ranks)

    def wishing(self) -> tuple[Person, ...]:
        columns = self.pool.table.columns
        return tuple(self[columns[member]] for member in self.ranks if member in columns)
