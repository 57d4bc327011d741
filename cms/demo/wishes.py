"""Plants those who wish for a chapter where there is none."""

from allauth.account.models import EmailAddress

from cms.models import ChapterInterest, Member
from cms.places import near
from cms.services import interests

from .reading import load


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
