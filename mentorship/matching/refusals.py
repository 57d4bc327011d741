"""What the matching refuses, as codes and facts that others put into the reader's words."""

from collections.abc import Mapping
from typing import Any


class Refusal(ValueError):
    """Nothing was computed. `code` says why, `facts` hold the people and numbers concerned, `str()` is a sentence."""

    def __init__(self, code: str, sentence: str, **facts: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.facts: Mapping[str, Any] = facts


class BadInput(Refusal):
    """Something in the input has no meaning: an index out of range, a score above 10 000, a key given twice."""


class Contradiction(Refusal):
    """Pins that cannot all be; `facts` name what clashes.

    Codes: "two_mentors" (mentee, mentors), "too_few_seats" (mentor, mentees, seats), "kept_and_forbidden" (mentee,
    mentor), "no_edge" (mentee, mentor: the rules forbid this pair), "no_place" (mentee, mentor: the mentee has one).
    """


class OutOfBounds(Refusal):
    """A round so large that the whole-number objective would not be exact; refused before solving (code "bounds")."""


class Cancelled(Exception):
    """Whoever watched the progress asked to stop."""
