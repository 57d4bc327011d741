"""An organizer's overview of one round: how far people come, who needs somebody now, who waits, and whether it is fair."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import mean
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from cms.models import Member
from mentorship.cockpit.figures import Group, Step, Waits, funnel, groups, waits_of
from mentorship.cockpit.people import Pair, Person
from mentorship.cockpit.suppression import Cell, hidden_table
from mentorship.models import Pairing, Participant, Phase, Pulse, RoundPage

from . import at_risk, cockpit_rows
from .at_risk import Risk
from .cockpit_rows import Row, Rows

State, Role = Participant.State, Participant.Role
WAITING = frozenset({State.SUBMITTED, State.CHANGES, State.APPROVED, State.WAITLISTED})
#: Bands of offsets from UTC in whole hours, the first and the last included.
BANDS = ((-12, -3), (-2, 3), (4, 8), (9, 14))
DIMENSIONS = ("language", "zone", "chapter")
#: A mean of fewer answers would be somebody's own.
ANSWERS = 3


@dataclass(frozen=True)
class Course:
    """How pairs go: the mean answer of each day a pulse is asked (None: too few), and how pairs have ended."""

    pulses: list[tuple[str, int, float | None]]
    pairs: int
    completed: int
    ended: int
    codes: list[tuple[str, Cell]]
    run: Mapping[str, Any] | None


@dataclass(frozen=True)
class Overview:
    """One round as it stands now."""

    newcomers: list[Step]
    mentors: list[Step]
    queue: list[Risk]
    found: Waits
    waiting: Waits
    fairness: dict[str, tuple[list[Group], tuple[int, ...]]]
    course: Course

    @property
    def is_empty(self) -> bool:
        return not (self.newcomers[0].number or self.mentors[0].number)


def overview(*, viewer: Member, round_page: RoundPage, now: datetime | None = None) -> Overview:
    """The round for one of its organizers. Seven queries."""
    now = now or timezone.now()
    rows = cockpit_rows.load(viewer=viewer, round_key=round_page.round_key, now=now)
    is_over = round_page.phase_on(now.date()) == Phase.OVER
    people = _people(rows, is_over=is_over)
    newcomers = [person for person in people if person.role == Role.MENTEE]
    found, waiting = waits_of(newcomers, now)
    return Overview(
        newcomers=funnel(people, Role.MENTEE),
        mentors=funnel(people, Role.MENTOR),
        queue=at_risk.queue(rows=rows, scored=round_page.scored, is_over=is_over),
        found=found,
        waiting=waiting,
        fairness={name: groups(newcomers, name) for name in DIMENSIONS},
        course=_course(rows),
    )


def _people(rows: Rows, *, is_over: bool) -> list[Person]:
    """Everybody who applied. In a round that is over nobody waits any more."""
    asked: dict[int, datetime] = {}
    for row in rows.proposals:
        asked.setdefault(row["mentor_id"], row["created_at"])
        asked.setdefault(row["mentee_id"], row["created_at"])
    pairs: dict[int, list[Pair]] = defaultdict(list)
    for row in rows.pairs:
        pair = Pair(row["state"], row["started_at"], row["met_at"], row["ended_at"])
        pairs[row["mentor_id"]].append(pair)
        pairs[row["mentee_id"]].append(pair)
    spoken, zones = _spoken(rows), _bands(rows)
    return [
        Person(
            role=row["role"],
            applied_at=row["submitted_at"],
            approved_at=row["decided_at"] if row["state"] == State.APPROVED else None,
            was_approved=row["state"] == State.APPROVED or _identity(row) in rows.approved,
            waits=row["state"] in WAITING and not is_over,
            asked_at=asked.get(pk),
            pairs=tuple(pairs[pk]),
            groups={
                "language": spoken.get(row["member_id"], ""),
                "zone": zones.get(row["zone"], ""),
                "chapter": row["chapter_name"] or "",
            },
        )
        for pk, row in rows.participants.items()
    ]


def _identity(row: Row) -> str:
    return f"mentorship.participant:{row['uuid']}"


def _spoken(rows: Rows) -> dict[int, str]:
    """Member -> one language, so that everybody is counted once: of those they speak well, the one fewest speak here.

    Whoever speaks a language that few do is the one to whom the round may be unfair.
    """
    languages: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    for member, code, level in rows.languages:
        languages[member].append((level == "basic", code))
    numbers = Counter(code for spoken in languages.values() for _basic, code in spoken)
    return {
        member: min(spoken, key=lambda one: (one[0], numbers[one[1]], one[1]))[1]
        for member, spoken in languages.items()
    }


def _bands(rows: Rows) -> dict[str, str]:
    """Name of a time zone -> the band of its offset today, as "first:last"."""
    names = {row["zone"] for row in rows.participants.values()}
    return {name: band for name in names if (band := _band(name, rows.now))}


def _band(name: str, now: datetime) -> str:
    try:
        offset = now.astimezone(ZoneInfo(name)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    hours = offset.total_seconds() // 3600 if offset is not None else 0
    return next((f"{first}:{last}" for first, last in BANDS if first <= hours <= last), "")


def _course(rows: Rows) -> Course:
    answers: dict[str, list[int]] = defaultdict(list)
    for row in rows.pulses:
        answers[row["day"]].append(row["answer"])
    states = Counter(row["state"] for row in rows.pairs)
    return Course(
        pulses=[
            (day, len(given), mean(given) if len(given) >= ANSWERS else None)
            for day in Pulse.Day.values
            if (given := answers.get(day, []))
        ],
        pairs=len(rows.pairs),
        completed=states[Pairing.State.COMPLETED],
        ended=states[Pairing.State.ENDED],
        codes=_codes(row["end_code"] for row in rows.pairs if row["state"] == Pairing.State.ENDED),
        run=rows.run,
    )


def _codes(ended: Iterable[str]) -> list[tuple[str, Cell]]:
    """Why pairs ended, in cells large enough to tell. A pair without a reason is one of another reason."""
    numbers = Counter(code or Pairing.End.OTHER for code in ended)
    if not numbers:
        return []
    cells = hidden_table([(numbers[code],) for code in Pairing.End.values])
    return [(code, cell) for code, (cell,) in zip(Pairing.End.values, cells, strict=True)]
