"""Suggestions for one person: all mentors scored, the forbidden left out, the best ten with their reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .explain import Explanation, explain
from .features import tables
from .masks import Block, forbidden
from .people import Person, Relations, Terms
from .rules import SILENT, Rule
from .scoring import scores

LIMIT = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor who may be asked, and why."""

    mentor: Person
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best candidates, and how many mentors each rule kept away; a mentor counts for the first that did.

    Nobody is counted for a silent rule, so that no number gives away what another person decided.
    """

    candidates: tuple[Candidate, ...]
    kept_away: dict[Rule, int]


def best(block: Block, limit: int = LIMIT) -> tuple[list[int], dict[Rule, int]]:
    """Columns of the best mentors for the block's first row, best first; and how many each rule kept away."""
    minutes = block.shared_minutes()
    open_, kept_away = np.ones(block.shape[1], dtype=np.bool_), {}
    masks = forbidden(block, minutes)
    for rule in sorted(masks, key=lambda rule: (rule not in SILENT, list(Rule).index(rule))):
        hit = masks[rule][0] & open_
        open_ &= ~masks[rule][0]
        if rule not in SILENT and hit.any():
            kept_away[rule] = int(hit.sum())
    allowed = np.flatnonzero(open_)
    worth = scores(block, minutes)[0][allowed]
    if len(allowed) > limit:
        worst = np.partition(worth, len(worth) - limit)[len(worth) - limit]
        allowed, worth = allowed[worth >= worst], worth[worth >= worst]
    order = np.argsort(-worth, kind="stable")[:limit]  # columns stand in the order of the keys
    return allowed[order].tolist(), kept_away


def suggest(
    mentee: Person,
    mentors: Iterable[Person],
    relations: Relations,
    terms: Terms,
    limit: int = LIMIT,
) -> Suggestions:
    """The best mentors for one person, by score and then by key, whatever order they come in."""
    mine, theirs, words = tables([mentee], mentors, terms)
    columns, kept_away = best(Block(mine, slice(0, 1), theirs, words, relations, terms), limit)
    found = tuple(
        Candidate(theirs.people[column], explain(mentee, theirs.people[column], terms)) for column in columns
    )
    return Suggestions(found, kept_away)
