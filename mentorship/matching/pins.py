"""What is settled before a round is solved: pairs an organizer keeps or forbids, and questions that are open already."""

from collections import Counter
from collections.abc import Collection

from .edges import Edges, KeyPair
from .explain import explain
from .features import Table
from .intake import Pair
from .people import Person, Relations, Terms
from .refusals import BadInput, Contradiction
from .rules import SILENT, Rule, violations


class Pins:
    """Pins as numbers of the two tables, each checked; `fixed` are the open proposals that have seats, with scores."""

    def __init__(
        self,
        mentees: Table,
        mentors: Table,
        relations: Relations,
        terms: Terms,
        keep: Collection[KeyPair],
        forbid: Collection[KeyPair],
        asked: Collection[KeyPair],
    ) -> None:
        self.mentees = {person.key: number for number, person in enumerate(mentees.people)}
        self.mentors = {person.key: number for number, person in enumerate(mentors.people)}
        self.sides = (mentees, mentors)
        if both := sorted({*keep, *asked} & set(forbid)):
            mentee, mentor = both[0]
            sentence = f"{mentee} and {mentor} are to be kept and forbidden at once."
            raise Contradiction("kept_and_forbidden", sentence, mentee=mentee, mentor=mentor)
        self.forbidden = frozenset(self._number(pair) for pair in forbid)
        open_already = set(asked)
        self.kept: set[Pair] = set()
        self.kept_edges: list[tuple[int, int, int]] = []
        for pair in sorted(set(keep)):
            number = self._number(pair)
            one, other = self._people(number)
            if pair not in open_already:
                _check(one, other, relations, terms)
                self.kept_edges.append((*number, explain(one, other, terms).score))
            self.kept.add(number)
        self.fixed = tuple(
            (one.key, other.key, explain(one, other, terms).score)
            for one, other in map(self._people, self._seated(asked))
        )
        self.kept |= {self._number(pair[:2]) for pair in self.fixed}

    def _number(self, pair: KeyPair) -> Pair:
        for key, numbers in zip(pair, (self.mentees, self.mentors), strict=True):
            if key not in numbers:
                raise BadInput("unknown", f"{key} takes no part in this round.", person=key)
        return self.mentees[pair[0]], self.mentors[pair[1]]

    def _people(self, number: Pair) -> tuple[Person, Person]:
        return self.sides[0].people[number[0]], self.sides[1].people[number[1]]

    def _seated(self, asked: Collection[KeyPair]) -> list[Pair]:
        """Open proposals as far as seats last beside the pins, in the order in which they come."""
        busy = {mentee for mentee, _mentor in self.kept}
        used = Counter(mentor for _mentee, mentor in self.kept)
        found = []
        for pair in dict.fromkeys(asked):
            if pair[0] not in self.mentees or pair[1] not in self.mentors:
                continue  # one of the two has left the round; the question will end by itself
            mentee, mentor = number = self._number(pair)
            one, other = self._people(number)
            if number in self.kept:
                found.append(number)
            elif mentee not in busy and one.free_seats and used[mentor] < other.free_seats:
                busy.add(mentee)
                used[mentor] += 1
                found.append(number)
        return found


def with_pair(edges: Edges, mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> Edges:
    """The same candidates and this pair, so that it can be priced and kept, however many are better.

    Raises Contradiction when the rules forbid it, BadInput when one of the two is not in the round.
    """
    number = edges.number((mentee.key, mentor.key))
    _check(mentee, mentor, relations, terms)
    return edges.plus([(*number, explain(mentee, mentor, terms).score)])


def _check(mentee: Person, mentor: Person, relations: Relations, terms: Terms) -> None:
    """Raises Contradiction when the rules forbid a pin; what is somebody's secret is not named."""
    broken = [violation.rule for violation in violations(mentee, mentor, relations, terms)]
    if Rule.SEATS in broken and not mentee.free_seats:
        sentence = f"{mentee.key} and {mentor.key} cannot be kept: {mentee.key} has a mentor already."
        raise Contradiction("no_place", sentence, mentee=mentee.key, mentor=mentor.key)
    if broken:
        sentence = f"{mentee.key} and {mentor.key} cannot be kept: the rules forbid this pair."
        named = [] if SILENT & set(broken) else broken
        raise Contradiction("no_edge", sentence, mentee=mentee.key, mentor=mentor.key, rules=named)
