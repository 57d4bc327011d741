"""Why somebody was left over, and what would change it: codes and numbers that others put into words.

What another person decided is never told: a mentor whom a silent rule keeps away is counted nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import Table, Vocabulary, build
from .harvest import PAIRS_A_BLOCK, Harvest
from .masks import Block, Mask, forbidden
from .people import Relations, Terms
from .pins import Pins
from .relax import Help, Relaxed, helps
from .rules import SILENT, Rule
from .solve import Assignment

RIVALS = 4_000_000_000  # bytes of `Harvest.fits` to read at most, all people together; beyond it rivals go uncounted


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
    pins: Pins,
) -> tuple[Unmatched, ...]:
    """Everybody who has a place free and got nobody, in the order of the keys."""
    numbers = [number for number in solved.unmatched if mentees.people[number].free_seats]
    table = build([mentees.people[number] for number in numbers], words)
    seats = np.asarray([person.free_seats for person in mentors.people], dtype=np.int64)
    left = seats - np.bincount([mentor for _mentee, mentor in solved.pairs], minlength=len(seats))
    barred = np.zeros((len(mentees), len(mentors)) if pins.forbidden else (1, len(mentors)), dtype=np.bool_)
    for mentee, mentor in pins.forbidden:
        barred[mentee, mentor] = True
    counts = len(numbers) * found.fits.size < RIVALS
    height = max(1, PAIRS_A_BLOCK // max(1, len(mentors)))
    result = []
    for start in range(0, len(numbers), height):
        block = Block(
            table, slice(start, min(start + height, len(numbers))), mentors, words, relations, terms
        )
        minutes = block.shared_minutes()
        masks = forbidden(block, minutes)
        for row, person in enumerate(block.people):
            number = numbers[start + row]
            mine = {rule: mask[row] for rule, mask in masks.items()}
            rivals = found.fits if counts else None
            away = barred[number % len(barred)]
            cause, detail = _cause(person.unready, mine, away, seats, found.fits[number], rivals)
            relaxed = Relaxed(person, block, row, minutes[:, row], mine, away, left)
            result.append(Unmatched(person.key, cause, detail, helps(relaxed, cause == Cause.SEATS)))
    return tuple(result)


def _cause(
    unready: str,
    masks: Mapping[Rule, Mask],
    barred: Mask,
    seats: NDArray[np.int64],
    fits: NDArray[np.uint8],
    everybody: NDArray[np.uint8] | None,
) -> tuple[Cause, dict[str, Any]]:
    """The cause for one mentee, from every rule's mask over the mentors."""
    if unready:
        return Cause.NOT_READY, {"why": unready}
    if (masks[Rule.SEATS] | masks[Rule.NOT_READY]).all():
        return Cause.NO_MENTORS, {}
    open_ = ~np.logical_or.reduce(list(masks.values()))
    if fits.any():
        rivals = None if everybody is None else int((everybody & fits).any(axis=1).sum()) - 1
        able = open_ & ~barred
        return Cause.SEATS, {"mentors": int(able.sum()), "places": int(seats[able].sum()), "rivals": rivals}
    if open_.any():
        return Cause.FORBIDDEN, {"mentors": int(open_.sum())}
    away = kept_away(masks)
    rule = max(away, key=lambda rule: away[rule]) if away else ""
    return Cause.RULES, {
        "rule": rule,
        "count": away[rule] if isinstance(rule, Rule) else 0,
        "kept_away": away,
        "mentors": len(seats),
    }


def kept_away(masks: Mapping[Rule, Mask]) -> dict[Rule, int]:
    """How many mentors each rule removes, a mentor counted for the first that does, and none whom a silent one does."""
    silent = np.logical_or.reduce([mask for rule, mask in masks.items() if rule in SILENT])
    open_, found = ~silent, {}
    for rule in Rule:
        if rule not in SILENT and (hit := masks[rule] & open_).any():
            found[rule] = int(hit.sum())
            open_ &= ~masks[rule]
    return found
