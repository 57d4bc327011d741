"""Says whether an answer to a checkpoint is right. Pure: what the question accepts and what was given, nothing else."""

import unicodedata
from collections.abc import Iterable

LONGEST = 500  # as the block allows for accepted answers, and the form for typed ones


def normal(text: str) -> str:
    """A written answer without what does not count: case, outer space, space at line ends, kind of line end."""
    lines = unicodedata.normalize("NFC", text).casefold().splitlines()
    return "\n".join(line.rstrip() for line in lines).strip()


def is_accepted(text: str, accepted: Iterable[str]) -> bool:
    """Whether a written answer equals one of the accepted ones."""
    return normal(text) in {normal(answer) for answer in accepted}


def is_choice_right(chosen: Iterable[int], correct: Iterable[int]) -> bool:
    """Whether exactly the right answers were chosen, no more and no fewer."""
    return set(chosen) == set(correct)
