"""Makes what happened at the demo's past meetups: who had a seat, who came, who came late. In bulk, with no message.

Services refuse to write the past, rightly. So these rows are written as the services would have left them: seats counted,
answers before the meetup, marks at its door.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from cms.models import Member
from learning.models import RSVP, Attendance, Meetup, SeatPool

State = Attendance.State


@dataclass
class Regular:
    """Somebody who comes: since which week, and how gladly (1 is as most do)."""

    member: Member
    since: int
    keen: float
    role: str = "learner"


@dataclass
class Evening:
    """One past meetup with its seats, the people who have to be there, and those noted as away."""

    meetup: Meetup
    week: int
    seats: dict[str, int | None]
    share: int
    #: Who may have a seat; None where everybody may. The others come by.
    members: set[int] | None = None
    there: set[int] = field(default_factory=set)
    away: set[int] = field(default_factory=set)


def happen(
    *, evenings: Sequence[Evening], regulars: Sequence[Regular], noted_by: Member, random: Random
) -> None:
    """Fill these meetups. Everybody comes at least to the first evening since they know the table."""
    new = list(regulars)
    answers: list[RSVP] = []
    marks: list[Attendance] = []
    for evening in evenings:
        first_time = [one for one in new if one.since <= evening.week]
        new = [one for one in new if one not in first_time]
        came = [one for one in regulars if one in first_time or _comes(one, evening, random)]
        left = dict(evening.seats)
        for one in came:
            is_away = one.member.pk in evening.away and one not in first_time
            may = evening.members is None or one.member.pk in evening.members
            # Whoever finds no seat comes by, and finds a chair.
            answer = _answer(one, evening.meetup, left, random) if may else None
            answers += [answer] if answer else []
            marks.append(_mark(one, evening, noted_by, random, is_away=is_away, has_seat=answer is not None))
    _write(answers, marks)


def _comes(one: Regular, evening: Evening, random: Random) -> bool:
    lot = random.random() * 100
    if one.member.pk in evening.there | evening.away:
        return True
    return one.since <= evening.week and lot < evening.share * one.keen


def _answer(one: Regular, meetup: Meetup, left: dict[str, int | None], random: Random) -> RSVP | None:
    """A seat of one of the kinds there are, while there are some."""
    wanted = ["helper", "room", "remote"] if one.role == "helper" else ["room", "remote"]
    kind = next((each for each in wanted if each in left and left[each] != 0), None)
    if kind is None:
        return None
    seats = left[kind]
    left[kind] = None if seats is None else seats - 1
    return RSVP(
        meetup=meetup,
        member=one.member,
        mode="remote" if kind == "remote" or "room" not in left else "room",
        role="helper" if kind == "helper" else "learner",
        state=RSVP.State.CONFIRMED,
        answered_at=meetup.starts_at - timedelta(hours=random.randint(20, 140)),
    )


def _mark(
    one: Regular, evening: Evening, noted_by: Member, random: Random, *, is_away: bool, has_seat: bool
) -> Attendance:
    lot = random.random()
    state, minutes = State.PRESENT, random.randint(-10, 4)
    if is_away:
        state = State.ABSENT
    elif one.member.pk not in evening.there and has_seat and lot < 0.04:
        state = State.ABSENT if lot < 0.025 else State.EXCUSED
    elif lot > 0.88:
        state, minutes = State.LATE, random.randint(8, 35)
    return Attendance(
        meetup=evening.meetup,
        member=one.member,
        state=state,
        source=Attendance.Source.DOOR if has_seat else Attendance.Source.SHEET,
        noted_by=noted_by,
        noted_at=evening.meetup.starts_at + timedelta(minutes=minutes),
    )


def _write(answers: Sequence[RSVP], marks: Iterable[Attendance]) -> None:
    Attendance.objects.bulk_create(marks, batch_size=500)
    RSVP.objects.bulk_create(answers, batch_size=500)
    taken = Counter((row.meetup_id, row.kind) for row in answers)
    pools = list(SeatPool.objects.filter(meetup__in={row.meetup_id for row in answers}))
    for pool in pools:
        pool.taken = taken[pool.meetup_id, pool.kind]
    SeatPool.objects.bulk_update(pools, ["taken"], batch_size=500)
