"""Rows of a demo round in one phase: who takes part, in which state, and who was asked. In bulk, as services leave them."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from cms.demo import people
from cms.demo.reading import load
from cms.models import Consent
from cms.services import consents
from mentorship import sentences
from mentorship.models import Participant, ParticipantTopic, Proposal, RoundPage
from mentorship.services import checking

from .profiles import HERE, chapter_named, needs_of, offers_of

Role, State = Participant.Role, Participant.State
YES, NO, WAITING = Proposal.Answer.YES, Proposal.Answer.NO, Proposal.Answer.WAITING
ANSWERS = {
    "accepted": (YES, YES),
    "declined": (NO, YES),
    "expired": (WAITING, YES),
    "withdrawn": (WAITING, YES),
    "superseded": (WAITING, YES),
}


def plant_people(
    page: RoundPage, record: dict[str, Any], phase: dict[str, Any], reasons: dict[str, str]
) -> dict[str, Participant]:
    """The participants of the phase, by the key of the person."""
    mentors = {entry["person"]: entry for entry in load("mentors.yaml", HERE)["mentors"]}
    newcomers = {entry["person"]: entry for entry in load("applications.yaml", HERE)["applications"]}
    rows: dict[str, Participant] = {}
    topics: dict[str, dict[UUID, tuple[int, int]]] = {}
    for role, place, known, states in (
        (Role.MENTOR, 0, mentors, phase["mentors"]),
        (Role.MENTEE, 1, newcomers, phase["newcomers"]),
    ):
        keys = list(dict.fromkeys(pair[place] for pair in record["pairs"]))
        for key, state in zip(keys, states, strict=False):
            entry = known[key]
            rows[key] = _participant(page, role, entry, state, reasons)
            topics[key] = offers_of(entry["topics"]) if role == Role.MENTOR else needs_of(entry["needs"])
    Participant.objects.bulk_create(rows.values())
    ParticipantTopic.objects.bulk_create(
        ParticipantTopic(participant=rows[key], topic_key=topic, level=level, priority=priority)
        for key, wanted in topics.items()
        for topic, (level, priority) in wanted.items()
    )
    return rows


def _participant(
    page: RoundPage, role: str, entry: dict[str, Any], state: str, reasons: dict[str, str]
) -> Participant:
    member, opened = people.member(entry["person"]), _moment(page.opens_on)
    sent = None if state == State.DRAFT else min(opened + timedelta(days=3), timezone.now())
    decided = None
    if state not in {State.DRAFT, State.SUBMITTED, State.WITHDRAWN}:
        decided = min(opened + timedelta(days=8), timezone.now())
    names = ("goals", "stage", "formats", "frequency", "employer", "capacity", "listed")
    consent = Consent.objects.filter(member=member, document=consents.CODE_OF_CONDUCT).last()
    return Participant(
        round_key=page.round_key,
        member=member,
        role=role,
        state=State.APPROVED if state == "paused" else state,
        chapter=chapter_named(entry.get("chapter")),
        consent=consent if sent else None,
        submitted_at=sent,
        decided_at=decided,
        decision_reason=reasons.get(state, ""),
        paused_at=timezone.now() - timedelta(days=2) if state == "paused" else None,
        **{name: entry[name] for name in names if name in entry},
    )


def plant_proposals(
    page: RoundPage, record: dict[str, Any], phase: dict[str, Any], rows: dict[str, Participant], words: str
) -> dict[int, Proposal]:
    """Who was asked, by the place of the pair; reasons and score as the matching gives them."""
    found = {}
    asked, ttl = min(_moment(page.matching_on), timezone.now()), page.proposal_ttl
    for place, (state, *yes) in phase["proposals"].items():
        mentor, mentee = (rows[key] for key in record["pairs"][place])
        told = checking.why(mentor, mentee, page)
        answers = ANSWERS.get(state, tuple(YES if side in yes else WAITING for side in ("mentor", "mentee")))
        is_open = state == "open"
        source = Proposal.Source.ORGANIZER if is_open or state == "accepted" else Proposal.Source.REQUEST
        found[place] = Proposal.objects.create(
            round_key=page.round_key,
            mentor=mentor,
            mentee=mentee,
            source=source,
            score=told.score,
            reasons=sentences.stored(told.reasons),
            mentor_answer=answers[0],
            mentee_answer=answers[1],
            state=state,
            decline_code=Proposal.Decline.TIME if state == "declined" else "",
            decline_note=words if state == "declined" else "",
            expires_at=asked + ttl,
            decided_at=None if is_open else asked + ttl / 2,
        )
        Proposal.objects.filter(pk=found[place].pk).update(created_at=asked)
    return found


def _moment(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))
