"""A member's personal path: what they want, know and have time for. Saved, changed and put away again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, IntegerField, UUIDField, Value

from cms.models import Member
from cms.services import events
from learning.exceptions import NoGoal, NotAWeek
from learning.models import Knowledge, LearningGoal, PathSettings

Goal, Known = LearningGoal.Kind, Knowledge.Kind


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants to reach, says they know, and how many minutes a week they have; visitors have them too."""

    tracks: frozenset[UUID] = frozenset()
    topics: frozenset[UUID] = frozenset()
    known_lessons: frozenset[UUID] = frozenset()
    known_topics: frozenset[UUID] = frozenset()
    minutes: int = PathSettings.USUAL

    @property
    def has_goals(self) -> bool:
        return bool(self.tracks or self.topics)


def wishes(*, member: Member) -> Wishes:
    """What this member has saved: one query."""
    what, none = Value("known", output_field=CharField()), Value(0, output_field=IntegerField())
    rows = Knowledge.objects.filter(member=member).values_list("kind", "key", what, none)
    wanted = LearningGoal.objects.filter(member=member).values_list("kind", "key", Value("goal"), none)
    nothing = (Value(""), Value(None, output_field=UUIDField()), Value("minutes"))
    time = PathSettings.objects.filter(member=member).values_list(*nothing, "minutes_per_week")
    found = list(rows.union(wanted, time, all=True))
    goals = {(kind, key) for kind, key, what, _minutes in found if what == "goal"}
    known = {(kind, key) for kind, key, what, _minutes in found if what == "known"}
    minutes = next((minutes for *_rest, what, minutes in found if what == "minutes"), PathSettings.USUAL)
    return Wishes(
        tracks=frozenset(key for kind, key in goals if kind == Goal.TRACK),
        topics=frozenset(key for kind, key in goals if kind == Goal.TOPIC),
        known_lessons=frozenset(key for kind, key in known if kind == Known.LESSON),
        known_topics=frozenset(key for kind, key in known if kind == Known.TOPIC),
        minutes=minutes,
    )


def known_among(*, member: Member, lessons: Collection[UUID], topics: Collection[UUID]) -> Wishes:
    """Which of these lessons and topics the member says they know: one query."""
    rows = Knowledge.objects.filter(member=member, key__in={*lessons, *topics}).values_list("kind", "key")
    known = set(rows)
    return Wishes(
        known_lessons=frozenset(key for kind, key in known if kind == Known.LESSON),
        known_topics=frozenset(key for kind, key in known if kind == Known.TOPIC),
    )


@transaction.atomic
def save(*, member: Member, wishes: Wishes) -> Wishes:
    """Keep exactly these goals, this knowledge and these minutes. Saving twice is saving once.

    Returns what was kept before. Raises NoGoal, NotAWeek.
    """
    if not wishes.has_goals:
        raise NoGoal
    if not PathSettings.FEWEST <= wishes.minutes <= PathSettings.MOST:
        raise NotAWeek
    before = _locked(member)
    _keep(LearningGoal, member, Goal.TRACK, before.tracks, wishes.tracks)
    _keep(LearningGoal, member, Goal.TOPIC, before.topics, wishes.topics)
    _keep(Knowledge, member, Known.LESSON, before.known_lessons, wishes.known_lessons)
    _keep(Knowledge, member, Known.TOPIC, before.known_topics, wishes.known_topics)
    PathSettings.objects.filter(member=member).update(minutes_per_week=wishes.minutes)
    if wishes != before:
        _record(member, "save", minutes=wishes.minutes, goals=len(wishes.tracks) + len(wishes.topics))
    return before


@transaction.atomic
def know(*, member: Member, kind: Knowledge.Kind, key: UUID) -> bool:
    """Say that one knows a lesson or a topic. False when it had been said before."""
    _row, is_new = Knowledge.objects.get_or_create(member=member, kind=kind, key=key)
    if is_new:
        _record(member, "know", kind=str(kind), key=str(key))
    return is_new


@transaction.atomic
def forget(*, member: Member, kind: Knowledge.Kind, key: UUID) -> bool:
    """Take that back. False when there was nothing to take back."""
    deleted, _rows = Knowledge.objects.filter(member=member, kind=kind, key=key).delete()
    if deleted:
        _record(member, "forget", kind=str(kind), key=str(key))
    return bool(deleted)


@transaction.atomic
def put_away(*, member: Member) -> bool:
    """Have no goals anymore; what one knows and the minutes stay. False when there were none."""
    _locked(member)
    deleted, _rows = LearningGoal.objects.filter(member=member).delete()
    if deleted:
        _record(member, "put-away")
    return bool(deleted)


def _locked(member: Member) -> Wishes:
    """What the member has saved, with their settings locked so that two saves come one after the other."""
    PathSettings.objects.get_or_create(member=member)
    PathSettings.objects.select_for_update().get(member=member)
    return wishes(member=member)


def _keep[Row: (LearningGoal, Knowledge)](
    model: type[Row],
    member: Member,
    kind: str,
    before: frozenset[UUID],
    after: frozenset[UUID],
) -> None:
    model._default_manager.filter(member=member, kind=kind, key__in=before - after).delete()
    # A single "I know this" may come between: the same row is no conflict.
    model._default_manager.bulk_create(
        [model(member=member, kind=kind, key=key) for key in sorted(after - before)], ignore_conflicts=True
    )


def _record(member: Member, verb: str, **data: Any) -> None:
    events.record(actor=member, object=f"learning.path:{member.pk}", verb=verb, data=data)
