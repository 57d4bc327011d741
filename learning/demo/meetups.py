"""Plants the demo's meetups that belong to no group: a full table in a coffee shop, an evening of talks, one online."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cms.demo import people
from cms.demo.reading import load
from cms.models import Chapter
from learning.models import LessonPage, Meetup, MeetupLesson, Venue
from learning.services import meetups, rsvps, slots

HERE = Path(__file__).resolve().parent


def plant() -> int:
    """Venues, meetups and the answers to them. Returns how many meetups were new."""
    data = load("meetups.yaml", HERE)
    for record in data["venues"]:
        facts = dict(record)
        chapter = Chapter.objects.get(name=facts.pop("chapter"))
        Venue.objects.get_or_create(chapter=chapter, name=facts.pop("name"), defaults=facts)
    return sum(_plant(record) for record in data["meetups"])


def _plant(record: dict[str, Any]) -> bool:
    chapter = Chapter.objects.get(name=record["chapter"])
    if Meetup.objects.filter(chapter=chapter, group=None, kind=record["kind"]).exists():
        return False
    meetup = meetups.plan(
        actor=chapter.roles.select_related("member").first().member,
        chapter=chapter,
        kind=record["kind"],
        day=_day(record["in_days"], record["weekday"]),
        clock=time.fromisoformat(record["clock"]),
        minutes=record["minutes"],
        zone=chapter.timezone,
        seats_of=record["seats"],
        title=record["title"],
        description=record["description"],
        online_url=record.get("online_url", ""),
        venue=Venue.objects.filter(chapter=chapter, name=record["venue"]).first(),
    )
    _plant_lessons(meetup, record["lessons"])
    for talk in record.get("talks", []):
        _plant_talk(meetup, talk)
    for each in record["comes"]:
        rsvps.respond(
            meetup=meetup,
            member=people.member(each["who"]),
            mode=each.get("mode", "room"),
            role=each.get("role", "learner"),
        )
    return True


def _plant_lessons(meetup: Meetup, wanted: dict[str, int]) -> None:
    keys = LessonPage.objects.live().order_by("path").values_list("translation_key", flat=True).distinct()
    for use, number in wanted.items():
        MeetupLesson.objects.bulk_create(
            MeetupLesson(meetup=meetup, lesson_key=key, use=use, sort_order=nth)
            for nth, key in enumerate(dict.fromkeys(keys[: 3 * number]))
            if nth < number
        )


def _plant_talk(meetup: Meetup, talk: dict[str, Any]) -> None:
    actor = meetup.chapter.roles.select_related("member").first().member
    slot = slots.add(actor=actor, meetup=meetup, kind=talk["kind"], minutes=talk["minutes"], key=uuid4())
    if who := talk.get("who"):
        first = talk.get("first", False)
        slots.claim(member=people.member(who), slot=slot, title=talk["title"], is_first_time=first)
        if talk.get("confirmed"):
            slots.confirm(actor=actor, slot=slot)


def _day(in_days: int, weekday: int) -> date:
    """The first such weekday from then on."""
    first = timezone.localdate() + timedelta(days=in_days)
    return first + timedelta(days=(weekday - first.weekday()) % 7)
