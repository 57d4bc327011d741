"""Plants what happens in the demo right now: a hangout with people at the door and at the help desk."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from cms.demo import people
from cms.demo.reading import load
from cms.services import publication
from learning import schedule
from learning.models import (
    Exercise,
    GroupMembership,
    HelpRequest,
    LessonPage,
    Meetup,
    MeetupLesson,
    StudyGroup,
)
from learning.services import desk, door, homework, meetups, rsvps, walk_ins
from learning.services.desk import Question

HERE = Path(__file__).resolve().parent


def plant() -> int:
    """The hangouts that are on while somebody tries the demo. Returns how many were new."""
    return sum(_plant(record) for record in load("evenings.yaml", HERE)["hangouts"])


@transaction.atomic
def _plant(record: dict[str, Any]) -> bool:
    group = StudyGroup.objects.get(uuid=record["group"])
    if Meetup.objects.filter(group=group, title=record["title"]).exists():
        return False
    organizer = people.member(record["organizer"])
    # Far away at first, where nobody has another seat at the same time.
    later = timezone.now().astimezone(ZoneInfo(group.timezone)) + timedelta(days=400)
    meetup = meetups.plan(
        actor=organizer,
        chapter=group.chapter,
        group=group,
        kind="hangout",
        day=later.date(),
        clock=later.time().replace(second=0, microsecond=0),
        minutes=record["minutes"],
        zone=group.timezone,
        seats_of=record["seats"],
        title=record["title"],
        description=record["description"],
        online_url=record["online_url"],
    )
    key = _homework(meetup)
    for row in GroupMembership.objects.joined().filter(group=group).select_related("member"):
        role = "learner" if row.role == "learner" else "helper"
        rsvps.respond(meetup=meetup, member=row.member, mode=record["mode"], role=role)
    _begin(meetup, record["began_minutes_ago"])
    for who, state in record["door"].items():
        door.mark(actor=organizer, meetup=meetup, member=people.member(who), state=state, key=uuid4())
    for name in record["guests"]:
        walk_ins.add(actor=organizer, meetup=meetup, name=name, key=uuid4())
    for each in record["desk"]:
        _ask(meetup, each, key)
    return True


def _homework(meetup: Meetup) -> Any:
    """Of the lessons with homework the first: the hangout is about it, and its exercise is asked about."""
    found = homework.owing_lessons(stamp=publication.version())
    lessons = LessonPage.objects.live().filter(translation_key__in=list(found)).order_by("path")
    lesson = lessons.values_list("translation_key", flat=True).first()
    if lesson is None:
        return None
    MeetupLesson.objects.create(meetup=meetup, lesson_key=lesson, use=MeetupLesson.Use.HOMEWORK_DUE)
    return (
        Exercise.objects.filter(translation_key__in=found[lesson])
        .values_list("translation_key", flat=True)
        .first()
    )


def _begin(meetup: Meetup, minutes: int) -> None:
    """Move it to where it is on: answers are taken before the beginning only, so they came first."""
    begin = timezone.now().astimezone(ZoneInfo(meetup.timezone)) - timedelta(minutes=minutes)
    begin = begin.replace(minute=begin.minute // 5 * 5, second=0, microsecond=0, tzinfo=None)
    starts_at, ends_at = schedule.span(begin.date(), begin.time(), meetup.minutes, meetup.timezone)
    rows = Meetup.objects.filter(pk=meetup.pk)
    rows.update(local_date=begin.date(), local_time=begin.time(), starts_at=starts_at, ends_at=ends_at)
    meetup.refresh_from_db()


def _ask(meetup: Meetup, record: dict[str, Any], key: Any) -> None:
    question = Question(
        record["wish"], key if record.get("homework") else None, record["words"], record.get("link", "")
    )
    row = desk.ask(member=people.member(record["who"]), meetup=meetup, question=question, key=uuid4())
    if helper := record.get("helper"):
        desk.claim(helper=people.member(helper), request=row)
        desk.your_turn(helper=people.member(helper), request=row)
    since: datetime = timezone.now() - timedelta(minutes=record["minutes_ago"])
    HelpRequest.objects.filter(pk=row.pk).update(waiting_since=since)
