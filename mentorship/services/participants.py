"""Taking part in a round: drafts, applications, what organizers decide, and leaving again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Event, Member
from cms.services import consents, events, messages
from cms.services.retry import retried
from mentorship import line
from mentorship.exceptions import (
    BelowSeatsTaken,
    DecidedAlready,
    Incomplete,
    NotNow,
    OwnApplication,
    ReasonMissing,
    RoundClosed,
)
from mentorship.models import Participant, ParticipantTopic, RoundPage

from .access import require_in_time, require_organizer
from .gaps import gaps
from .proposal_rows import release_all

State = Participant.State

#: States in which an application waits for a decision of organizers, or for its writer on the way to one.
OPEN = {State.SUBMITTED, State.CHANGES}

#: What the person may write on an application; states belong to the transitions below.
FIELDS = {
    "goals", "stage", "chapter", "formats", "frequency", "employer", "other_employer", "capacity", "listed",
}  # fmt: skip


def identity(participant: Participant) -> str:
    return f"mentorship.participant:{participant.uuid}"


@retried
@transaction.atomic
def save_draft(
    *,
    member: Member,
    round_page: RoundPage,
    role: str,
    facts: Mapping[str, Any],
    topics: Mapping[UUID, tuple[int, int]] | None = None,
) -> Participant:
    """Keep what the member wrote so far; the first save makes the application. Also changes one that was sent.

    `topics`: topic key -> (level, priority); None leaves them as they are. Raises RoundClosed, NotNow, BelowSeatsTaken.
    """
    unknown = facts.keys() - FIELDS
    if unknown:
        raise ValueError(f"Not part of an application: {sorted(unknown)}")
    participant = _own(member, round_page, role)
    if participant.state == State.REJECTED:
        raise NotNow(participant.get_state_display())
    if facts.get("capacity", participant.capacity) < participant.seats_taken:
        raise BelowSeatsTaken(participant.seats_taken)
    for name, value in facts.items():
        setattr(participant, name, value)
    if facts:
        participant.save(update_fields=[*facts])
    if "capacity" in facts and participant.is_approved and not participant.free_seats:
        release_all(participant=participant, actor=member)
    if topics is not None:
        ParticipantTopic.objects.filter(participant=participant).exclude(topic_key__in=topics).delete()
        ParticipantTopic.objects.bulk_create(
            [
                ParticipantTopic(participant=participant, topic_key=key, level=level, priority=priority)
                for key, (level, priority) in topics.items()
            ],
            update_conflicts=True,
            unique_fields=["participant", "topic_key"],
            update_fields=["level", "priority"],
        )
    if participant.state not in {State.DRAFT, State.WITHDRAWN}:
        _note(member, participant, "changed", participant.state, fields=sorted(facts))
    return participant


def _own(member: Member, round_page: RoundPage, role: str) -> Participant:
    """The member's application in this round, locked; made when there is none and the round takes any."""
    mine = Participant.objects.filter(round_key=round_page.round_key, member=member, role=role)
    participant = mine.select_for_update(no_key=True).first()
    if participant is None:
        if not round_page.takes_applications:
            raise RoundClosed
        capacity = round_page.capacity_default if role == Participant.Role.MENTOR else 1
        first = role == Participant.Role.MENTEE and line.stands_first(member)
        participant, made = Participant.objects.get_or_create(
            round_key=round_page.round_key,
            member=member,
            role=role,
            defaults={"capacity": capacity, "priority_tier": line.FIRST if first else 0},
        )
        if made:
            _note(member, participant, "started", "")
    return participant


@retried
@transaction.atomic
def submit(*, participant: Participant, consent: bool) -> Participant:
    """Send the application to the organizers. Sending twice is sending once. Raises Incomplete, RoundClosed, NotNow."""
    participant = _locked(participant)
    if participant.state in {State.SUBMITTED, State.APPROVED, State.WAITLISTED}:
        return _consented(participant) if consent else participant
    if participant.state == State.REJECTED:
        raise NotNow(participant.get_state_display())
    again = participant.state == State.CHANGES
    round_page = RoundPage.objects.of(participant.round_key).first()
    if round_page is None or not (round_page.takes_changes if again else round_page.takes_applications):
        raise RoundClosed
    missing = gaps(participant)
    if not consent:
        missing.setdefault("send", []).append(_("Your agreement to the code of conduct."))
    if missing:
        raise Incomplete(missing)
    before, participant.state = participant.state, State.SUBMITTED
    if not again:  # who was asked for changes keeps the place in line
        participant.submitted_at = timezone.now()
    participant.consent = consents.give(member=participant.member, document=consents.CODE_OF_CONDUCT)
    participant.save(update_fields=["state", "submitted_at", "consent"])
    _note(participant.member, participant, "submitted", before)
    return participant


