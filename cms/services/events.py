"""Writes the append-only list of what happened."""

from typing import Any

from cms.models import Event, Member


def record(
    *,
    actor: Member | None,
    object: str,
    verb: str,
    before: str = "",
    after: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Add one event, inside the transaction of the change it tells of. `object` is "app.model:identity"."""
    return Event.objects.create(
        actor=actor, object=object, verb=verb, before=before, after=after, data=data or {}
    )
