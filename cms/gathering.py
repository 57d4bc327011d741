"""Whether enough different people live near one place; pure, so that it can be tried on any map."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.distance import Point, kilometers


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody would like a chapter here; one person may say so for several places."""

    key: int
    person: int
    point: Point


def gathered(new: Voice, others: Sequence[Voice], *, within: float, enough: int) -> tuple[Voice, ...]:
    """The voices around the place with the most people that `new` belongs to, its center first; nothing while they are few.

    A place is where one of the voices is: its people live within so many kilometers of it. Of two places with as many
    people the earlier voice (by key) decides, so that the answer does not depend on the order of `others`.
    """
    voices = sorted({new, *others}, key=lambda voice: voice.key)
    best: tuple[Voice, ...] = ()
    for center in voices:
        around = tuple(voice for voice in voices if kilometers(center.point, voice.point) <= within)
        if new in around and _people(around) > _people(best):
            best = (center, *(voice for voice in around if voice != center))
    return best if _people(best) >= enough else ()


def _people(voices: Sequence[Voice]) -> int:
    return len({voice.person for voice in voices})
