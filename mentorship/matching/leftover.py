"""Why somebody was left over, and what would change it: codes and numbers that others put into words.

What another person decided is never told: a mentor whom a silent rule keeps away is counted nowhere.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import Table, Vocabulary
from .harvest import Harvest
from .intake import Pair
from .masks import Mask, PairList
from .people import Relations, Terms
from .relax import Case, Help, helps
from .rules import SILENT, Rule
from .solve import Assignment

OPENING = {"hours", "language"}  # helps that are the mentee's own to give
RIVALS = 200_000_000  # pairs of people left over and mentees up to which it is counted who competes


class Cause(StrEnum):
    """Why a mentee is left over, and what `Unmatched.detail` holds beside it."""

    NOT_READY = "not_ready"  # why: "status", "paused" or "consent"
    NO_MENTORS = "no_mentors"  # nobody mentors who has a place free
    RULES = (
        "rules"  # nobody passes: rule (removes most; "" where none may be named), count, kept_away, mentors
    )
    SEATS = (
        "seats"  # mentors fit and others got their places: mentors, places, rivals (None: too many to count)
    )
    FORBIDDEN = "forbidden"  # mentors fit and an organizer forbade each: mentors


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee without a mentor: key, cause, the numbers behind it, and what would help, the best first."""

    mentee: str
    cause: Cause
    detail: Mapping[str, Any]
    helps: tuple[Help, ...]


def leftover(
    mentees: Table,
    mentors: Table,
    words: Vocabulary,
    relations: Relations,
    terms: Terms,
    found: Harvest,
    solved: Assignment,
    forbidden_pairs: Collection[Pair],
) -> tuple[Unmatched, ...]:
    """Everybody who has a place free and got nobody, in the order of the keys."""
    numbers = [number for number in solved.unmatched if mentees.people[number].free_seats]
    teller = _Teller(mentees, mentors, words, relations, terms, found, solved, forbidden_pairs)
    if len(numbers) * len(mentees) <= RIVALS:
        teller.columns = np.ascontiguousarray(found.fits[found.fits.any(axis=1)].T)
    return tuple(teller.tell(number) for number in numbers)


class _Teller:
    """Tells one mentee after the other why."""

    def __init__(
        self,
        mentees: Table,
        mentors: Table,
        words: Vocabulary,
        relations: Relations,
        terms: Terms,
        found: Harvest,
        solved: Assignment,
        forbidden_pairs: Collection[Pair],
    ) -> None:
        self.mentees, self.mentors, self.words = mentees, mentors, words
        self.relations, self.terms, self.fits = relations, terms, found.fits
        self.seats = np.asarray([person.free_seats for person in mentors.people], dtype=np.int64)
        used = np.bincount([mentor for _mentee, mentor in solved.pairs], minlength=len(self.seats))
        self.left = self.seats - used
        self.open = np.flatnonzero(self.left > 0)
        self.barred: dict[int, list[int]] = {}
        for mentee, mentor in forbidden_pairs:
            self.barred.setdefault(mentee, []).append(mentor)
        self.columns: NDArray[np.uint64] | None = None  # (words, mentees with candidates)

    def tell(self, number: int) -> Unmatched:
        person = self.mentees.people[number]
        if person.unready:
            return Unmatched(person.key, Cause.NOT_READY, {"why": person.unready}, ())
        if not (self.mentors.ready & self.mentors.free).any():
            return Unmatched(person.key, Cause.NO_MENTORS, {}, ())
        mine = self.fits[number]
        if mine.any():
            able = np.unpackbits(mine.view(np.uint8), bitorder="little")[: len(self.seats)] > 0
            detail: dict[str, Any] = {
                "mentors": int(able.sum()),
                "places": int(self.seats[able].sum()),
                "rivals": self._rivals(mine),
            }
            more = Help("seats", detail["mentors"], free=True)
            opened = helps(self._case(number, self.open)) if len(self.open) else ()
            return Unmatched(
                person.key, Cause.SEATS, detail, (*(one for one in opened if one.code in OPENING), more)
            )
        case = self._case(number, np.arange(len(self.seats)))
        if forbidden_alone := int((case.barred & (case.broken == 1)).sum()):
            return Unmatched(person.key, Cause.FORBIDDEN, {"mentors": forbidden_alone}, helps(case))
        away = kept_away(case.masks)
        rule = max(away, key=lambda rule: away[rule]) if away else ""
        detail = {
            "rule": rule,
            "count": max(away.values(), default=0),
            "kept_away": away,
            "mentors": len(self.seats),
        }
        return Unmatched(person.key, Cause.RULES, detail, helps(case))

    def _rivals(self, mine: NDArray[np.uint64]) -> int | None:
        """How many others fit one of these mentors; None where that would take too long."""
        if self.columns is None:
            return None
        others = np.arange(self.columns.shape[1])
        for word in np.flatnonzero(mine).tolist():
            others = others[(self.columns[word].take(others) & mine[word]) == 0]
        return self.columns.shape[1] - len(others) - 1

    def _case(self, number: int, columns: NDArray[np.int64]) -> Case:
        rows = np.full(len(columns), number)
        pairs = PairList(self.mentees, rows, self.mentors, columns, self.words, self.relations, self.terms)
        barred = np.isin(columns, self.barred.get(number, []))
        return Case(self.mentees.people[number], pairs, barred, self.left[columns])


def kept_away(masks: Mapping[Rule, Mask]) -> dict[Rule, int]:
    """How many mentors each rule removes, a mentor counted for the first that does, and none whom a silent one does."""
    silent = np.logical_or.reduce([mask for rule, mask in masks.items() if rule in SILENT])
    open_, found = ~silent, {}
    for rule in Rule:
        if rule not in SILENT and (hit := masks[rule] & open_).any():
            found[rule] = int(hit.sum())
            open_ &= ~masks[rule]
    return found
