"""What the site itself has to be found: articles, resources, chapters and ordinary pages."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cms import findable
from cms.findable import Kind, Row
from cms.models import ArticlePage, ChapterPage, Resource


def resources(keys: Sequence[int]) -> dict[int, Row]:
    """What results show of resources."""
    rows = Resource.objects.filter(pk__in=keys)
    return {
        row.pk: Row(
            row.locale_id,
            row.translation_key,
            row.title,
            row.description,
            row.url,
            row.url.partition("://")[2].partition("/")[0],
        )
        for row in rows
    }


findable.kind(Kind(code="page", name=_("Pages"), one=_("page"), models=(), icon="file"))
findable.kind(Kind(code="article", name=_("Articles"), one=_("article"), models=(ArticlePage,), icon="quote"))
findable.kind(
    Kind(
        code="resource",
        name=_("Resources"),
        one=_("resource"),
        models=(Resource,),
        icon="link",
        rows=resources,
    )
)
findable.kind(
    Kind(code="chapter", name=_("Chapters"), one=_("chapter"), models=(ChapterPage,), icon="map-pin")
)
