"""The pieces of a member's profile that groups and mentoring share: name, zone, languages, weekly hours."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from cms.models import Availability, Member, MemberLanguage


@transaction.atomic
def describe(*, member: Member, **facts: str) -> Member:
    """Change what the member says of themselves: any of display_name, pronouns, bio, contact, timezone.

    All but the bio are one line, so that no name brings lines of its own into a letter.
    """
    unknown = facts.keys() - {"display_name", "pronouns", "bio", "contact", "timezone"}
    if unknown:
        raise ValueError(f"Not part of a profile: {sorted(unknown)}")
    for name, value in facts.items():
        setattr(member, name, value if name == "bio" else " ".join(value.split()))
    member.save(update_fields=list(facts))
    return member


@transaction.atomic
def speak(*, member: Member, languages: Mapping[str, str]) -> None:
    """The languages the member speaks: BCP 47 tag -> level. What is not named is forgotten."""
    _lock(member)
    wanted = {code.lower(): level for code, level in languages.items()}
    MemberLanguage.objects.filter(member=member).exclude(code__in=wanted).delete()
    MemberLanguage.objects.bulk_create(
        [MemberLanguage(member=member, code=code, level=level) for code, level in wanted.items()],
        update_conflicts=True,
        unique_fields=["member", "code"],
        update_fields=["level"],
    )


@transaction.atomic
def be_free(*, member: Member, spans: Iterable[tuple[int, int, int]]) -> None:
    """The member's weekly hours: (weekday, start, end) in minutes of their own wall clock. They replace the old ones."""
    _lock(member)
    Availability.objects.filter(member=member).delete()
    Availability.objects.bulk_create(
        [
            Availability(member=member, weekday=day, start=start, end=end)
            for day, start, end in sorted(set(spans))
        ]
    )


def _lock(member: Member) -> None:
    """Two saves of one person wait for each other, so that they never mix."""
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
