"""What members say of themselves."""

from typing import Any

from django.db import transaction

from cms.models import Member

from . import events

FIELDS = ("display_name", "pronouns", "bio", "contact", "locale", "timezone")


@transaction.atomic
def describe(*, member: Member, **facts: Any) -> Member:
    """Keep what the member says of themselves; `facts` are among FIELDS, already validated. The event names no values."""
    unknown = facts.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"Not part of a profile: {sorted(unknown)}")
    changed = sorted(name for name, value in facts.items() if getattr(member, name) != value)
    if not changed:
        return member
    for name in changed:
        setattr(member, name, facts[name])
    member.save(update_fields=changed)
    events.record(actor=member, object=f"cms.member:{member.pk}", verb="described", data={"fields": changed})
    return member
