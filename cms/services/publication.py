"""The publication stamp: one number that changes whenever content does, so that prepared pieces can be kept."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db.models import F

from cms.models import PublicationStamp

DAY = 24 * 60 * 60


def version() -> int:
    """The stamp as committed (one query). It changes with any content, in every process at once."""
    return PublicationStamp.objects.values_list("version", flat=True).first() or 0


def bump() -> None:
    """Count up, in the transaction that changes the content: both become visible together."""
    if not PublicationStamp.objects.update(version=F("version") + 1):
        PublicationStamp.objects.create(version=1)


def prepared(name: str, stamp: int, make: Callable[[], Any]) -> Any:
    """What `make` gives, kept under this name for as long as the stamp is the same.

    Never for anything that belongs to one person: the result is shared by all readers.
    """
    key = f"prepared:{stamp}:{name}"
    kept = cache.get(key)
    if kept is None:
        kept = make()
        cache.set(key, kept, DAY)
    return kept
