"""Plants the demo's study groups: opened by their organizers the way the wizard does it, with people and their roles."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from cms.demo import people
from cms.demo.reading import load
from cms.models import Chapter, Member, Message
from cms.services import publication, structure
from learning.models import GroupMembership, StudyGroup, TrackPage, Venue
from learning.services import courses, drafts, groups, homework, meetups, memberships, programs, tracks
from learning.services.groups import Facts
from learning.services.rules import Wish

from . import crowd

HERE = Path(__file__).resolve().parent


@transaction.atomic
def plant() -> int:
    """The groups with their meetups and members. Returns how many were new.

    Who joined weeks ago was told so then: those letters stand in the ledger as sent.
    """
    last = Message.objects.aggregate(last=Max("pk"))["last"] or 0
    new = sum(_plant(record) for record in load("groups.yaml", HERE)["groups"])
    meetups.hold_due()
    told = Message.objects.filter(pk__gt=last, sent_at=None, due_at__lte=timezone.now())
    told.update(sent_at=F("due_at"))
    return new


def _plant(record: dict[str, Any]) -> bool:
    if StudyGroup.objects.filter(uuid=record["key"]).exists():
        return False
    chapter = Chapter.objects.get(name=record["chapter"])
    actor = people.member(record["organizer"])
    first = timezone.localdate() - timedelta(days=record["started_days_ago"])
    last = first + timedelta(weeks=record["lasts_weeks"])
    facts = _facts(record, chapter, first, last)
    group = groups.create(actor=actor, chapter=chapter, key=UUID(record["key"]), facts=facts)
    courses.set_weeks(group=group, number=record.get("weeks", 0))
    venues = {name: _venue(chapter, facts) for name, facts in record.get("venues", {}).items()}
    wishes = [_wish(rule, venues, first, last) for rule in record["rules"]]
    drafts.keep_rules(group=group, wishes=wishes)
    group = groups.open_group(actor=actor, group=group, despite_clashes=True)
    if first <= timezone.localdate():
        StudyGroup.objects.filter(pk=group.pk).update(state=StudyGroup.State.RUNNING)
    for key in [*record.get("helpers", []), *record.get("learners", []), *record.get("asking", [])]:
        row = memberships.join(
            group=group,
            member=crowd.somebody(key),
            mode=group.default_mode,
            role=GroupMembership.Role.HELPER if key in record.get("helpers", []) else "learner",
        )
        if key not in record.get("asking", []):
            memberships.approve(membership=row, actor=actor)
    _plant_program(group, actor)
    if record.get("finished"):
        groups.finish(actor=actor, group=group)
    return True


def _plant_program(group: StudyGroup, actor: Member) -> None:
    """What the group has gone through, a lesson an evening, and the rest of its track over the evenings ahead."""
    stamp = publication.version()
    facts = structure.of_host(stamp=stamp, hostname="", port="")
    if facts is None or group.track_key is None:
        return
    outline = tracks.outline_of(
        track_key=group.track_key, facts=facts, language=settings.LANGUAGE_CODE, stamp=stamp
    )
    if outline is None:
        return
    weekly = group.meetups.past().exclude(kind="homework_meetup").order_by("starts_at")
    for meetup, lesson in zip(weekly, outline.lessons, strict=False):
        programs.choose(actor=actor, meetup=meetup, covered=[lesson.key], due=[])
    around = {"group": group, "outline": outline, "homework": homework.owing_lessons(stamp=stamp)}
    if (plan := programs.preview(**around)).evenings:
        programs.apply(actor=actor, token=plan.token, **around)


def _facts(record: dict[str, Any], chapter: Chapter, first: date, last: date) -> Facts:
    seats = {f"seats_{kind}": number for kind, number in record["seats"].items()}
    track = record.get("track")
    return Facts(
        name=record["name"],
        summary=record["summary"],
        track_key=TrackPage.objects.filter(import_source=track).values_list("translation_key", flat=True)[0]
        if track
        else None,
        course=record.get("course", ""),
        course_url=record.get("course_url", ""),
        mode=record["mode"],
        join=record.get("join", StudyGroup.Join.OPEN),
        timezone=chapter.timezone,
        language="en",
        chat_url=record.get("chat_url", ""),
        starts_on=first,
        ends_on=last,
        **seats,
    )


def _venue(chapter: Chapter, facts: dict[str, str]) -> Venue:
    found = Venue.objects.get_or_create(chapter=chapter, name=facts["name"], defaults=facts)
    return found[0]


def _wish(rule: dict[str, Any], venues: dict[str, Venue], first: date, last: date) -> Wish:
    return Wish(
        kind=rule["kind"],
        weekday=rule["weekday"],
        clock=time.fromisoformat(rule["clock"]),
        minutes=rule["minutes"],
        first=first,
        last=last,
        venue=venues.get(rule.get("venue", "")),
        online_url=rule.get("online_url", ""),
    )
