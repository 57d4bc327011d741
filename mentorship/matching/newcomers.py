"""The newcomers who fit one mentor best: the other side of the suggestions, with nobody's wishes looked at.

What a newcomer wishes for is theirs to tell, and an order that followed it would tell it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from .candidates import LIMIT
from .explain import Explanation, explain
from .features import tables
from .masks import Block, forbidden
from .people import NONE, Person, Relations, Terms
from .scoring import scores


@dataclass(frozen=True, slots=True)
class Fit:
    """A newcomer whom no rule keeps from the mentor, and why the two would fit."""

    mentee: Person
    explanation: Explanation


def fitting(
    mentor: Person,
    mentees: Iterable[Person],
    relations: Relations,
    terms: Terms,
    limit: int = LIMIT,
) -> tuple[Fit, ...]:
    """The best newcomers for one mentor, by score and then by key, whatever order they come in."""
    guide = replace(mentor, ranks=NONE)
    mine, theirs, words = tables([replace(each, ranks=NONE) for each in mentees], [guide], terms)
    block = Block(mine, slice(0, len(mine)), theirs, words, relations, terms)
    minutes = block.shared_minutes()
    open_ = np.ones(block.shape[0], dtype=np.bool_)
    for mask in forbidden(block, minutes).values():
        open_ &= ~mask[:, 0]
    allowed = np.flatnonzero(open_)
    order = np.argsort(-scores(block, minutes)[allowed, 0], kind="stable")[
        :limit
    ]  # rows stand in the order of the keys
    people = [mine.people[row] for row in allowed[order].tolist()]
    return tuple(Fit(each, explain(each, guide, terms)) for each in people)
