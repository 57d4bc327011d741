"""What the index pages list, loaded with everything their cards read."""

from collections.abc import Mapping

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import QuerySet

from cms.models import ArticlePage, ChapterPage, Resource
from cms.models.pages import BasePage

from . import restrictions

PER_SHEET = 12


def articles(index: BasePage) -> QuerySet[ArticlePage]:
    """The published articles of this index, newest first."""
    found = restrictions.readable_by_all(pages=ArticlePage.objects.child_of(index).live())
    found = found.order_by("-published_on", "-pk")
    return found.select_related("locale").prefetch_related("cover__renditions")


def chapters(index: BasePage) -> QuerySet[ChapterPage]:
    """The published chapter pages of this directory, by name."""
    found = restrictions.readable_by_all(pages=ChapterPage.objects.child_of(index).live()).order_by("title")
    return found.select_related("chapter", "locale").prefetch_related("cover__renditions")


def resources(index: BasePage) -> dict[str, list[Resource]]:
    """The resources in the language of this library, by the name of their kind."""
    shelves: dict[str, list[Resource]] = {}
    for resource in Resource.objects.filter(locale_id=index.locale_id).order_by("kind", "title"):
        shelves.setdefault(resource.get_kind_display(), []).append(resource)
    return shelves


def sheet(found: QuerySet, parameters: Mapping[str, str]) -> Sheet:
    """One sheet of a long list; any nonsense in `page` gives the first or the last one."""
    return Paginator(found, PER_SHEET).get_page(parameters.get("page"))
