"""Rows of the pairs of a demo round: at work, on a pause, completed with words and certificates, or ended."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from learning import schedule
from learning.models import Certificate
from mentorship.models import (
    PairClosing,
    PairGoal,
    Pairing,
    PairMeeting,
    PairMessage,
    PairThanks,
    Participant,
    Proposal,
    RoundPage,
)
from mentorship.services import closings, pair_certificates

State = Pairing.State


def plant_pairs(page: RoundPage, states: dict[int, str], proposals: dict[int, Proposal], texts: Any) -> None:
    """A pair for each accepted proposal, and what the two have done in it; seats are counted at the end."""
    for place, state in states.items():
        pairing = _pairing(page, proposals[place], state, texts["end"])
        _space(pairing, texts["space"])
        if state == State.COMPLETED:
            _words(pairing, texts["closings"].get(place, {}), texts["thanks"].get(place, {}))
    for key in ("mentor", "mentee"):
        live = Pairing.objects.live().filter(**{f"{key}__round_key": page.round_key})
        for pk in live.values_list(key, flat=True):
            Participant.objects.filter(pk=pk).update(seats_taken=live.filter(**{key: pk}).count())


def _pairing(page: RoundPage, proposal: Proposal, state: str, end: dict[str, str]) -> Pairing:
    now, over = timezone.now(), state in {State.COMPLETED, State.ENDED}
    ended = (
        _moment(page.ends_on, 18) - timedelta(days=2 if state == State.COMPLETED else 40) if over else None
    )
    rests = state == State.PAUSED
    return Pairing.objects.create(
        proposal=proposal,
        mentor=proposal.mentor,
        mentee=proposal.mentee,
        state=state,
        waiting_on="" if over else Pairing.Side.MENTOR,
        waiting_since=ended or now - timedelta(days=3),
        started_at=_moment(page.starts_on, 9),
        due_on=page.ends_on,
        paused_at=now - timedelta(days=4) if rests else None,
        ended_at=ended,
        end_code=end["code"] if state == State.ENDED else "",
        end_note=end["note"] if state == State.ENDED else "",
        done_asked_by=Pairing.Side.MENTEE if state == State.COMPLETED else "",
        done_asked_at=ended - timedelta(days=2) if state == State.COMPLETED else None,
    )


def _space(pairing: Pairing, record: dict[str, Any]) -> None:
    """Words, goals and meetings that took place; all of it before the pair was over."""
    last = pairing.ended_at or timezone.now()
    PairMessage.objects.bulk_create(
        PairMessage(pairing=pairing, side=side, text=text, token=uuid4(), sent_at=last - timedelta(days=days))
        for days, side, text in record["words"]
    )
    done = pairing.state == State.COMPLETED
    PairGoal.objects.bulk_create(
        PairGoal(pairing=pairing, title=title, done_at=last - timedelta(days=4) if reached or done else None)
        for title, reached in record["goals"]
    )
    zone = pairing.mentee.member.zone.key
    for days in record["meetings"]:
        begins = schedule.instant((last - timedelta(days=days)).date(), time(19), zone)
        if begins < pairing.started_at:
            continue
        PairMeeting.objects.create(
            pairing=pairing,
            proposed_by=Pairing.Side.MENTEE,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            state=PairMeeting.State.HELD,
            sequence=2,
        )


def _words(pairing: Pairing, said: dict[str, dict[str, Any]], thanks: dict[str, str]) -> None:
    """What they said at the end, all of it free to be quoted and some of it published; certificates from that day."""
    said_at = pairing.ended_at + timedelta(days=1)
    for side, words in said.items():
        published = words.get("published", False)
        row = PairClosing.objects.create(
            pairing=pairing,
            side=side,
            publish_ok=True,
            consent_version=closings.CONSENT,
            published_at=said_at if published else None,
            **{name: text for name, text in words.items() if name != "published"},
        )
        PairClosing.objects.filter(pk=row.pk).update(given_at=said_at)
    PairThanks.objects.bulk_create(
        PairThanks(pairing=pairing, side=side, text=text, sent_at=said_at) for side, text in thanks.items()
    )
    pair_certificates.issue(pairing=pairing)
    Certificate.objects.filter(about_key=pairing.uuid).update(issued_at=pairing.ended_at)


def _moment(day: Any, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
