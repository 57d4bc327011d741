"""Finds the published page of a lesson or a track in a language, whatever happened to the page before."""

from uuid import UUID

from django.conf import settings

from learning.models import LessonPage, TrackPage


def published[Content: (LessonPage, TrackPage)](
    *, model: type[Content], key: UUID, language: str
) -> Content | None:
    """The live page with this translation key: in this language, else in the site's own, else in any."""
    rows = model._default_manager.filter(translation_key=key, live=True)
    order = [language, settings.LANGUAGE_CODE]

    def rank(page: Content) -> int:
        code = page.locale.language_code
        return order.index(code) if code in order else len(order)

    return min(rows.select_related("locale", "alias_of").order_by("pk"), key=rank, default=None)
