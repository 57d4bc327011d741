"""A change of a meeting rule, as its screen shows it: what would become of each meetup, and what the organizer may add."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from learning.models import MeetingRule
from learning.moments import Moment, moment

from . import rules
from .rules import Effect, Wish


@dataclass(frozen=True, slots=True)
class Line:
    """One date: what becomes of it, when the meetup is now, and whether the organizer may have it changed all the same."""

    effect: Effect
    now: Moment | None = None
    is_touched: bool = False

    @property
    def may_touch(self) -> bool:
        """Kept for a reason that the organizer can overrule. The past never changes."""
        return self.is_touched or (self.effect.what == "kept" and self.effect.why != "past")


def lines(*, rule: MeetingRule, wish: Wish, touch: Collection[UUID] = ()) -> list[Line]:
    """What a change would do, without those dates where nothing happens and nothing could.

    Raises schedule.TooManyDates.
    """
    unasked = rules.preview(group=rule.group, wish=wish, rule=rule)
    kept = {each.meetup.uuid for each in unasked if each.what == "kept" and each.meetup}
    found = rules.preview(group=rule.group, wish=wish, rule=rule, touch=touch)
    return [
        Line(
            effect,
            _when(effect),
            effect.meetup is not None and effect.meetup.uuid in kept and effect.what != "kept",
        )
        for effect in found
        if not (effect.what == "same" or (effect.what == "kept" and effect.why == "past"))
    ]


def _when(effect: Effect) -> Moment | None:
    if effect.meetup is None:
        return None
    return moment(effect.meetup.starts_at, effect.meetup.ends_at, effect.meetup.timezone)
