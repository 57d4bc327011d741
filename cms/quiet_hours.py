"""The night of a reader, in which nothing arrives that can wait until the morning."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING, MORNING = time(22), time(7)


def is_night(at: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment lies in the night, on the clock of this zone."""
    clock = at.astimezone(zone).time()
    return clock >= EVENING or clock < MORNING


def after(at: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or the end of the night it lies in."""
    if not is_night(at, zone):
        return at
    here = at.astimezone(zone)
    day = here.date() + timedelta(days=here.time() >= EVENING)
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(at.tzinfo)
