"""Plants those who follow a chapter from afar, over half a year, and those who wish for a chapter where there is none."""

from datetime import timedelta
from itertools import product
from string import ascii_uppercase

from allauth.account.models import EmailAddress
from django.utils import timezone

from cms.models import Chapter, ChapterFollow, ChapterInterest, Member
from cms.places import near
from cms.services import interests

from .reading import load

GROWTH = 182  # days


def plant_followers() -> int:
    """As many people as the data asks for, the first half a year ago, more of them every month. Returns how many are new."""
    data = load("chapters.yaml")
    names = [f"{name} {letter}." for letter, name in product(ascii_uppercase, data["follower_names"])]
    new = 0
    for record in data["chapters"]:
        chapter = Chapter.objects.get(name=record["name"])
        missing = record.get("followers", 0) - chapter.follows.count()
        for nth in range(max(0, missing)):
            follow = ChapterFollow.objects.create(chapter=chapter, member=_person(names[new + nth]))
            # The square root bends the line: slow at the beginning, faster later.
            ago = timedelta(days=GROWTH * (1 - ((nth + 1) / missing) ** 0.5))
            ChapterFollow.objects.filter(pk=follow.pk).update(created_at=timezone.now() - ago)
        new += max(0, missing)
    return new


def plant_interests() -> int:
    """Wishes, said by the people themselves: program staff are told as in earnest. Returns how many there are."""
    for record in load("chapters.yaml")["interests"]:
        interests.add(member=_person(record["who"]), place=near.read(record["place"]), note=record["note"])
    return ChapterInterest.objects.count()


def _person(name: str) -> Member:
    """A member of whom no more is known than a name."""
    email = f"{name.lower().replace(' ', '.').strip('.')}@example.org"
    found, made = Member.objects.get_or_create(email=email, defaults={"display_name": name, "password": "!"})
    if made:
        EmailAddress.objects.create(user=found, email=email, verified=True, primary=True)
    return found
