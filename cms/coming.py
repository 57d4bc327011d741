"""The registry of what comes next in a chapter: whoever knows of meetups fills it, so that the directory need not."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Coming:
    """The next thing a chapter does: what, where to read of it, when, and in whose time zone that is told."""

    title: str
    url: str
    starts_at: datetime
    timezone: str


Source = Callable[[Collection[int]], dict[int, Coming]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives the next of each chapter, by its key, in a fixed number of statements."""
    if function not in _sources:
        _sources.append(function)
    return function


def next_of(chapters: Collection[int]) -> dict[int, Coming]:
    """The next of each of these chapters; those without one are missing."""
    found: dict[int, Coming] = {}
    for give in _sources:
        for key, coming in give(chapters).items():
            if key not in found or coming.starts_at < found[key].starts_at:
                found[key] = coming
    return found
