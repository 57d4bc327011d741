"""What organizers say of their chapter: where it is, its languages, its public address, and whether it takes a break."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.models import Chapter, Member

from . import events

FIELDS = ("city", "region", "country", "timezone", "languages", "latitude", "longitude", "contact_email")


@transaction.atomic
def describe(*, actor: Member, chapter: Chapter, facts: Mapping[str, Any], rests: bool) -> Chapter:
    """Keep what they say, already validated. A break begins now, and ends now; saying it again changes nothing."""
    unknown = facts.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"Not for organizers to say: {sorted(unknown)}")
    row = Chapter.objects.select_for_update().get(pk=chapter.pk)
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    if rests != bool(row.paused_at):
        row.paused_at = timezone.now() if rests else None
        changed.append("paused_at")
    if changed:
        row.save(update_fields=changed)
        events.record(
            actor=actor,
            object=f"cms.chapter:{row.uuid}",
            verb="described",
            data={"fields": sorted(changed)},
        )
    return row
