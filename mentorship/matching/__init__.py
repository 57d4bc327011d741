"""Who fits whom: pure functions from people and a round's terms to scores, pairs and reasons; no Django in here."""

from .edges import Edges
from .pins import with_pair
from .price import Diff, Price, diff, price
from .refusals import BadInput, Cancelled, Contradiction, OutOfBounds, Refusal
from .round import Match, RoundResult, Stats, match_round
from .solve import Assignment, assign

__all__ = [
    "Assignment",
    "BadInput",
    "Cancelled",
    "Contradiction",
    "Diff",
    "Edges",
    "Match",
    "OutOfBounds",
    "Price",
    "Refusal",
    "RoundResult",
    "Stats",
    "assign",
    "diff",
    "match_round",
    "price",
    "with_pair",
]
