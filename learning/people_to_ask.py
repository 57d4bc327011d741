"""The registry of whom a member may ask from within a lesson: upper apps fill it, and a lesson shows whoever there is."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from cms.models import Member


@dataclass(frozen=True, slots=True)
class Door:
    """Where to ask somebody about a lesson: the words of the link, who it is, and a page that takes the question."""

    title: str
    text: str
    url: str
    icon: str = "hand"

    def at(self, block_id: str) -> str:
        """The same page, about one block of the lesson."""
        return f"{self.url}?{urlencode({'block': block_id})}"


Source = Callable[[Member, UUID], Door | None]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives the way to ask about a lesson, if this member has one; it may cost one query."""
    if function not in _sources:
        _sources.append(function)
    return function


def doors(member: Member, lesson_key: UUID) -> list[Door]:
    """Every way this member has, in the order of registration."""
    return [door for give in _sources if (door := give(member, lesson_key))]
