"""The dates of a group that is still a draft: its rules are kept without meetups until the group opens."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from cms.models import Chapter
from learning import schedule
from learning.models import MeetingRule, StudyGroup, Venue

from . import rules
from .rules import Effect, Wish

type Date = tuple[int, date]
"""A date of one rule: the key of the rule, and the day."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule of a draft with what each of its dates will be; those in `skipped` will not be."""

    rule: MeetingRule
    effects: tuple[Effect, ...]
    skipped: frozenset[date] = frozenset()

    @property
    def kept(self) -> list[Effect]:
        """The dates that are not skipped."""
        return [effect for effect in self.effects if not self.is_skipped(effect)]

    @property
    def rows(self) -> list[tuple[Effect, bool]]:
        """Each date, and whether it is skipped."""
        return [(effect, self.is_skipped(effect)) for effect in self.effects]

    def is_skipped(self, effect: Effect) -> bool:
        return effect.occurrence is not None and effect.occurrence.day in self.skipped


@transaction.atomic
def keep_rules(*, group: StudyGroup, wishes: Collection[Wish]) -> list[MeetingRule]:
    """The rules of a draft, in place of those it had; a rule that stays keeps its skipped dates."""
    old = list(group.rules.order_by("pk"))
    kept = []
    for nth, wish in enumerate(wishes):
        rule = old[nth] if nth < len(old) else MeetingRule(group=group)
        if rule.pk and (rule.weekday, rule.interval) == (wish.weekday, wish.interval):
            wish = replace(wish, skip=wish_of(rule=rule).skip)
        for name, value in rules.columns(wish=wish).items():
            setattr(rule, name, value)
        rule.save()
        kept.append(rule)
    MeetingRule.objects.filter(pk__in=[rule.pk for rule in old[len(kept) :]]).delete()
    return kept


def venue_named(*, chapter: Chapter, name: str) -> Venue:
    """The chapter's venue of this name, a new one if there is none yet."""
    return Venue.objects.get_or_create(chapter=chapter, name=name)[0]


@transaction.atomic
def skip(*, group: StudyGroup, dates: Collection[Date]) -> None:
    """These dates are skipped, and no others."""
    for rule in group.rules.all():
        days = sorted({day for key, day in dates if key == rule.pk})
        rule.skip_dates = [day.isoformat() for day in days]
        rule.save(update_fields=["skip_dates"])


def preview(*, group: StudyGroup) -> list[Planned]:
    """All dates of a draft, skipped ones too, with what the clocks do to them and what they clash with, each other included.

    Raises schedule.TooManyDates.
    """
    found = []
    for rule in group.rules.select_related("venue").order_by("pk"):
        wish = wish_of(rule=rule)
        effects = rules.preview(group=group, wish=replace(wish, skip=frozenset()))
        found.append(Planned(rule, tuple(effects), wish.skip))
    return _with_own_clashes(found)


def take_wishes(*, group: StudyGroup) -> list[Wish]:
    """What the rules of a draft ask for; the rules themselves go, because opening makes them with their meetups."""
    wishes = [wish_of(rule=rule) for rule in group.rules.select_related("venue").order_by("pk")]
    group.rules.all().delete()
    return wishes


def wish_of(*, rule: MeetingRule) -> Wish:
    """What a rule asks for, as it stands."""
    return Wish(
        kind=rule.kind,
        weekday=rule.weekday,
        clock=rule.local_time,
        minutes=rule.minutes,
        first=rule.first_on,
        last=rule.last_on,
        interval=rule.interval,
        skip=frozenset(date.fromisoformat(day) for day in rule.skip_dates),
        venue=rule.venue,
        online_url=rule.online_url,
    )


def _with_own_clashes(plans: list[Planned]) -> list[Planned]:
    """Name the other meetings of the same plan at the same time."""
    flat = [
        (nth, at, effect.occurrence)
        for nth, plan in enumerate(plans)
        for at, effect in enumerate(plan.effects)
        if effect.occurrence and not plan.is_skipped(effect)
    ]
    names: dict[tuple[int, int], list[str]] = {}
    for one, other in schedule.clashes([(each.starts_at, each.ends_at) for _n, _a, each in flat]):
        for mine, theirs in ((one, other), (other, one)):
            name = plans[flat[theirs][0]].rule.get_kind_display()
            names.setdefault(flat[mine][:2], []).append(name)
    return [
        replace(plan, effects=tuple(_clashing(plan.effects, nth, names))) for nth, plan in enumerate(plans)
    ]


def _clashing(effects: Iterable[Effect], nth: int, names: dict) -> Iterable[Effect]:
    for at, effect in enumerate(effects):
        yield replace(effect, clashes=(*effect.clashes, *names.get((nth, at), ())))
