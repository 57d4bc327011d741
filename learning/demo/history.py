"""Plants half a year of the chapter in Portland: a group that is over, evenings of the one that runs, and who came."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils import timezone

from cms.demo import people
from cms.models import Chapter, Member
from learning import schedule
from learning.models import (
    Attendance,
    GroupMembership,
    MeetingRule,
    Meetup,
    MeetupLesson,
    SeatPool,
    StudyGroup,
    TrackItem,
    TrackPage,
    Venue,
)
from learning.services import courses, group_pages, groups, rules
from learning.services.groups import Facts
from learning.services.rules import Wish

from . import afterwards
from .crowd import WEEKS, data, somebody
from .past import Evening, Regular, happen

#: The same people come on every planting.
SEED = 1996


def plant() -> int:
    """Everything that is over. Returns how many meetups there were."""
    record = data()
    if StudyGroup.objects.filter(uuid=record["group"]["key"]).exists():
        return 0
    chapter = Chapter.objects.get(name=record["chapter"])
    organizer = people.member(record["organizer"])
    before = _group(record["group"], chapter, organizer)
    running = StudyGroup.objects.get(uuid=record["running"])
    _assign_lessons(running)
    _since_the_beginning(running)
    old = list(Meetup.objects.filter(group=before).order_by("starts_at"))
    late = list(Meetup.objects.past().filter(group=running).order_by("starts_at"))
    evenings = [each for each in reversed(late) if each.kind == "weekly_meeting"]
    _fill(record, [*old, *late], evenings, organizer)
    _remember_members(before, organizer)
    afterwards.plant(record=record, evenings=evenings, organizer=organizer)
    return len(old)


def _group(record: dict[str, Any], chapter: Chapter, organizer: Member) -> StudyGroup:
    """A group that is over, with its page, its rules and its meetups."""
    first = timezone.localdate() - timedelta(weeks=record["started_weeks_ago"])
    last = first + timedelta(weeks=record["weeks"])
    facts = Facts(
        name=record["name"],
        summary=record["summary"],
        course=record["course"],
        course_url=record["course_url"],
        mode=StudyGroup.Attendance.HYBRID,
        timezone=chapter.timezone,
        language="en",
        starts_on=first,
        ends_on=last,
        **record["seats"],
    )
    group = groups.create(actor=organizer, chapter=chapter, key=UUID(record["key"]), facts=facts)
    courses.set_weeks(group=group, number=record["weeks"])
    venues = {venue.name: venue for venue in Venue.objects.filter(chapter=chapter)}
    for each in record["rules"]:
        facts = {
            **each,
            "clock": time.fromisoformat(each["clock"]),
            "venue": venues.get(each.get("venue", "")),
        }
        wish = Wish(first=first, last=last, **facts)
        rule = MeetingRule.objects.create(group=group, **rules.columns(wish=wish))
        _meetups(rule, wish)
    # No service opens a group whose last evening is over; from here on it ends as every group does.
    StudyGroup.objects.filter(pk=group.pk).update(state=StudyGroup.State.RUNNING)
    group.refresh_from_db()
    group_pages.make(group=group)
    return groups.finish(actor=organizer, group=group)


def _meetups(rule: MeetingRule, wish: Wish) -> None:
    group = rule.group
    made = Meetup.objects.bulk_create(
        Meetup(
            chapter=group.chapter,
            group=group,
            rule=rule,
            rule_date=each.day,
            kind=rule.kind,
            number=nth,
            local_date=each.day,
            local_time=each.clock,
            minutes=rule.minutes,
            timezone=group.timezone,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            venue=rule.venue,
            online_url=rule.online_url,
            state=Meetup.State.HELD,
        )
        for nth, each in enumerate(schedule.occurrences(wish.rule, group.timezone), 1)
    )
    seats = rules.seats_of(group)
    if rule.venue is None:
        seats = {kind: number for kind, number in seats.items() if kind != "room"}
    SeatPool.objects.bulk_create(
        SeatPool(meetup=each, kind=kind, capacity=number) for each in made for kind, number in seats.items()
    )


def _assign_lessons(group: StudyGroup) -> None:
    """Each evening goes through the next lesson of the track, and its homework is due on the Saturday after."""
    items = TrackItem.objects.filter(
        module__track__translation_key=group.track_key,
        module__track__in=TrackPage.objects.filter(translation_key=group.track_key, alias_of=None),
    ).order_by("module__sort_order", "sort_order", "pk")
    keys = list(dict.fromkeys(items.values_list("lesson__translation_key", flat=True)))
    rows = []
    for kind, use in (("weekly_meeting", "cover"), ("homework_meetup", "homework_due")):
        meetups = Meetup.objects.filter(group=group, kind=kind).order_by("starts_at")
        rows += [
            MeetupLesson(meetup=each, lesson_key=key, use=use)
            for each, key in zip(meetups, keys, strict=False)
        ]
    MeetupLesson.objects.bulk_create(rows, ignore_conflicts=True)


def _since_the_beginning(group: StudyGroup) -> None:
    """Whoever belongs to the group has done so since its first day."""
    began = schedule.instant(group.starts_on, time(9), group.timezone)
    group.memberships.joined().update(asked_at=began, joined_at=began)


def _fill(
    record: dict[str, Any], meetups: Sequence[Meetup], evenings: Sequence[Meetup], organizer: Member
) -> None:
    random = Random(SEED)
    start = meetups[0].local_date
    there: dict[int, set[int]] = {}
    for nth, evening in enumerate(evenings):
        told = [each for part in ("talks", "feedback") for each in sum(record[part][nth : nth + 1], [])]
        there[evening.pk] = {somebody(each["who"]).pk for each in told}
    away = {somebody(record["missed"]).pk}
    lately = {each.pk for each in meetups[-2:]}
    running = GroupMembership.objects.joined().filter(group__uuid=record["running"])
    members = {meetups[-1].group_id: set(running.values_list("member", flat=True))}
    found = [
        Evening(
            meetup=each,
            week=(each.local_date - start).days // 7,
            seats={pool.kind: pool.capacity for pool in each.pools.all()},
            share=record["share"][each.kind],
            members=members.get(each.group_id),
            there=there.get(each.pk, set()),
            away=away if each.pk in lately else set(),
        )
        for each in meetups
    ]
    happen(evenings=found, regulars=_regulars(record, random), noted_by=organizer, random=random)


def _regulars(record: dict[str, Any], random: Random) -> list[Regular]:
    """Fifty people: the organizers from the first week, the others as they heard of the table."""
    chapter = Chapter.objects.get(name=record["chapter"])
    roles = {row.member_id for row in chapter.roles.open()}
    known = [people.member(one["key"]) for one in people.records() if one.get("chapter") == "portland"]
    known.sort(key=lambda member: member.pk not in roles)
    crowd = [*known, *(somebody(name) for name in record["came"])]
    number = len(crowd)
    found = []
    for nth, member in enumerate(crowd):
        is_organizer = member.pk in roles
        since = 0 if is_organizer else int((WEEKS - 2) * (nth / number) ** 0.8)
        keen = 2.6 if is_organizer else 0.35 + random.random() * 1.5
        found.append(Regular(member, since, keen, "helper" if is_organizer else "learner"))
    return found


def _remember_members(group: StudyGroup, organizer: Member) -> None:
    """Whoever came three times belonged to the group."""
    rows = Attendance.objects.filter(meetup__group=group, state__in=["present", "late"])
    first: dict[int, list[datetime]] = {}
    for member, at in rows.order_by("noted_at").values_list("member", "meetup__starts_at"):
        first.setdefault(member, []).append(at)
    began = rows.aggregate(first=Min("meetup__starts_at"))["first"]
    first.setdefault(organizer.pk, [began] * 3)
    GroupMembership.objects.bulk_create(
        GroupMembership(
            group=group,
            member_id=member,
            state="joined",
            role="organizer" if member == organizer.pk else "learner",
            asked_at=times[0],
            joined_at=times[0],
        )
        for member, times in first.items()
        if len(times) >= 3
    )
