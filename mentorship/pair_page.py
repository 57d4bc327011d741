"""What the page of a pair shows of its meetings, goals and words: values a template only lays out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.models import Block, Member
from learning.services import shared_progress
from learning.services.library import Entry
from mentorship.models import PairGoal, Pairing, PairMeeting

#: As many as anybody reads at a time; older ones are one click away.
LATEST = 30
MOST = 1000


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its lesson, if there is one to open, and since when it is reached."""

    uuid: UUID
    title: str
    due_on: date | None
    done_at: datetime | None
    by_hand: bool
    late: bool
    lesson: Entry | None


def of_space(
    pairing: Pairing, member: Member, lessons: Mapping[UUID, Entry], *, everything: bool = False
) -> dict[str, Any]:
    """Meetings ahead, those gone by, goals and words, for one of the two: three queries, and one for linked lessons."""
    side = pairing.side_of(member)
    met = list(
        pairing.meetings.exclude(state=PairMeeting.State.CANCELLED).order_by("-starts_at", "-pk")[:LATEST]
    )
    ahead = [meeting for meeting in met if meeting.is_ahead or meeting.asks_how]
    limit = MOST if everything else LATEST
    words = list(pairing.messages.order_by("-sent_at", "-pk")[: limit + 1])
    return {
        "ahead": ahead[::-1],
        "behind": [meeting for meeting in met if meeting not in ahead],
        "next_meeting": next((each for each in ahead[::-1] if each.state == "confirmed"), None),
        "has_met": any(meeting.state == PairMeeting.State.HELD for meeting in met),
        "goals": _goals(pairing, side, lessons),
        "words": words[:limit][::-1],
        "completion": completion(pairing, member),
        "more_words": len(words) > limit and not everything,
    }


def _goals(pairing: Pairing, side: str, lessons: Mapping[UUID, Entry]) -> list[Goal]:
    """The newcomer always sees what they have done; the mentor while the newcomer shares it."""
    rows = list(pairing.goals.all())
    keys = {row.lesson_key for row in rows if row.lesson_key}
    may = side == Pairing.Side.MENTEE or _shares(pairing)
    done = shared_progress.done_since(member=pairing.mentee.member, lesson_keys=keys) if may else {}
    found = [_goal(row, done, lessons) for row in rows]
    return sorted(found, key=lambda goal: goal.done_at is not None)


def _shares(pairing: Pairing) -> bool:
    """Consent holds for the time the two work together, and not across a block."""
    if pairing.shares_since is None or not pairing.takes_words:
        return False
    return not Block.objects.between(pairing.mentor.member, pairing.mentee.member).exists()


def _goal(row: PairGoal, done: Mapping[UUID, datetime], lessons: Mapping[UUID, Entry]) -> Goal:
    done_at = row.done_at or (done.get(row.lesson_key) if row.lesson_key else None)
    return Goal(
        uuid=row.uuid,
        title=row.title,
        due_on=row.due_on,
        done_at=done_at,
        by_hand=row.done_at is not None,
        late=bool(row.due_on and not done_at and row.due_on < timezone.localdate()),
        lesson=lessons.get(row.lesson_key) if row.lesson_key else None,
    )


def completion(pairing: Pairing, member: Member) -> str:
    """What one side's wish to complete the pair means for this member; empty while there is none."""
    until = pairing.closes_by_itself_at
    if until is None:
        return ""
    if pairing.done_asked_by == pairing.side_of(member):
        words = _("You asked {name} to complete the pair. Without an answer it is complete on {day}.")
    else:
        words = _(
            "{name} thinks that you two have reached what you wanted. "
            "Without an answer the pair is complete on {day}."
        )
    day = date_format(timezone.localtime(until, member.zone), "MONTH_DAY_FORMAT")
    return words.format(name=pairing.other_of(member).member.name, day=day)
