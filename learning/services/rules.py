"""Meeting rules: what a rule will do before it does it, the meetups it makes, and what a change of it touches.

A change keeps the meetups: each moves within its week. What is past, cancelled, changed by hand or has answers is left
alone, unless the organizer names it; the past never changes. A meetup that the rule no longer has is cancelled, not deleted.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.models import Member
from cms.services import events
from cms.services.retry import retried
from learning import schedule
from learning.models import RSVP, MeetingRule, Meetup, StudyGroup, Venue
from learning.schedule import Occurrence

from . import meetups, seats, usual_answers


@dataclass(frozen=True, slots=True)
class Wish:
    """What an organizer asks for: every `interval` weeks on `weekday` at `clock`, between two days."""

    kind: str
    weekday: int
    clock: time
    minutes: int
    first: date
    last: date
    interval: int = 1
    skip: frozenset[date] = frozenset()
    venue: Venue | None = None
    online_url: str = ""

    @property
    def rule(self) -> schedule.Rule:
        return schedule.Rule(
            self.weekday, self.clock, self.minutes, self.first, self.last, self.interval, self.skip
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one date: `what` is new, same, moved, gone, or kept with `why` (past, cancelled, edited, answered)."""

    what: str
    occurrence: Occurrence | None = None
    meetup: Meetup | None = None
    why: str = ""
    clashes: tuple[str, ...] = field(default=())


def preview(
    *, group: StudyGroup, wish: Wish, rule: MeetingRule | None = None, touch: Collection[UUID] = ()
) -> list[Effect]:
    """All dates of a wished rule with what the clocks do to them, what they clash with, and what becomes of meetups there.

    Raises schedule.TooManyDates.
    """
    found = schedule.occurrences(wish.rule, group.timezone)
    effects = _effects(found, _meetups_of(rule) if rule else [], wish, frozenset(touch))
    return _with_clashes(effects, group, wish, rule)


@retried
@transaction.atomic
def add(*, actor: Member, group: StudyGroup, wish: Wish) -> MeetingRule:
    """A new rule with all its meetups, and the default answers of the members. Raises schedule.TooManyDates."""
    seats.lock_group(group=group)
    rule = MeetingRule.objects.create(group=group, **columns(wish=wish))
    found = schedule.occurrences(wish.rule, group.timezone)
    made = [_plan(actor, rule, occurrence) for occurrence in found]
    usual_answers.give_to_members(group=group, meetups=made)
    _note(actor, rule, "added")
    return rule


@retried
@transaction.atomic
def change(*, actor: Member, rule: MeetingRule, wish: Wish, touch: Collection[UUID] = ()) -> list[Effect]:
    """Change a rule and those of its meetups that nobody relies on yet, and those named in `touch`.

    Returns what was done. Raises schedule.TooManyDates.
    """
    seats.lock_group(group=rule.group)
    rule = MeetingRule.objects.select_for_update(of=("self",)).select_related("group").get(pk=rule.pk)
    effects = preview(group=rule.group, wish=wish, rule=rule, touch=touch)
    MeetingRule.objects.filter(pk=rule.pk).update(**columns(wish=wish))
    rule.refresh_from_db()
    made = [meetup for effect in effects if (meetup := _apply(actor, rule, effect, wish))]
    usual_answers.give_to_members(group=rule.group, meetups=made)
    _note(actor, rule, "changed")
    return effects


def seats_of(group: StudyGroup) -> dict[str, int | None]:
    """The seats each meetup of a group has: a capacity by kind, None for no limit."""
    found: dict[str, int | None] = {}
    if group.mode != StudyGroup.Attendance.REMOTE:
        found["room"] = group.seats_room
    if group.mode != StudyGroup.Attendance.ROOM:
        found["remote"] = group.seats_remote
    return {**found, "helper": group.seats_helper}


def columns(*, wish: Wish) -> dict[str, object]:
    """The fields of a rule that asks for this."""
    return {
        "kind": wish.kind,
        "weekday": wish.weekday,
        "interval": wish.interval,
        "local_time": wish.clock,
        "minutes": wish.minutes,
        "venue": wish.venue,
        "online_url": wish.online_url,
        "first_on": wish.first,
        "last_on": wish.last,
        "skip_dates": [day.isoformat() for day in sorted(wish.skip)],
    }


def _meetups_of(rule: MeetingRule) -> list[Meetup]:
    return list(rule.meetups.order_by("rule_date"))


def _answered(meetups_of_rule: list[Meetup]) -> set[int]:
    """The keys of those that somebody has answered."""
    answers = RSVP.objects.filter(meetup__in=meetups_of_rule).exclude(state=RSVP.State.RELEASED)
    return set(answers.values_list("meetup_id", flat=True))


