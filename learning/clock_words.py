"""What the clocks do on the day of a meetup, in a sentence; "" on an ordinary day."""

from datetime import date, time, timedelta

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from learning import schedule

MIDNIGHT = time()


def note(day: date, clock: time, zone: str) -> str:
    """Whether this time is skipped, comes twice, or stands on a day when the clocks are changed."""
    starts_at = schedule.instant(day, clock, zone)
    shown = schedule.local(starts_at, zone).time()
    given = time_format(clock, "TIME_FORMAT")
    if shown.replace(fold=0) != clock.replace(fold=0):
        words = _("The clocks skip {time} that day, and it begins at {shown} instead.")
        return words.format(time=given, shown=time_format(shown, "TIME_FORMAT"))
    if schedule.is_twice(day, clock, zone):
        return _("{time} comes twice that day, because the clocks go back. The first one is meant.").format(
            time=given
        )
    length = schedule.instant(day + timedelta(days=1), MIDNIGHT, zone) - schedule.instant(day, MIDNIGHT, zone)
    if length < timedelta(days=1):
        return _("The clocks go forward that day. It begins at {time} on the new time.").format(time=given)
    if length > timedelta(days=1):
        return _("The clocks go back that day. It begins at {time} by the clock on the wall.").format(
            time=given
        )
    return ""
