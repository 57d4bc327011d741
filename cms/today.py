"""The registry of Today: each app says what waits for a member, most urgent first, without the others knowing it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from cms.models import Member


@dataclass(frozen=True)
class Line:
    """One thing that waits: what to do, where, how urgent (0 is now, 100 is whenever) and since when."""

    title: str | Promise
    url: str
    action: str | Promise
    detail: str | Promise = ""
    urgency: int = 50
    icon: str = "bud"
    since: datetime | None = None


Source = Callable[[Member], list[Line]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives a member's lines; it may ask the database a fixed number of times."""
    if function not in _sources:
        _sources.append(function)
    return function


def lines(member: Member) -> list[Line]:
    """Everything that waits for this member, most urgent first."""
    found = [line for give in _sources for line in give(member)]
    return sorted(found, key=lambda line: line.urgency)
