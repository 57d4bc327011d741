"""Where members would like a chapter. When enough of them are near one place, program staff are told, once.

A place is kept to a tenth of a degree. Nobody reads who is near: members get a rounded number, program staff the list.
"""

from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Site

from cms import distance, gathering
from cms.distance import Point
from cms.exceptions import InterestTaken
from cms.gathering import Voice
from cms.models import Chapter, ChapterInterest, ChapterWish, Member, ProgramSettings
from cms.places.near import Place

from . import events, messages
from .retry import retried

NEAR = 50  # km
MOST_PLACES = 5
FEWEST_TOLD = 5
PAGE_FIRST = timedelta(days=1)


@retried
@transaction.atomic
def add(*, member: Member, place: Place, note: str = "") -> ChapterInterest:
    """Note that a member would like a chapter near a place. The same place again changes the note. Raises InterestTaken."""
    enough = _lock()
    latitude, longitude = (Decimal(f"{degrees:.1f}") for degrees in place.point)
    mine = ChapterInterest.objects.filter(member=member)
    known = mine.filter(latitude=latitude, longitude=longitude).first()
    if known is not None:
        mine.filter(pk=known.pk).update(note=note)
        known.note = note
        return known
    if mine.open().count() >= MOST_PLACES:
        raise InterestTaken
    made = ChapterInterest.objects.create(
        member=member,
        place=str(place.city or place.name),
        country=place.city.country if place.city else "",
        timezone=place.city.timezone if place.city else "",
        latitude=latitude,
        longitude=longitude,
        note=note,
    )
    events.record(actor=member, object=f"cms.chapterinterest:{made.pk}", verb="added")
    _gather(made, enough)
    return made


@transaction.atomic
def remove(*, interest: ChapterInterest) -> None:
    """Take a place off one's list again. Twice is once."""
    if ChapterInterest.objects.filter(pk=interest.pk).delete()[0]:
        events.record(actor=interest.member, object=f"cms.chapterinterest:{interest.pk}", verb="removed")


def people_near(*, point: Point) -> int:
    """How many people would like a chapter within NEAR kilometers: 0 while they are fewer than five, else in fives."""
    people = {each.person for each in _voices(point, NEAR) if distance.kilometers(point, each.point) <= NEAR}
    return len(people) // FEWEST_TOLD * FEWEST_TOLD


@retried
@transaction.atomic
def become(*, actor: Member, interest: ChapterInterest, chapter: Chapter) -> int:
    """A chapter has come of this interest: everybody near it is told once, a day later, when it has a page.

    Returns how many people that is. Doing it again tells only those who came after.
    """
    _lock()
    center = interest.point
    near = [each for each in _voices(center, NEAR) if distance.kilometers(center, each.point) <= NEAR]
    rows = ChapterInterest.objects.open().filter(Q(pk__in=[each.key for each in near]) | Q(pk=interest.pk))
    people = list(Member.objects.filter(interests__in=rows, is_active=True).distinct())
    wishes = set(rows.exclude(wish=None).values_list("wish", flat=True))
    rows.update(chapter=chapter)
    ChapterWish.objects.filter(pk__in=wishes, chapter=None).update(chapter=chapter)
    messages.queue_for_each(
        kind="cms.chapter_founded",
        recipients=people,
        dedupe_key=f"cms.chapter_founded:{chapter.uuid}",
        due_at=timezone.now() + PAGE_FIRST,
        about=f"cms.chapter:{chapter.uuid}",
        context={"chapter": chapter.pk},
    )
    events.record(
        actor=actor,
        object=f"cms.chapter:{chapter.uuid}",
        verb="founded",
        data={"interest": interest.pk, "people": len(people)},
    )
    return len(people)


def staff() -> list[Member]:
    """Whoever may look at the list and make a chapter of it: by a group or by name; superusers where there is nobody."""
    right = Q(codename="add_chapter", content_type__app_label="cms")
    rights = Permission.objects.filter(right)
    holders = Member.objects.filter(
        Q(groups__permissions__in=rights) | Q(user_permissions__in=rights), is_active=True
    )
    return list(holders.distinct()) or list(Member.objects.filter(is_superuser=True, is_active=True))


def _gather(made: ChapterInterest, enough: int) -> None:
    """Join a wish that is known near here, or make one when this is the voice that was missing."""
    wishes = ChapterWish.objects.filter(chapter=None, latitude__range=distance.latitudes(made.point, NEAR))
    known = next((each for each in wishes if distance.kilometers(made.point, each.point) <= NEAR), None)
    if known is not None:
        ChapterInterest.objects.filter(pk=made.pk).update(wish=known)
        return
    voice = Voice(made.pk, made.member_id, made.point)
    found = gathering.gathered(voice, _voices(made.point, 2 * NEAR, wish=None), within=NEAR, enough=enough)
    if not found:
        return
    center = ChapterInterest.objects.get(pk=found[0].key)
    wish = ChapterWish.objects.create(
        place=center.place, latitude=center.latitude, longitude=center.longitude
    )
    ChapterInterest.objects.filter(pk__in=[each.key for each in found]).update(wish=wish)
    for recipient in staff():
        messages.queue(
            kind="cms.chapter_wanted",
            recipient=recipient,
            dedupe_key=f"cms.chapter_wanted:{wish.pk}:{recipient.pk}",
            about=f"cms.chapterwish:{wish.pk}",
            context={"wish": wish.pk, "interest": center.pk},
        )
    events.record(
        actor=None, object=f"cms.chapterwish:{wish.pk}", verb="gathered", data={"voices": len(found)}
    )


def _voices(point: Point, within: float, **narrowed: object) -> list[Voice]:
    """The open interests in the belt of latitudes around a place."""
    rows = ChapterInterest.objects.open().filter(
        latitude__range=distance.latitudes(point, within), member__is_active=True, **narrowed
    )
    return [
        Voice(pk, member, (float(latitude), float(longitude)))
        for pk, member, latitude, longitude in rows.values_list("pk", "member", "latitude", "longitude")
    ]


def _lock() -> int:
    """One after the other: of two people who come at once, the second counts the first. Gives how many are enough.

    The row that says how many are enough is the lock; a write, so that SQLite waits as well.
    """
    settings = ProgramSettings.for_site(Site.objects.get(is_default_site=True))
    ProgramSettings.objects.filter(pk=settings.pk).update(interest_enough=F("interest_enough"))
    return settings.interest_enough
