"""The registry of Today: each app says what waits for a member, most urgent first, without the others knowing it."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from cms.models import Member
from cms.services import publication


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
_stamp: ContextVar[int | None] = ContextVar("stamp of the page", default=None)


def source(function: Source) -> Source:
    """Register a function that gives a member's lines; it may ask the database a fixed number of times."""
    if function not in _sources:
        _sources.append(function)
    return function


def lines(member: Member, *, asked: int | None = None) -> list[Line]:
    """Everything that waits for this member, most urgent first; `asked` is the stamp, where the caller has it already."""
    token = _stamp.set(asked)
    try:
        found = [line for give in _sources for line in give(member)]
    finally:
        _stamp.reset(token)
    return sorted(found, key=lambda line: line.urgency)


def stamp() -> int:
    """The publication stamp, for sources: the page asks for it once for all of them."""
    known = _stamp.get()
    return publication.version() if known is None else known
