"""The registry of reports: which things one can report from, what stops at once, and what a handler may do about it.

Each app registers what it knows; the site itself knows neither pairs nor groups.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cms.models import Chapter, Member, Report


@dataclass(frozen=True)
class Place:
    """Where a report is opened: its name for those who read it, its address, the people it may be about, its chapter.

    `own_case`: what was written there belongs to cases opened from there alone.
    """

    kind: str
    key: UUID
    name: str
    url: str
    people: tuple[Member, ...] = ()
    chapter: Chapter | None = None
    own_case: bool = False


@dataclass(frozen=True)
class Offer:
    """Something a handler can do about a case now; `run` does it and says in one sentence for the log what was done.

    What cannot be undone says in `warning` what it does, and is asked about once more.
    """

    code: str
    label: str
    run: Callable[[Member], str]
    warning: str = ""


@dataclass(frozen=True)
class Piece:
    """Something written that belongs to a case: who, when, which words."""

    who: str
    at: datetime
    text: str


Finder = Callable[[Member, UUID], Place | None]
Stop = Callable[[Report, Collection[Member]], list[str]]
_finders: dict[str, Finder] = {}
_stops: list[Stop] = []
_offers: list[Callable[[Report], list[Offer]]] = []
_evidence: list[Callable[[Report], list[Piece]]] = []


def place(kind: str) -> Callable[[Finder], Finder]:
    """Register how a place of this kind is found for a member; None when it is not there for them."""

    def register(function: Finder) -> Finder:
        _finders[kind] = function
        return function

    return register


def stops(function: Stop) -> Stop:
    """Register what ends contact between who reports and these members, in the transaction of the report."""
    if function not in _stops:
        _stops.append(function)
    return function


def offers(function: Callable[[Report], list[Offer]]) -> Callable[[Report], list[Offer]]:
    """Register what can be done about a case as it stands."""
    if function not in _offers:
        _offers.append(function)
    return function


def evidence(function: Callable[[Report], list[Piece]]) -> Callable[[Report], list[Piece]]:
    """Register the words that handlers may read because they belong to a case."""
    if function not in _evidence:
        _evidence.append(function)
    return function


def find(*, kind: str, key: UUID, member: Member) -> Place | None:
    """The place, if this member may see it."""
    return _finders[kind](member, key) if kind in _finders else None


def stop(report: Report, others: Collection[Member]) -> list[str]:
    """Stop all contact between who reports and these members; sentences for the log."""
    return [line for function in _stops for line in function(report, others)]


def offered(report: Report) -> list[Offer]:
    return [offer for function in _offers for offer in function(report)]


def pieces(report: Report) -> list[Piece]:
    """The words that belong to a case, in their order; none once it is closed."""
    if not report.is_open:
        return []
    found: Iterable[Piece] = (piece for function in _evidence for piece in function(report))
    return sorted(found, key=lambda piece: piece.at)
