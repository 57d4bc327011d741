"""Keeps the page tree of every language complete: what is not translated yet stands there as a live copy (an alias)."""

from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.synctree import synchronize_tree


@transaction.atomic
def complete_trees() -> None:
    """Give every synchronized language an alias of each page it lacks.

    Wagtail does this when an editor creates a page in the admin; pages created by code need this call.
    """
    for synchronization in LocaleSynchronization.objects.select_related("locale", "sync_from"):
        synchronize_tree(synchronization.sync_from, synchronization.locale)


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