def _effects(found: list[Occurrence], old: list[Meetup], wish: Wish, touch: frozenset[UUID]) -> list[Effect]:
    """Pair each meetup with the date of the new rule in its week; what is left over on either side is new or gone."""
    in_week = {_week(each.day): each for each in found}
    answered = _answered(old)
    now = timezone.now()
    effects = []
    for meetup in old:
        here = in_week.pop(_week(_rule_day(meetup)), None)
        # What has begun stays, and nothing is moved to a time that is over.
        over = meetup.has_started or (here is not None and here.starts_at <= now)
        why = "past" if over else _reason_to_keep(meetup, meetup.pk in answered)
        effects.append(_effect(meetup, here, wish, "" if meetup.uuid in touch and why != "past" else why))
    effects += [Effect("new", each) for each in in_week.values() if not old or each.starts_at > now]
    return sorted(effects, key=_day)


def _reason_to_keep(meetup: Meetup, is_answered: bool) -> str:
    """Why this meetup is not touched unasked; empty when nothing speaks against it."""
    if meetup.is_cancelled:
        return "cancelled"
    if meetup.edited_at:
        return "edited"
    return "answered" if is_answered else ""


def _effect(meetup: Meetup, here: Occurrence | None, wish: Wish, why: str) -> Effect:
    place = (wish.venue.pk if wish.venue else None, wish.online_url)
    stays = here and (here.day, here.clock, wish.minutes, *place) == (
        meetup.local_date, meetup.local_time, meetup.minutes, meetup.venue_id, meetup.online_url,
    )  # fmt: skip
    if stays and not meetup.is_cancelled:
        return Effect("same", here, meetup)
    if why:
        return Effect("kept", here, meetup, why)
    return Effect("moved" if here else "gone", here, meetup)


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _rule_day(meetup: Meetup) -> date:
    return meetup.rule_date or meetup.local_date


def _day(effect: Effect) -> date:
    if effect.occurrence:
        return effect.occurrence.day
    return _rule_day(effect.meetup) if effect.meetup else date.max


def _with_clashes(
    effects: list[Effect], group: StudyGroup, wish: Wish, rule: MeetingRule | None
) -> list[Effect]:
    """Name the other meetups at the same time: of this group, or at the same venue."""
    dates = [effect.occurrence for effect in effects if effect.occurrence]
    if not dates:
        return effects
    near = Q(group=group) | Q(venue=wish.venue, venue__isnull=False)
    others = Meetup.objects.filter(near, ends_at__gt=min(d.starts_at for d in dates)).exclude(
        state=Meetup.State.CANCELLED
    )
    others = others.filter(starts_at__lt=max(d.ends_at for d in dates)).exclude(rule=rule) if rule else others
    rows = list(others)
    spans = [(row.starts_at, row.ends_at) for row in rows]
    return [
        replace(effect, clashes=tuple(rows[nth].name for nth in schedule.overlapping(
            (effect.occurrence.starts_at, effect.occurrence.ends_at), spans)))
        if effect.occurrence and effect.what in {"new", "moved"}
        else effect
        for effect in effects
    ]  # fmt: skip


def _apply(actor: Member, rule: MeetingRule, effect: Effect, wish: Wish) -> Meetup | None:
    """Do it. Returns the meetup that is new."""
    here, meetup = effect.occurrence, effect.meetup
    if effect.what == "new" and here:
        return _plan(actor, rule, here)
    if effect.what == "gone" and meetup:
        meetups.cancel(actor=actor, meetup=meetup)
        _as_by_rule(meetup)
    elif effect.what == "moved" and meetup and here:
        meetups.reopen(actor=actor, meetup=meetup)
        meetups.move(
            actor=actor, meetup=meetup, day=here.day, clock=here.clock, minutes=wish.minutes,
            place=(wish.venue, wish.online_url),
        )  # fmt: skip
        _as_by_rule(meetup, rule_date=here.day)
    return None


def _as_by_rule(meetup: Meetup, **facts: date) -> None:
    """What the rule did is not done by hand: the next change of the rule may undo it."""
    Meetup.objects.filter(pk=meetup.pk).update(edited_at=None, **facts)


def _plan(actor: Member, rule: MeetingRule, occurrence: Occurrence) -> Meetup:
    group = rule.group
    return meetups.plan(
        actor=actor, chapter=group.chapter, group=group, kind=rule.kind, day=occurrence.day, clock=occurrence.clock,
        minutes=rule.minutes, zone=group.timezone, seats_of=seats_of(group), venue=rule.venue,
        online_url=rule.online_url, rule=rule, rule_date=occurrence.day,
    )  # fmt: skip


def _note(actor: Member, rule: MeetingRule, verb: str) -> None:
    events.record(
        actor=actor,
        object=f"learning.meetingrule:{rule.uuid}",
        verb=verb,
        data={"group": str(rule.group.uuid), "weekday": rule.weekday, "time": rule.local_time.isoformat()},
    )
