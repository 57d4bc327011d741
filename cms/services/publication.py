"""The publication stamp: one number that changes whenever content does, so that prepared pieces can be kept."""

from collections.abc import Callable
from secrets import randbits
from typing import Any

from django.core.cache import cache

from cms.models import PublicationStamp

DAY = 24 * 60 * 60


def version() -> int:
    """The stamp as committed (one query). It changes with any content, in every process at once."""
    return PublicationStamp.objects.values_list("version", flat=True).first() or 0


def bump() -> None:
    """Draw a new stamp, in the transaction that changes the content: both become visible together.

    A random number, not the next one: after a rollback the same number would come again, and pieces that
    were prepared inside the lost transaction would be shown.
    """
    stamp = randbits(62)
    if not PublicationStamp.objects.update(version=stamp):
        PublicationStamp.objects.create(version=stamp)


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
