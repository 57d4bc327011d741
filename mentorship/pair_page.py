"""What the page of a pair shows of its meetings, goals and words: values a template only lays out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.models import Member
from learning.services import shared_progress
from learning.services.library import Entry
from learning.services.shared_progress import Shared
from mentorship.models import PairAgreement, PairGoal, Pairing, PairMeeting, PairMessage

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


@dataclass(frozen=True, slots=True)
class Words:
    """What one wrote, with the lesson it is about; `gone` when that cannot be opened now."""

    side: str
    text: str
    sent_at: datetime
    lesson: Entry | None
    block_id: str
    gone: bool


def of_space(
    pairing: Pairing,
    member: Member,
    lessons: Mapping[UUID, Entry],
    *,
    everything: bool = False,
    shared: Shared | None = None,
) -> dict[str, Any]:
    """Meetings ahead, those gone by, goals, words, notes of one's own and the agreement, for one of the two: five queries,
    and one for linked lessons. `shared` is what the newcomer lets the mentor see."""
    side = pairing.side_of(member)
    met = list(
        pairing.meetings.exclude(state=PairMeeting.State.CANCELLED).order_by("-starts_at", "-pk")[:LATEST]
    )
    ahead = [meeting for meeting in met if meeting.is_ahead or meeting.asks_how]
    limit = MOST if everything else LATEST
    words = list(pairing.messages.order_by("-sent_at", "-pk")[: limit + 1])
    notes = list(pairing.notes.filter(side=side)[: limit + 1])
    return {
        "ahead": ahead[::-1],
        "behind": [meeting for meeting in met if meeting not in ahead],
        "next_meeting": next((each for each in ahead[::-1] if each.state == "confirmed"), None),
        "has_met": any(meeting.state == PairMeeting.State.HELD for meeting in met),
        "goals": _goals(pairing, side, lessons, shared),
        "shared": shared,
        "notes": notes[:limit],
        "more_notes": len(notes) > limit and not everything,
        "agreement": agreement_of(pairing),
        "words": [_words(row, lessons) for row in words[:limit][::-1]],
        "completion": completion(pairing, member),
        "more_words": len(words) > limit and not everything,
    }


def agreement_of(pairing: Pairing) -> PairAgreement | None:
    """What the two have written down; None before anything is."""
    return PairAgreement.objects.filter(pairing=pairing).exclude(version=0).first()


def of_guide(pairing: Pairing, member: Member) -> dict[str, Any]:
    """The steps to a first meeting, and which of them are taken: three queries."""
    side = pairing.side_of(member)
    agreement = agreement_of(pairing)
    return {
        "pairing": pairing,
        "side": side,
        "other": pairing.other_of(member),
        "has_time": pairing.meetings.exclude(state=PairMeeting.State.CANCELLED).exists(),
        "has_goal": pairing.goals.exists(),
        "agreement": agreement,
        "i_agreed": bool(agreement and getattr(agreement, f"{side}_agreed_at")),
    }


def _goals(pairing: Pairing, side: str, lessons: Mapping[UUID, Entry], shared: Shared | None) -> list[Goal]:
    """The newcomer always sees what they have done; the mentor while the newcomer shares it."""
    rows = list(pairing.goals.all())
    keys = {row.lesson_key for row in rows if row.lesson_key}
    done: Mapping[UUID, datetime] = shared.done if shared else {}
    if shared is None and side == Pairing.Side.MENTEE:
        done = shared_progress.done_since(member=pairing.mentee.member, lesson_keys=keys)
    found = [_goal(row, done, lessons) for row in rows]
    return sorted(found, key=lambda goal: goal.done_at is not None)


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


def _words(row: PairMessage, lessons: Mapping[UUID, Entry]) -> Words:
    lesson = lessons.get(row.lesson_key) if row.lesson_key else None
    gone = row.lesson_key is not None and lesson is None
    return Words(row.side, row.text, row.sent_at, lesson, row.block_id, gone)


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
