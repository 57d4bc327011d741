"""Weekly hours on real clocks: local spans become bitmaps of UTC weeks, one for each kind of week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .people import Span

DAY = 24 * 60
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Pattern:
    """A UTC week that stands for all weeks of the round in which every zone concerned keeps its clock."""

    monday: date
    weeks: int


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _offset(zone: ZoneInfo, start: datetime, minute: int) -> int:
    """Minutes that local clocks are ahead of UTC, `minute` minutes after the instant `start`."""
    delta = (start + timedelta(minutes=minute)).astimezone(zone).utcoffset() or timedelta()
    return int(delta.total_seconds()) // 60


@lru_cache(maxsize=20_000)
def offsets(timezone: str, monday: date) -> tuple[int, ...]:
    """The zone's offsets in one UTC week: a single one in a plain week, else one for each quarter-hour."""
    zone, start = ZoneInfo(timezone), datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    daily = {_offset(zone, start, day * DAY) for day in range(8)}
    if len(daily) == 1:
        return tuple(daily)
    return tuple(_offset(zone, start, minute) for minute in range(0, WEEK, 15))


def patterns(timezones: Iterable[str], first: date, last: date) -> tuple[Pattern, ...]:
    """The distinct weeks from `first` to `last` for people in these zones, in order of first appearance.

    Weeks between clock changes are alike, so a round has a handful of them however long it is.
    """
    zones = sorted(set(timezones)) or ["UTC"]
    monday, end = monday_of(first), monday_of(max(first, last))
    seen: dict[tuple[tuple[int, ...], ...], Pattern] = {}
    for week in range((end - monday).days // 7 + 1):
        day = monday + timedelta(weeks=week)
        kind = tuple(offsets(zone, day) for zone in zones)
        known = seen.get(kind)
        seen[kind] = Pattern(known.monday, known.weeks + 1) if known else Pattern(day, 1)
    return tuple(seen.values())


def step_for(timezones: Iterable[str], weeks: Iterable[Pattern]) -> int:
    """Minutes a bit stands for: 30, or 15 where some clock stands a quarter off (Kathmandu, Chatham)."""
    mondays = [week.monday for week in weeks]
    odd = any(
        offset % 30 for zone in set(timezones) for monday in mondays for offset in offsets(zone, monday)
    )
    return 15 if odd else 30


@lru_cache(maxsize=4_000)
def local_slots(timezone: str, monday: date, step: int) -> NDArray[np.intp]:
    """For each slot of the UTC week the slot of the local week that the clocks show then."""
    ahead = np.asarray(offsets(timezone, monday), dtype=np.int64)
    if len(ahead) > 1:
        ahead = ahead[:: step // 15]
    slots = (np.arange(0, WEEK, step) + ahead) % WEEK // step
    slots.flags.writeable = False
    return slots.astype(np.intp, copy=False)


def local_week(spans: Sequence[Span], step: int) -> NDArray[np.bool_]:
    """Spans of the local week as a flag for each slot; a half-hour that is not whole is left out."""
    halves = np.zeros(WEEK // 30, dtype=np.bool_)
    for weekday, start, end in spans:
        halves[(weekday * DAY + start + 29) // 30 : (weekday * DAY + end) // 30] = True
    return np.repeat(halves, 30 // step)


def pack(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Flags (..., slots) as 64-bit words (..., words): 6 for half-hours, 11 for quarters."""
    data = np.packbits(flags, axis=-1, bitorder="little")
    padding = [(0, 0)] * (data.ndim - 1) + [(0, -data.shape[-1] % 8)]
    whole = np.ascontiguousarray(np.pad(data, padding))
    return whole.view(np.dtype("<u8")).astype(np.uint64, copy=False)


def utc_week(spans: Sequence[Span], timezone: str, monday: date, step: int) -> int:
    """One person's hours in one UTC week as a number with a bit for each slot, bit 0 at Monday 00:00 UTC."""
    flags = local_week(spans, step)[local_slots(timezone, monday, step)]
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def spans_in(bits: int, timezone: str, monday: date, step: int) -> list[Span]:
    """A UTC week's slots as spans of the local week of `timezone`, split at midnight, in local order."""
    quarters = np.repeat([bits >> slot & 1 for slot in range(WEEK // step)], step // 15).astype(np.bool_)
    local = np.zeros(WEEK // 15, dtype=np.bool_)
    local[local_slots(timezone, monday, 15)[quarters]] = True
    found: list[Span] = []
    for slot in np.flatnonzero(local).tolist():
        weekday, minute = divmod(slot * 15, DAY)
        if found and found[-1][0] == weekday and found[-1][2] == minute:
            found[-1] = (weekday, found[-1][1], minute + 15)
        else:
            found.append((weekday, minute, minute + 15))
    return found


def weighted_median(values: NDArray[np.int64], weights: Sequence[int]) -> NDArray[np.int64]:
    """The lower median along the first axis (patterns, ...), each value counted as its weight says."""
    half, heaviest = sum(weights), int(np.argmax(weights))
    if 2 * weights[heaviest] > half:
        return values[heaviest]
    median = values[0].copy()
    unlike = (values != median).any(axis=0)  # most pairs have the same in every week
    several = values[:, unlike]
    middle = several.max(axis=0)
    for value in several:
        reached = np.zeros(value.shape, dtype=np.int64)
        for other, weight in zip(several, weights, strict=True):
            reached += weight * (other <= value)
        np.minimum(middle, value, out=middle, where=2 * reached >= half)
    median[unlike] = middle
    return median
