"""Whose records a page may stand for: those of the chapter the page stands below, and nobody else's are offered."""

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from cms.models import ChapterPage


def chapter_above(page: Page | None) -> int | None:
    """The chapter of the nearest chapter page above, or at, this page."""
    if page is None:
        return None
    pages = ChapterPage.objects.ancestor_of(page, inclusive=True).order_by("-depth")
    return pages.values_list("chapter", flat=True).first()


class OwnRecordForm(WagtailAdminPageForm):
    """Offers records of one chapter in `record`, and the one that is chosen already."""

    record = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get(self.record)
        if field is None:
            return
        own = Q(chapter=chapter_above(self.parent_page), chapter__isnull=False)
        field.queryset = field.queryset.filter(own | Q(pk=getattr(self.instance, f"{self.record}_id")))


class StudyGroupPageForm(OwnRecordForm):
    record = "group"


class RecapPageForm(OwnRecordForm):
    record = "meetup"
