"""What members say of themselves."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cms.models import Member

from . import events, profiles

FIELDS = ("display_name", "pronouns", "bio", "contact", "locale", "timezone")
ONE_LINE = ("display_name", "pronouns", "contact")


@transaction.atomic
def describe(*, member: Member, **facts: Any) -> Member:
    """Keep what the member says of themselves; `facts` are among FIELDS, already validated. The event names no values.

    Line breaks in what is one line become spaces: a name goes into the subject of a mail.
    """
    unknown = facts.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"Not part of a profile: {sorted(unknown)}")
    facts |= {name: " ".join(facts[name].split()) for name in ONE_LINE if name in facts}
    changed = sorted(name for name, value in facts.items() if getattr(member, name) != value)
    if not changed:
        return member
    for name in changed:
        setattr(member, name, facts[name])
    member.save(update_fields=changed)
    events.record(actor=member, object=f"cms.member:{member.pk}", verb="described", data={"fields": changed})
    return member


@transaction.atomic
def keep_profile(*, member: Member, languages: Mapping[str, str], **facts: Any) -> Member:
    """The whole profile at once: what `describe` takes, and the languages spoken (code -> level)."""
    describe(member=member, **facts)
    profiles.speak(member=member, languages=languages)
    return member