def is_consented(participant: Participant) -> bool:
    """Whether the agreement the member gave here is to the version in force; the consent must be loaded."""
    given, document = participant.consent, consents.CODE_OF_CONDUCT
    return given is not None and (given.document, given.version) == (document, consents.CURRENT[document])


@retried
@transaction.atomic
def renew_consent(*, participant: Participant) -> Participant:
    """The member agrees to the code of conduct in its current version. Agreeing twice is agreeing once."""
    return _consented(_locked(participant))


def _consented(participant: Participant) -> Participant:
    if is_consented(participant):
        return participant
    participant.consent = consents.give(member=participant.member, document=consents.CODE_OF_CONDUCT)
    participant.save(update_fields=["consent"])
    _note(participant.member, participant, "consented", participant.state)
    return participant


@retried
@transaction.atomic
def approve(*, actor: Member, participant: Participant) -> Participant:
    """An organizer lets the person take part."""
    return _decide(actor, participant, State.APPROVED, OPEN | {State.WAITLISTED, State.REJECTED})


@retried
@transaction.atomic
def waitlist(*, actor: Member, participant: Participant, reason: str) -> Participant:
    """An organizer keeps the person in line; the reason is told."""
    return _decide(actor, participant, State.WAITLISTED, OPEN | {State.APPROVED}, reason)


@retried
@transaction.atomic
def reject(*, actor: Member, participant: Participant, reason: str) -> Participant:
    """An organizer says no, kindly; the reason is told."""
    return _decide(actor, participant, State.REJECTED, OPEN | {State.WAITLISTED}, reason)


@retried
@transaction.atomic
def ask_changes(*, actor: Member, participant: Participant, reason: str) -> Participant:
    """An organizer asks for changes and says which. The person edits, and sends the application again."""
    return _decide(actor, participant, State.CHANGES, {State.SUBMITTED, State.WAITLISTED}, reason)


def _decide(
    actor: Member, participant: Participant, after: str, allowed_from: set[str], reason: str | None = None
) -> Participant:
    require_organizer(actor, participant.round_key)
    participant = _locked(participant)
    if participant.member_id == actor.pk:
        raise OwnApplication
    reason = " ".join((reason or "").split()) if reason is not None else None
    if participant.state == after:
        if reason and reason != participant.decision_reason:
            raise DecidedAlready
        return participant
    if participant.state not in allowed_from:
        raise NotNow(participant.get_state_display())
    require_in_time(participant.round_key, after)
    if reason == "":
        raise ReasonMissing
    before, participant.state = participant.state, after
    participant.decided_at, participant.decision_reason = timezone.now(), reason or ""
    participant.save(update_fields=["state", "decided_at", "decision_reason"])
    if after != State.APPROVED:
        release_all(participant=participant, actor=actor)
    event = _note(actor, participant, after, before)
    messages.queue(
        kind=f"mentorship.{after}",
        recipient=participant.member,
        dedupe_key=f"mentorship.participant:{participant.uuid}:{after}:{event.pk}",
        about=identity(participant),
        context={"participant": participant.pk},
    )
    return participant


@retried
@transaction.atomic
def withdraw(*, participant: Participant) -> Participant:
    """The member leaves the round. Open proposals end; pairs that work together go on."""
    participant = _locked(participant)
    if participant.state == State.WITHDRAWN:
        return participant
    if participant.state == State.REJECTED:
        raise NotNow(participant.get_state_display())
    before, participant.state = participant.state, State.WITHDRAWN
    participant.save(update_fields=["state"])
    release_all(participant=participant, actor=participant.member)
    _note(participant.member, participant, "withdrawn", before)
    return participant


def _locked(participant: Participant) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",), no_key=True).select_related("member")
    return rows.get(pk=participant.pk)


def _note(actor: Member, participant: Participant, verb: str, before: str, **data: Any) -> Event:
    return events.record(
        actor=actor,
        object=identity(participant),
        verb=verb,
        before=before,
        after=participant.state,
        data=data,
    )
