"""Plants the demo's meetups that belong to no group: a full table in a coffee shop, talks, one cancelled, one moved."""

from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from django.utils import timezone

from cms.demo.reading import load
from cms.models import Chapter, Member
from learning.models import RSVP, HelpRequest, LessonPage, Meetup, MeetupLesson, Venue
from learning.services import meetups, rsvps, slots

from .crowd import somebody

HERE = Path(__file__).resolve().parent
NAMESPACE = UUID("b8c6b1f4-7d35-4f5c-9d1e-2a6f4e0c9a11")


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
    key = uuid5(NAMESPACE, f"{chapter.uuid}:{record['key']}")
    if Meetup.objects.filter(uuid=key).exists():
        return False
    actor = _organizer(chapter)
    day, clock = _when(record, chapter.timezone)
    meetup = meetups.plan(
        actor=actor,
        chapter=chapter,
        uuid=key,
        kind=record["kind"],
        day=day,
        clock=clock,
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
    if meetup.has_started:
        _plant_hour(meetup, record)
        return True
    for each in record["comes"]:
        rsvps.respond(
            meetup=meetup,
            member=somebody(each["who"]),
            mode=each.get("mode", "room"),
            role=each.get("role", "learner"),
        )
    for who in record.get("gives_up", []):
        member = somebody(who)
        rsvps.release(rsvp=meetup.rsvps.get(member=member), actor=member)
    if days := record.get("moved_days"):
        later = day + timedelta(days=days)
        meetups.move(actor=actor, meetup=meetup, day=later, clock=clock, minutes=meetup.minutes)
    if reason := record.get("cancelled"):
        meetups.cancel(actor=actor, meetup=meetup, reason=reason)
    return True


def _plant_hour(meetup: Meetup, record: dict[str, Any]) -> None:
    """A meetup that has begun: answers were given before, and people wait at its desk."""
    before = meetup.starts_at - timedelta(days=1)
    rows = RSVP.objects.bulk_create(
        RSVP(
            meetup=meetup,
            member=somebody(each["who"]),
            mode=each["mode"],
            role=each.get("role", "learner"),
            state=RSVP.State.CONFIRMED,
            answered_at=before,
        )
        for each in record["comes"]
    )
    for kind, taken in Counter(row.kind for row in rows).items():
        meetup.pools.filter(kind=kind).update(taken=taken)
    for each in record.get("desk", []):
        asked = timezone.now() - timedelta(minutes=each["minutes_ago"])
        helper = somebody(each["helper"]) if "helper" in each else None
        states = HelpRequest.State
        HelpRequest.objects.create(
            meetup=meetup,
            member=somebody(each["who"]),
            wish=each["wish"],
            words=each["words"],
            state=states.WAITING_LEARNER if helper else states.WAITING_HELPER,
            asked_at=asked,
            waiting_since=asked + timedelta(minutes=5) if helper else asked,
            claimed_by=helper,
            claimed_at=asked + timedelta(minutes=5) if helper else None,
        )


def _organizer(chapter: Chapter) -> Member:
    return chapter.roles.select_related("member").order_by("pk")[0].member


def _when(record: dict[str, Any], zone: str) -> tuple[date, time]:
    """The day and time: the first such weekday from a day on, or a round time some minutes ago."""
    if "begun_minutes_ago" in record:
        begun = timezone.now().astimezone(ZoneInfo(zone)) - timedelta(minutes=record["begun_minutes_ago"])
        return begun.date(), time(begun.hour, begun.minute - begun.minute % 5)
    first = timezone.localdate() + timedelta(days=record["in_days"])
    day = first + timedelta(days=(record["weekday"] - first.weekday()) % 7)
    return day, time.fromisoformat(record["clock"])


def _plant_lessons(meetup: Meetup, wanted: dict[str, int]) -> None:
    keys = LessonPage.objects.live().order_by("path").values_list("translation_key", flat=True).distinct()
    for use, number in wanted.items():
        MeetupLesson.objects.bulk_create(
            MeetupLesson(meetup=meetup, lesson_key=key, use=use, sort_order=nth)
            for nth, key in enumerate(dict.fromkeys(keys[: 3 * number]))
            if nth < number
        )


def _plant_talk(meetup: Meetup, talk: dict[str, Any]) -> None:
    actor = _organizer(meetup.chapter)
    slot = slots.add(actor=actor, meetup=meetup, kind=talk["kind"], minutes=talk["minutes"], key=uuid4())
    if talk.get("dropped"):
        slots.withdraw(actor=actor, slot=slot)
    if who := talk.get("who"):
        slots.claim(
            member=somebody(who),
            slot=slot,
            title=talk["title"],
            is_first_time=talk.get("first", False),
            may_be_named=talk.get("named", False),
        )
        if talk.get("confirmed"):
            slots.confirm(actor=actor, slot=slot)
