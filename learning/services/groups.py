"""Study groups from the first plan to the last evening: planned as a draft, opened with all meetups, changed, ended."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from cms.models import Chapter, Member
from cms.services import events
from cms.services.retry import retried
from learning.group_exceptions import (
    GroupOver,
    MeetingsOverlap,
    NoMeetings,
    NotADraft,
    NothingToLearn,
    SeatsTaken,
)
from learning.models import RSVP, GroupMembership, Level, Meetup, SeatPool, StudyGroup

from . import drafts, group_pages, meetups, rules, seats, usual_answers

State = StudyGroup.State


@dataclass(frozen=True, slots=True)
class Facts:
    """What an organizer says of a group."""

    name: str
    timezone: str
    starts_on: date
    ends_on: date
    language: str
    summary: str = ""
    track_key: UUID | None = None
    course: str = ""
    course_url: str = ""
    mode: str = StudyGroup.Attendance.ROOM
    seats_room: int | None = None
    seats_remote: int | None = None
    seats_helper: int | None = None
    join: str = StudyGroup.Join.OPEN
    level: int = Level.FIRST_STEPS
    chat_url: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What may change while a group runs: words, who may join, where, and the seats of its meetups to come."""

    name: str
    summary: str
    join: str
    mode: str
    seats_room: int | None
    seats_remote: int | None
    seats_helper: int | None
    level: int
    language: str
    chat_url: str


@retried
@transaction.atomic
def create(*, actor: Member, chapter: Chapter, key: UUID, facts: Facts) -> StudyGroup:
    """A draft, or the same draft with other facts: `key` says which, so that a plan sent twice is one.

    Raises NotADraft for a group that is open already or belongs to another chapter.
    """
    group, made = StudyGroup.objects.get_or_create(
        uuid=key, defaults={"chapter": chapter, "state": State.DRAFT, **asdict(facts)}
    )
    if made:
        _note(actor, group, "planned", "")
        return group
    group = _locked(group)
    if group.state != State.DRAFT or group.chapter_id != chapter.pk:
        raise NotADraft
    StudyGroup.objects.filter(pk=group.pk).update(**asdict(facts))
    group.refresh_from_db()
    return group


@retried
@transaction.atomic
def open_group(
    *, actor: Member, group: StudyGroup, skip: Collection[drafts.Date] = (), despite_clashes: bool = False
) -> StudyGroup:
    """Open a draft: all meetups but those skipped, its page in every language, and the organizer as its first member.

    Twice is once. Raises NotADraft, NothingToLearn, NoMeetings, MeetingsOverlap, NoChapterPage, schedule.TooManyDates.
    """
    group = _locked(group)
    if group.state in {State.OPEN, State.RUNNING}:
        return group
    if group.state != State.DRAFT:
        raise NotADraft
    if group.track_key is None and not group.course:
        raise NothingToLearn
    drafts.skip(group=group, dates=skip)
    _require_good_dates(group, despite_clashes=despite_clashes)
    before, group.state = group.state, State.OPEN
    group.save(update_fields=["state"])
    for wish in drafts.take_wishes(group=group):
        rules.add(actor=actor, group=group, wish=wish)
    _add_organizer(actor, group)
    group_pages.make(group=group)
    _note(actor, group, "opened", before)
    return group


@transaction.atomic
def discard(*, actor: Member, group: StudyGroup) -> None:
    """Throw a draft away, with its rules; nobody else has seen it. Raises NotADraft."""
    group = _locked(group)
    if group.state != State.DRAFT:
        raise NotADraft
    _note(actor, group, "discarded", group.state)
    try:
        with transaction.atomic():
            group.rules.all().delete()
            group.delete()
    except ProtectedError:
        raise NotADraft from None


