"""What an overview of a round is made of: one query a table, whatever the size of the round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q

from cms.models import Event, Member, MemberLanguage
from mentorship.models import MatchRun, Pairing, PairMeeting, Participant, Proposal, Pulse
from mentorship.models.walls import walled

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """The rows of a round. `is_own` of a pair, a pulse or a proposal: the viewer is one of the two."""

    viewer: Member
    now: datetime
    participants: dict[int, Row]
    languages: list[tuple[int, str, str]]
    approved: frozenset[str]
    proposals: list[Row]
    pairs: list[Row]
    pulses: list[Row]
    run: Mapping[str, Any] | None


def load(*, viewer: Member, round_key: UUID, now: datetime) -> Rows:
    """Everything about the round. Seven queries, and never a word that was written between two people."""
    people = _participants(round_key)
    run = MatchRun.objects.of(round_key).filter(state=MatchRun.State.PUBLISHED).order_by("-published_at")
    speakers = MemberLanguage.objects.filter(
        member__participations__round_key=round_key, member__participations__role=Participant.Role.MENTEE
    )
    return Rows(
        viewer=viewer,
        now=now,
        participants=people,
        languages=list(speakers.values_list("member_id", "code", "level")),
        approved=_approved(people),
        proposals=_proposals(round_key, viewer),
        pairs=_pairs(round_key, viewer, now),
        pulses=_pulses(round_key, viewer),
        run=run.values("stats", "published_at").first(),
    )


def _participants(round_key: UUID) -> dict[int, Row]:
    sent = Participant.objects.sent().filter(round_key=round_key, submitted_at__isnull=False).order_by("pk")
    rows = sent.values(
        "pk",
        "uuid",
        "role",
        "state",
        "paused_at",
        "submitted_at",
        "decided_at",
        "member_id",
        chapter_name=F("chapter__name"),
        zone=F("member__timezone"),
        name=F("member__display_name"),
    )
    return {row["pk"]: row for row in rows}


def _approved(people: Mapping[int, Row]) -> frozenset[str]:
    """Of those who are not approved now, the objects of the log that were at some time."""
    left = [f"mentorship.participant:{row['uuid']}" for row in people.values() if row["state"] != "approved"]
    found = Event.objects.filter(object__in=left, after=Participant.State.APPROVED)
    return frozenset(found.values_list("object", flat=True))


def _mine(viewer: Member, path: str = "") -> Q:
    return Q(**{f"{path}mentor__member": viewer}) | Q(**{f"{path}mentee__member": viewer})


def _proposals(round_key: UUID, viewer: Member) -> list[Row]:
    rows = Proposal.objects.filter(round_key=round_key).order_by("created_at", "pk")
    return list(
        rows.annotate(is_own=_mine(viewer), is_walled=walled()).values(
            "mentor_id",
            "mentee_id",
            "state",
            "mentor_answer",
            "mentee_answer",
            "created_at",
            "expires_at",
            "is_own",
            "is_walled",
        )
    )


def _pairs(round_key: UUID, viewer: Member, now: datetime) -> list[Row]:
    ahead = PairMeeting.objects.filter(pairing=OuterRef("pk"), state="confirmed", ends_at__gt=now)
    rows = Pairing.objects.filter(mentor__round_key=round_key).order_by("started_at", "pk")
    return list(
        rows.annotate(
            met_at=Min("meetings__starts_at", filter=Q(meetings__state=PairMeeting.State.HELD)),
            meets=Exists(ahead),
            is_own=_mine(viewer),
            is_walled=walled(),
        ).values(
            "pk",
            "mentor_id",
            "mentee_id",
            "state",
            "waiting_on",
            "waiting_since",
            "started_at",
            "ended_at",
            "end_code",
            "done_asked_by",
            "done_asked_at",
            "met_at",
            "meets",
            "is_own",
            "is_walled",
        )
    )


def _pulses(round_key: UUID, viewer: Member) -> list[Row]:
    """Of the pairs of others alone: three answers with one's own among them would tell the other one's."""
    rows = Pulse.objects.filter(pairing__mentor__round_key=round_key).exclude(_mine(viewer, "pairing__"))
    return list(
        rows.order_by("answered_at", "pk").values(
            "pk", "pairing_id", "day", "answer", "answered_at", "handled_at", pair_state=F("pairing__state")
        )
    )
