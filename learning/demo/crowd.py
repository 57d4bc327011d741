"""Plants the people of the demo's chapter in Portland who have no story of their own: they follow it, and most come."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify

from cms.demo import people
from cms.demo.reading import load
from cms.models import Chapter, ChapterFollow, Consent, Member, MemberLanguage
from cms.services import consents

HERE = Path(__file__).resolve().parent
WEEKS = 26
ZONE = "America/Los_Angeles"


def data() -> dict[str, Any]:
    return load("history.yaml", HERE)


def email(name: str) -> str:
    return f"{slugify(name).replace('-', '.')}@example.org"


def somebody(who: str) -> Member:
    """A member by their key in the people's file, or by their name in the history."""
    if any(record["key"] == who for record in people.records()):
        return people.member(who)
    return Member.objects.get(email=email(who))


def plant() -> int:
    """Members who follow the chapter, the first half a year ago. Returns how many were new."""
    record = data()
    names = [*record["came"], *record["follows"]]
    known = set(Member.objects.filter(email__in=map(email, names)).values_list("email", flat=True))
    new = [name for name in names if email(name) not in known]
    now = timezone.now()
    since = {name: _since(nth, len(names), now) for nth, name in enumerate(names)}
    Member.objects.bulk_create(
        Member(
            email=email(name),
            display_name=name,
            locale="en",
            timezone=ZONE,
            password="!",
            date_joined=since[name],
        )
        for name in new
    )
    members = {each.email: each for each in Member.objects.filter(email__in=map(email, new))}
    EmailAddress.objects.bulk_create(
        EmailAddress(user=each, email=each.email, verified=True, primary=True) for each in members.values()
    )
    MemberLanguage.objects.bulk_create(
        MemberLanguage(member=each, code="en", level="fluent") for each in members.values()
    )
    code = consents.CODE_OF_CONDUCT
    Consent.objects.bulk_create(
        Consent(member=each, document=code, version=consents.CURRENT[code]) for each in members.values()
    )
    _follow(Chapter.objects.get(name=record["chapter"]), {members[email(name)]: since[name] for name in new})
    return len(new)


def _since(nth: int, number: int, now: datetime) -> datetime:
    """The first came alone, the later ones closer and closer together: who likes it brings somebody."""
    return now - timedelta(days=7 * WEEKS * (1 - (nth / number) ** 0.7))


def _follow(chapter: Chapter, since: dict[Member, datetime]) -> None:
    rows = ChapterFollow.objects.bulk_create(ChapterFollow(chapter=chapter, member=each) for each in since)
    for row in rows:
        row.created_at = since[row.member]
    ChapterFollow.objects.bulk_update(rows, ["created_at"])