@retried
@transaction.atomic
def change(*, actor: Member, group: StudyGroup, wanted: Change) -> StudyGroup:
    """Change a running group; seats change in its meetups to come. Raises GroupOver, SeatsInUse, SeatsTaken."""
    group = _locked(group)
    _require_running(group)
    before = {name: getattr(group, name) for name in asdict(wanted)}
    if before == asdict(wanted):
        return group
    StudyGroup.objects.filter(pk=group.pk).update(**asdict(wanted))
    group.refresh_from_db()
    group_pages.rename(group=group, old=before["name"])
    for meetup in _to_come(group).filter(edited_at=None):
        _reseat(actor, meetup, rules.seats_of(group))
    changed = sorted(name for name, value in before.items() if value != getattr(group, name))
    _note(actor, group, "changed", group.state, fields=changed)
    return group


@retried
@transaction.atomic
def finish(*, actor: Member, group: StudyGroup) -> StudyGroup:
    """The group has reached its end: meetups to come are cancelled, its page stays. Twice is once."""
    return _end(actor, _locked(group), State.FINISHED, "finished", "")


@retried
@transaction.atomic
def cancel(*, actor: Member, group: StudyGroup, reason: str = "") -> StudyGroup:
    """The group does not take place any longer; everybody with a seat ahead is told by its meetups. Twice is once."""
    return _end(actor, _locked(group), State.CANCELLED, "cancelled", reason)


def _end(actor: Member, group: StudyGroup, state: str, verb: str, reason: str) -> StudyGroup:
    if group.state == state:
        return group
    _require_running(group)
    for meetup in _to_come(group):
        meetups.cancel(actor=actor, meetup=meetup, reason=reason)
    before, group.state = group.state, State(state)
    group.save(update_fields=["state"])
    _note(actor, group, verb, before, reason=reason)
    return group


def _require_running(group: StudyGroup) -> None:
    if group.is_over or group.state == State.DRAFT:
        raise GroupOver


def _require_good_dates(group: StudyGroup, *, despite_clashes: bool) -> None:
    plan = [effect for row in drafts.preview(group=group) for effect in row.kept]
    now = timezone.now()
    if not any(effect.occurrence and effect.occurrence.starts_at > now for effect in plan):
        raise NoMeetings
    if not despite_clashes and any(effect.clashes for effect in plan):
        raise MeetingsOverlap


def _add_organizer(actor: Member, group: StudyGroup) -> None:
    """After the meetups are planned, so that all seats stand in one letter."""
    now = timezone.now()
    row, _made = GroupMembership.objects.get_or_create(
        group=group,
        member=actor,
        defaults={
            "state": GroupMembership.State.JOINED,
            "role": GroupMembership.Role.ORGANIZER,
            "default_mode": group.default_mode,
            "asked_at": now,
            "joined_at": now,
        },
    )
    usual_answers.tell(membership=row, answers=usual_answers.give(membership=row))


def _to_come(group: StudyGroup) -> QuerySet[Meetup]:
    return Meetup.objects.upcoming().filter(
        group=group, state=Meetup.State.PLANNED, starts_at__gt=timezone.now()
    )


def _reseat(actor: Member, meetup: Meetup, wanted: dict[str, int | None]) -> None:
    """The seats of a meetup as the group has them now. A kind that goes must have nobody in it."""
    here = seats.lock_all(meetup=meetup)
    for kind, capacity in wanted.items():
        if kind in here:
            meetups.resize(actor=actor, meetup=meetup, kind=kind, capacity=capacity)
        else:
            SeatPool.objects.create(meetup=meetup, kind=kind, capacity=capacity)
    for kind in here.keys() - wanted.keys():
        answers = meetup.rsvps.filter(mode=kind).exclude(state=RSVP.State.RELEASED)
        if number := answers.count():
            raise SeatsTaken(people=number)
        here[kind].delete()


def _locked(group: StudyGroup) -> StudyGroup:
    return seats.lock_group(group=group)


def _note(actor: Member, group: StudyGroup, verb: str, before: str, **data: object) -> None:
    events.record(
        actor=actor,
        object=f"learning.group:{group.uuid}",
        verb=verb,
        before=before,
        after=group.state,
        data=data,
    )
