"""Weekly hours as people write them: "Tue 18:00-20:00, Sat 9-12" to spans and back, and spans as rows of a grid."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

Span = tuple[int, int, int]

DAY = 24 * 60
FIRST_HOUR, LAST_HOUR = 7, 23  # what the grid shows; anything else is written

_RANGE = re.compile(
    r"(?P<h1>\d{1,2})(?:[:.h](?P<m1>\d{2})?)?\s*(?P<p1>[ap]m)?\s*(?:-|–|—|to|a|à)\s*"
    r"(?P<h2>\d{1,2})(?:[:.h](?P<m2>\d{2})?)?\s*(?P<p2>[ap]m)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"([^\W\d_]{2,})\.?", re.UNICODE)


class NotHours(ValueError):
    """A piece of the text that is no weekly time; the argument is a sentence for the person."""


def day_names() -> dict[str, int]:
    """Names and short names of the weekdays, in the reader's language and in English, in lower case."""
    names: dict[str, int] = {}
    for language in (get_language() or "en", "en"):
        with override(language):
            for table in (WEEKDAYS, WEEKDAYS_ABBR):
                names |= {str(name).casefold().rstrip("."): day for day, name in table.items()}
    return names


def parse(text: str) -> list[Span]:
    """The spans in the text, sorted and merged. Raises NotHours with what could not be read."""
    names, spans = day_names(), []
    for piece in re.split(r"[,;\n]+", text):
        if piece.strip():
            spans += _piece(piece.strip(), names)
    return merged(spans)


def _piece(piece: str, names: dict[str, int]) -> list[Span]:
    head = _DAY.match(piece)
    day = _day(head.group(1), names) if head else None
    times = _RANGE.fullmatch(piece[head.end() :].strip()) if head else None
    if day is None or times is None:
        raise NotHours(
            _("“{piece}” is not a weekly time. Write it like Tue 18:00-20:00.").format(piece=piece[:60])
        )
    start, end = (_minutes(times, place, piece) for place in "12")
    if start % 30 or end % 30:
        raise NotHours(_("“{piece}”: begin and end at full or half hours.").format(piece=piece[:60]))
    if start == end or start >= DAY:
        raise NotHours(_("“{piece}” ends when it begins.").format(piece=piece[:60]))
    if end > start:
        return [(day, start, end)]
    night = [(day, start, DAY)]  # over midnight, into the next day
    return [*night, ((day + 1) % 7, 0, end)] if end else night


def _day(word: str, names: dict[str, int]) -> int | None:
    """The weekday a word begins like; nothing when it could be two."""
    word = word.casefold()
    found = {day for name, day in names.items() if name.startswith(word)}
    return found.pop() if len(found) == 1 else names.get(word)


def _minutes(times: re.Match[str], place: str, piece: str) -> int:
    hour, minute = int(times[f"h{place}"]), int(times[f"m{place}"] or 0)
    half = (times[f"p{place}"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 24 or minute > 59 or hour * 60 + minute > DAY:
        raise NotHours(_("“{piece}”: a day has 24 hours.").format(piece=piece[:60]))
    return hour * 60 + minute


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same hours with touching and overlapping spans joined, in order."""
    found: list[Span] = []
    for day, start, end in sorted(spans):
        if found and found[-1][0] == day and found[-1][2] >= start:
            found[-1] = (day, found[-1][1], max(found[-1][2], end))
        else:
            found.append((day, start, end))
    return found


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def written(spans: Iterable[Span]) -> str:
    """Spans in words that `parse` reads again."""
    return ", ".join(f"{WEEKDAYS_ABBR[day]} {clock(start)}-{clock(end)}" for day, start, end in merged(spans))


def in_grid(spans: Iterable[Span]) -> tuple[set[tuple[int, int]], list[Span]]:
    """The whole hours (weekday, hour) that the grid can show, and the rest as spans to write."""
    cells: set[tuple[int, int]] = set()
    rest: list[Span] = []
    for day, start, end in merged(spans):
        hours = [
            hour for hour in range(FIRST_HOUR, LAST_HOUR) if start <= hour * 60 and (hour + 1) * 60 <= end
        ]
        cells |= {(day, hour) for hour in hours}
        rest += _outside((day, start, end), hours)
    return cells, rest


def _outside(span: Span, hours: Sequence[int]) -> list[Span]:
    day, start, end = span
    if not hours:
        return [span]
    before = [(day, start, hours[0] * 60)] if start < hours[0] * 60 else []
    after = [(day, (hours[-1] + 1) * 60, end)] if (hours[-1] + 1) * 60 < end else []
    return before + after


@dataclass(frozen=True)
class StripRow:
    """One hour of the week strip: its label and for each weekday "both", "mine" or ""."""

    label: str
    cells: tuple[str, ...]


def strip(mine: Sequence[Span], both: Sequence[Span]) -> list[StripRow]:
    """The hours of a week that matter, from the first to the last, for a table of seven days."""
    spans = [*mine, *both]
    if not spans:
        return []
    first, last = min(span[1] for span in spans) // 60, max(span[2] + 59 for span in spans) // 60
    rows = []
    for hour in range(first, last):
        cells = tuple(
            "both" if _touches(both, day, hour) else "mine" if _touches(mine, day, hour) else ""
            for day in range(7)
        )
        if any(cells):
            rows.append(StripRow(clock(hour * 60), cells))
    return rows


def _touches(spans: Sequence[Span], day: int, hour: int) -> bool:
    return any(at == day and start < (hour + 1) * 60 and hour * 60 < end for at, start, end in spans)
