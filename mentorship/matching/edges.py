"""The pairs that may be, as a sparse graph with scores: what a round is solved on, again and again, without scoring."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .intake import Pair
from .refusals import BadInput, Contradiction
from .solve import Assignment, assign

KeyPair = tuple[str, str]  # (mentee key, mentor key)


@dataclass(frozen=True)
class Edges:
    """Candidates of a round. Sizes: n mentees, m mentors, e edges; people are numbered in the order of their keys."""

    mentees: tuple[str, ...]  # n keys
    mentors: tuple[str, ...]  # m keys
    mentee: NDArray[np.int32]  # (e,) sorted by mentee, then mentor
    mentor: NDArray[np.int32]  # (e,)
    score: NDArray[np.int32]  # (e,) 0 to 10 000
    seats: NDArray[np.int32]  # (m,) free ones
    priority: NDArray[np.int8]  # (n,) 0 or 1
    fixed: tuple[tuple[str, str, int], ...] = ()  # open proposals: kept whatever is solved, with their scores

    def __len__(self) -> int:
        return len(self.score)

    @cached_property
    def mentee_number(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.mentees)}

    @cached_property
    def mentor_number(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.mentors)}

    def number(self, pair: KeyPair) -> Pair:
        """The two as numbers. Raises BadInput "unknown" for somebody who is not in this round."""
        mentee, mentor = self.mentee_number.get(pair[0]), self.mentor_number.get(pair[1])
        if mentee is None or mentor is None:
            missing = pair[0] if mentee is None else pair[1]
            raise BadInput("unknown", f"{missing} takes no part in this round.", person=missing)
        return mentee, mentor

    def of_mentee(self, key: str) -> list[tuple[str, int]]:
        """Candidates of one mentee, best first: (mentor key, score)."""
        start, end = np.searchsorted(self.mentee, self.mentee_number[key] + np.arange(2)).tolist()
        order = np.argsort(-self.score[start:end], kind="stable") + start
        return [(self.mentors[self.mentor[at]], int(self.score[at])) for at in order.tolist()]

    def of_mentor(self, key: str) -> list[tuple[str, int]]:
        """Candidates of one mentor, best first: (mentee key, score)."""
        places = np.flatnonzero(self.mentor == self.mentor_number[key])
        order = places[np.argsort(-self.score[places], kind="stable")]
        return [(self.mentees[self.mentee[at]], int(self.score[at])) for at in order.tolist()]

    def score_of(self, pair: KeyPair) -> int | None:
        """The score of a candidate; None where there is no edge."""
        mentee, mentor = self.number(pair)
        start, end = np.searchsorted(self.mentee, [mentee, mentee + 1]).tolist()
        place = start + int(np.searchsorted(self.mentor[start:end], mentor))
        return int(self.score[place]) if place < end and self.mentor[place] == mentor else None

    def plus(self, *more: Sequence[tuple[int, int, int]] | NDArray[np.int32]) -> "Edges":
        """With these edges too (mentee number, mentor number, score); what is there already stays as it is."""
        rows = np.concatenate([np.asarray(some, dtype=np.int32).reshape(-1, 3) for some in more])
        mentee = np.concatenate([self.mentee, rows[:, 0]])
        mentor = np.concatenate([self.mentor, rows[:, 1]])
        score = np.concatenate([self.score, rows[:, 2]])
        codes = mentee.astype(np.int64) * max(1, len(self.mentors)) + mentor
        _codes, first = np.unique(codes, return_index=True)
        return replace(self, mentee=mentee[first], mentor=mentor[first], score=score[first])

    def solve(
        self,
        *,
        keep: Collection[KeyPair] = (),
        forbid: Collection[KeyPair] = (),
        prefer: Collection[KeyPair] = (),
        settle_worst: bool = True,
    ) -> Assignment:
        """The best assignment under these pins; `prefer` names an earlier run's pairs, to stay with among equals.

        Raises Contradiction with the keys of what clashes, BadInput for a pin of somebody who is not here.
        """
        both = sorted(set(keep) & set(forbid)) or sorted({pair[:2] for pair in self.fixed} & set(forbid))
        if both:
            mentee, mentor = both[0]
            sentence = f"{mentee} and {mentor} are to be kept and forbidden at once."
            raise Contradiction("kept_and_forbidden", sentence, mentee=mentee, mentor=mentor)
        kept = {self.number(pair) for pair in keep}
        for pair in sorted(set(keep) - {fixed[:2] for fixed in self.fixed}):
            if self.score_of(pair) is None:
                sentence = f"{pair[0]} and {pair[1]} cannot be kept: they are no candidates for each other."
                raise Contradiction("no_edge", sentence, mentee=pair[0], mentor=pair[1], rules=[])
        kept |= {self.number((mentee, mentor)) for mentee, mentor, _score in self.fixed}
        arcs = np.stack([self.mentee, self.mentor, self.score], axis=1).astype(np.int64)
        if forbid:
            width = max(1, len(self.mentors))
            codes = [mentee * width + mentor for mentee, mentor in map(self.number, forbid)]
            arcs = arcs[~np.isin(arcs[:, 0] * width + arcs[:, 1], np.asarray(codes, dtype=np.int64))]
        known = (
            self.number(pair)
            for pair in prefer
            if pair[0] in self.mentee_number and pair[1] in self.mentor_number
        )
        try:
            return assign(
                len(self.mentees),
                self.seats,
                arcs,
                self.priority,
                kept,
                prefer=list(known),
                settle_worst=settle_worst,
            )
        except Contradiction as clash:
            raise self._named(clash) from None

    def _named(self, clash: Contradiction) -> Contradiction:
        """The same clash with the keys of its people instead of their numbers."""
        facts = dict(clash.facts)
        if clash.code == "two_mentors":
            facts["mentee"] = self.mentees[facts["mentee"]]
            facts["mentors"] = [self.mentors[number] for number in facts["mentors"]]
            sentence = f"{facts['mentee']} is to be kept with several mentors: {', '.join(facts['mentors'])}."
        else:
            facts["mentor"] = self.mentors[facts["mentor"]]
            facts["mentees"] = [self.mentees[number] for number in facts["mentees"]]
            sentence = (
                f"{facts['mentor']} has {facts['seats']} free places and is to be kept with "
                f"{', '.join(facts['mentees'])}."
            )
        return Contradiction(clash.code, sentence, **facts)
