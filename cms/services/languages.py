"""Keeps the page tree of every language complete: what is not translated yet stands there as a live copy (an alias)."""

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization


@transaction.atomic
def complete_trees() -> None:
    """Give every synchronized language an alias of each page it lacks.

    Wagtail does this when an editor creates a page in the admin; pages created by code need this call. Like the
    `synchronize_tree` of wagtail-localize, which asks five questions about every page there is, it passes over pages
    that are copies everywhere. Parents come before their children; where nothing is missing, a language costs one
    question.
    """
    originals = Page.objects.filter(alias_of=None).values("translation_key")
    for synchronization in LocaleSynchronization.objects.select_related("locale"):
        there = Page.objects.filter(locale=synchronization.locale).values("translation_key")
        missing = (
            Page.objects.filter(
                locale=synchronization.sync_from_id, depth__gt=1, translation_key__in=originals
            )
            .exclude(translation_key__in=there)
            .order_by("path")
        )
        for page in missing.specific():
            page.copy_for_translation(synchronization.locale, copy_parents=True, alias=True)


@transaction.atomic
def complete_page(*, page: Page) -> None:
    """Give one new page its aliases, without reading the whole tree. Where its parent has none yet, complete the trees."""
    for synchronization in LocaleSynchronization.objects.filter(sync_from=page.locale_id).select_related(
        "locale"
    ):
        locale = synchronization.locale
        if page.has_translation(locale):
            continue
        if not page.get_parent().has_translation(locale):
            complete_trees()
            return
        page.copy_for_translation(locale, alias=True)
