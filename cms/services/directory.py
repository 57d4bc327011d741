"""The directory of chapters: narrowed by language and country, sorted by name or by how far they are from a place."""

from dataclasses import dataclass

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects

from cms import distance
from cms.distance import Point
from cms.models import ChapterPage
from cms.models.pages import BasePage

from . import listings, restrictions, standings
from .standings import Known

PER_SHEET = 24


@dataclass(slots=True)
class Entry:
    """A chapter in the directory: its page, how it stands (nothing for a page without a record), and how far it is."""

    page: ChapterPage
    known: Known | None = None
    kilometers: int | None = None
    far: float = float("inf")


@dataclass(frozen=True, slots=True)
class Offered:
    """What the directory can be narrowed by: the languages and countries of its chapters."""

    languages: tuple[str, ...]
    countries: tuple[str, ...]


def pages_of(*, index: BasePage) -> list[ChapterPage]:
    """Every published chapter page of this directory, without its words."""
    return list(listings.chapters(index).defer("body"))


def offered(*, pages: list[ChapterPage]) -> Offered:
    """What these pages can be narrowed by."""
    chapters = [page.chapter for page in pages if page.chapter]
    return Offered(
        tuple(sorted({tag for chapter in chapters for tag in chapter.languages})),
        tuple(sorted({chapter.country for chapter in chapters})),
    )


def sheet(
    *,
    pages: list[ChapterPage],
    language: str = "",
    country: str = "",
    near: Point | None = None,
    by_name: bool = False,
    number: str | None = None,
) -> Sheet:
    """One sheet of what is left of the pages; near a place the nearest come first, unless the name is to decide.

    Closed chapters stand last when sorted by name. Nonsense in `number` gives the first or the last sheet.
    """
    kept = [Entry(page) for page in pages if _fits(page, language, country)]
    known = standings.of(chapters=[entry.page.chapter for entry in kept if entry.page.chapter])
    for entry in kept:
        chapter = entry.page.chapter
        if chapter:
            entry.known = known[chapter.pk]
            if near and (point := chapter.point):
                entry.far = distance.kilometers(near, point)
                entry.kilometers = distance.rounded(entry.far)
    if near and not by_name:
        kept.sort(key=lambda entry: entry.far)
    else:
        kept.sort(key=lambda entry: bool(entry.known and entry.known.standing.status == "closed"))
    found = Paginator(kept, PER_SHEET).get_page(number)
    prefetch_related_objects([entry.page for entry in found.object_list], "cover__renditions")
    return found


def near(*, point: Point, language: str, within: float) -> list[Entry]:
    """The chapters that go on within so many kilometers, the nearest first, with their pages in this language."""
    pages = ChapterPage.objects.live().filter(
        locale__language_code=language,
        chapter__closed_at__isnull=True,
        chapter__latitude__range=distance.latitudes(point, within),
    )
    found = []
    for page in restrictions.readable_by_all(pages=pages).select_related("chapter", "locale").defer("body"):
        place = page.chapter.point
        if place and (far := distance.kilometers(point, place)) <= within:
            found.append(Entry(page, kilometers=distance.rounded(far), far=far))
    return sorted(found, key=lambda entry: entry.far)


def _fits(page: ChapterPage, language: str, country: str) -> bool:
    chapter = page.chapter
    if chapter is None:
        return not (language or country)
    return (not language or language in chapter.languages) and (not country or country == chapter.country)
