"""The registry of what search finds: kinds, what narrows them, and where to go on. Each app adds its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Model, Q
from django.utils.functional import Promise
from wagtail.models import Page

from cms.services.structure import Link, SiteFacts

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom is searched: the reader's language first; `locales` are the site's languages with their keys."""

    facts: SiteFacts
    language: str
    stamp: int
    locales: dict[str, int]


@dataclass(slots=True)
class Row:
    """A row of a kind that is no page: everything its result shows. `family` is the same in every language."""

    locale_id: int
    family: UUID
    title: str
    text: str = ""
    url: str = ""
    place: str = ""  # where an address outside the site leads to


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What a result can be. Kinds of pages need no `rows`; others are translatable and say what they show, in one query."""

    code: str
    name: Text
    one: Text
    models: tuple[type[Model], ...]
    icon: str = "book"
    rows: Callable[[Sequence[int]], dict[int, Row]] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What narrowing needs to know of a page, and what its result says of it: values of facets, minutes, level."""

    values: dict[str, frozenset[str]] = field(default_factory=dict)
    minutes: int = 0
    level: Text = ""


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A way to narrow what was found: the values there are, and the pages that may have one.

    `narrow` may let through pages without the value, never keep out one with it: it only spares work.
    """

    code: str
    name: Text
    every: Text
    values: Callable[[Scope], list[tuple[str, Text]]]
    narrow: Callable[[str, Scope], Q] = lambda value, scope: Q()


@dataclass(frozen=True, slots=True)
class Way:
    """A group of places to go on from, such as topics or tracks."""

    title: Text
    links: list[Link]


FactSource = Callable[[Sequence[int], Scope], dict[int, Facts]]
WaySource = Callable[[Scope, Sequence[str]], Way | None]

OTHER_PAGES = "page"
_kinds: dict[str, Kind] = {}
_facets: dict[str, Facet] = {}
_fact_sources: list[FactSource] = []
_way_sources: list[WaySource] = []


def kind(new: Kind, *, before: str = OTHER_PAGES) -> None:
    """Register a kind; it stands before `before` in every list, and last where there is no such kind yet."""
    rest = {}
    if before in _kinds and before != new.code:
        names = list(_kinds)
        rest = {code: _kinds.pop(code) for code in names[names.index(before) :]}
    _kinds[new.code] = new
    _kinds.update(rest)


def facet(new: Facet) -> None:
    """Register a facet."""
    _facets[new.code] = new


def facts(source: FactSource) -> FactSource:
    """Register a function that tells the facts of pages by their keys; it may ask the database a fixed number of times."""
    if source not in _fact_sources:
        _fact_sources.append(source)
    return source


def way(source: WaySource) -> WaySource:
    """Register a function that offers places to go on from: near to some words, or popular where there are none."""
    if source not in _way_sources:
        _way_sources.append(source)
    return source


def kinds() -> list[Kind]:
    """Every kind, in the order in which they are listed."""
    return list(_kinds.values())


def facets() -> list[Facet]:
    """Every facet of the apps; kind and language belong to the search itself."""
    return list(_facets.values())


def facts_of(keys: Sequence[int], scope: Scope) -> dict[int, Facts]:
    """The facts of these pages, from whoever knows them."""
    found: dict[int, Facts] = {}
    for source in _fact_sources:
        found |= source(keys, scope)
    return found


def ways(scope: Scope, words: Sequence[str] = ()) -> list[Way]:
    """Where to go on, from every app."""
    return [found for source in _way_sources if (found := source(scope, words)) and found.links]


def kind_of(model: type[Model]) -> Kind | None:
    """The kind of a model; a page of a type that nobody named is an ordinary page."""
    named = next((kind for kind in _kinds.values() if model in kind.models), None)
    return named or (_kinds.get(OTHER_PAGES) if issubclass(model, Page) else None)
