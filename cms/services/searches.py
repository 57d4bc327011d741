"""Finding what anybody may read: all the words, the words that were meant, or some; the reader's language first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from unicodedata import normalize
from uuid import UUID

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator

from cms import findable
from cms.excerpts import titled
from cms.findable import Facts, Kind, Row, Scope
from cms.search import words as words_of

from . import founds, hits, spellings
from .publication import prepared
from .structure import SiteFacts

PER_SHEET = 10
MOST_FOUND = 500  # looked at in one search
MOST_TITLES = 200  # looked at besides, where more than that matched

How = Literal["all", "meant", "some", "none"]


@dataclass(slots=True)
class Item:
    """Something found, with what narrowing needs to know of it."""

    kind: Kind
    content_type: int
    key: int
    title: str
    score: float
    language: str
    family: UUID
    facts: Facts
    row: Row | None = None
    is_copy: bool = False

    def values(self, facet: str) -> frozenset[str]:
        match facet:
            case "kind":
                return frozenset({self.kind.code})
            case "language":
                return frozenset({self.language})
        return self.facts.values.get(facet, frozenset())


@dataclass(slots=True)
class Outcome:
    """What a search gave: `how` it was found, `words` that were looked for, one sheet of it, and what narrows it."""

    how: How
    words: list[str]
    sheet: Sheet
    found: list[founds.Found]
    counts: dict[str, dict[str, int]] = field(
        default_factory=dict
    )  # by facet and value: how many choosing it gives
    unnarrowed: int = 0
    more: bool = False  # more matched than were looked at


def find(*, text: str, scope: Scope, chosen: Mapping[str, str], number: str | None = None) -> Outcome:
    """One sheet of what holds the words of `text`, narrowed by the values `chosen` of facets.

    `number` is the sheet's number as it came; nonsense gives the first or the last sheet.
    """
    words = words_of(normalize("NFC", text)).split()
    how: How = "all"
    items, more = _items(words, scope, chosen)
    if not items:
        meant = spellings.corrected(words=words)
        if meant != words:
            words, how = meant, "meant"
            items, more = _items(words, scope, chosen)
    if not items and len(words) > 1:
        how = "some"
        items, more = _items(words, scope, chosen, any_word=True)
    ranked = _ranked(items, scope, words)
    narrowed = _one_of_each([item for item in ranked if _passes(item, chosen)])
    sheet = Paginator(narrowed, PER_SHEET).get_page(number)
    return Outcome(
        how=how if items else "none",
        words=words,
        sheet=sheet,
        found=founds.describe(items=list(sheet.object_list), scope=scope, words=words),
        counts=_counts(ranked, chosen),
        unnarrowed=len({item.family for item in ranked}),
        more=more,
    )


def scope_of(*, facts: SiteFacts, language: str, stamp: int) -> Scope:
    """For whom to search: a reader of this site in this language."""
    return Scope(facts, language, stamp, prepared("search:locales", stamp, founds.locales))


def _items(
    words: list[str], scope: Scope, chosen: Mapping[str, str], *, any_word: bool = False
) -> tuple[list[Item], bool]:
    """Everything found in every language, and whether there is more. Only then are the facets asked of the database."""
    found = hits.find(words=words, places=founds.places(scope=scope), most=MOST_FOUND, any_word=any_word)
    more = len(found) == MOST_FOUND
    if more:
        places = founds.places(scope=scope, chosen=chosen)
        found = (
            hits.find(words=words, places=places, most=MOST_FOUND, any_word=any_word)
            if any(chosen.values())
            else found
        )
        titles = hits.find(words=words, places=places, most=MOST_TITLES, any_word=any_word, only_titles=True)
        found = list({hit[:2]: hit for hit in [*titles, *found]}.values())
    return _known(found, scope), more


def _known(found: Iterable[hits.Hit], scope: Scope) -> list[Item]:
    """The hits with their languages and facts: one statement for all pages, one for each other kind, those of the facets."""
    kinds = founds.kinds_by_type()
    keys: dict[str, list[int]] = {}
    for content_type, key, *_rest in found:
        keys.setdefault(kinds[content_type].code if kinds[content_type].rows else "", []).append(key)
    pages = founds.pages(keys=keys.get("", []))
    facts = findable.facts_of(keys[""], scope) if keys.get("") else {}
    rows = {
        kind.code: kind.rows(keys[kind.code]) for kind in findable.kinds() if kind.rows and kind.code in keys
    }
    codes = {pk: code for code, pk in scope.locales.items()}
    items = []
    for content_type, key, score, title in found:
        kind = kinds[content_type]
        row = rows[kind.code].get(key) if kind.rows else None
        locale, family, is_copy = (
            (row.locale_id, row.family, False) if row else pages.get(key, (0, None, False))
        )
        if locale in codes and family:
            known = Facts() if row else facts.get(key, Facts())
            name = row.title if row else title
            items.append(
                Item(kind, content_type, key, name, score, codes[locale], family, known, row, is_copy)
            )
    return items


def _ranked(items: list[Item], scope: Scope, words: Sequence[str]) -> list[Item]:
    """The reader's language first, then copies not translated yet, then other languages; in each the best title first.

    The engine decides between titles alike. Alone it would be a poor judge: both engines think little of a title
    in a long text, and of a word that most texts hold.
    """

    def place(item: Item) -> tuple:
        nearness = 2 if item.language != scope.language else 1 if item.is_copy else 0
        return nearness, -titled(item.title, words), -item.score, item.kind.code, item.key

    return sorted(items, key=place)


def _one_of_each(ranked: list[Item]) -> list[Item]:
    """A lesson that was found in two languages stands once, in the one that comes first."""
    first: dict[UUID, Item] = {}
    for item in ranked:
        first.setdefault(item.family, item)
    return list(first.values())


def _passes(item: Item, chosen: Mapping[str, str], *, but: str = "") -> bool:
    return all(value in item.values(facet) for facet, value in chosen.items() if value and facet != but)


def _counts(items: Sequence[Item], chosen: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """For each facet, how many results each of its values would give with what is chosen elsewhere."""
    counts = {}
    for facet in ["kind", "language", *(each.code for each in findable.facets())]:
        families: dict[str, set[UUID]] = {}
        for item in items:
            if _passes(item, chosen, but=facet):
                for value in item.values(facet):
                    families.setdefault(value, set()).add(item.family)
        counts[facet] = {value: len(found) for value, found in families.items()}
    return counts
