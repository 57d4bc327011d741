"""Plants the demo's people: accounts, profiles, chapters and the roles they hold."""

from datetime import timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.models import Chapter, ChapterFollow, ChapterRole, Member, MemberLanguage
from cms.services import consents

from .reading import load

PASSWORD = "trellis-in-bloom"
CHAPTER_FIELDS = [field.name for field in Chapter._meta.fields if field.name not in {"id", "uuid", "name"}]
GROUPS = {"editor": ["Editors", "Moderators"], "organizer": ["Program staff", "Moderators"]}


@cache
def records() -> list[dict[str, Any]]:
    return load("people.yaml")["people"]


def member(key: str) -> Member:
    """The planted member of this key."""
    email = next(person["email"] for person in records() if person["key"] == key)
    return Member.objects.get(email=email)


def plant_people() -> int:
    """Members with a confirmed address, a profile and a current consent. Returns how many were new."""
    new, password = 0, ""  # hashed once: it takes its time on purpose
    for person in records():
        fields = {
            name: person.get(name, "") for name in ("display_name", "pronouns", "bio", "locale", "timezone")
        }
        found, made = Member.objects.get_or_create(email=person["email"], defaults=fields)
        if not made:
            continue
        new += 1
        role = person.get("sign_in")
        if role:
            found.password = password = password or make_password(PASSWORD)
            found.save(update_fields=["password"])
            found.groups.set(Group.objects.filter(name__in=GROUPS.get(role, [])))
        else:
            Member.objects.filter(pk=found.pk).update(password="!")
        EmailAddress.objects.create(user=found, email=found.email, verified=True, primary=True)
        MemberLanguage.objects.bulk_create(
            MemberLanguage(member=found, code=code, level=level)
            for code, level in person["languages"].items()
        )
        consents.give(member=found, document=consents.CODE_OF_CONDUCT)
    return new


def plant_chapters() -> int:
    """Chapters with their organizers and followers. Returns how many were new."""
    new = 0
    now = timezone.now()
    people = {person["key"]: person for person in records()}
    for record in load("chapters.yaml")["chapters"]:
        names = (
            "city",
            "region",
            "country",
            "latitude",
            "longitude",
            "timezone",
            "languages",
            "founded_on",
            "contact_email",
        )
        fields = {name: record[name] for name in names if record.get(name) is not None}
        days = record.get("last_met_days_ago")
        fields["last_met_at"] = now - timedelta(days=days) if days is not None else None
        if (days := record.get("closed_days_ago")) is not None:
            fields["closed_at"] = now - timedelta(days=days)
        chapter, made = Chapter.objects.get_or_create(name=record["name"], defaults=fields)
        if not made:
            continue
        new += 1
        for key in record.get("organizers", []):
            ChapterRole.objects.create(
                chapter=chapter,
                member=member(key),
                kind=ChapterRole.Kind.ORGANIZER,
                since=record.get("founded_on") or now.date(),
            )
        followers = [person["email"] for person in people.values() if person.get("chapter") == record["key"]]
        ChapterFollow.objects.bulk_create(
            ChapterFollow(chapter=chapter, member=one) for one in Member.objects.filter(email__in=followers)
        )
    return new


def sign_ins() -> list[tuple[str, str]]:
    """Role and address of the people whose sign-in the demo prints."""
    return [(person["sign_in"], person["email"]) for person in records() if person.get("sign_in")]
