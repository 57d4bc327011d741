"""Plants what a pair of the demo has written and planned. What is over is a row; what is ahead goes through the services."""

from datetime import time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cms.demo.reading import load
from learning import schedule
from mentorship.models import Pairing, PairMeeting, PairMessage
from mentorship.services import pair_goals, pair_meetings, pair_thread

from .rhythm import plant_papers

HERE = Path(__file__).resolve().parent


def plant_space(pairing: Pairing, key: str) -> None:
    """Words, goals and meetings of one pair."""
    record = load("round.yaml", HERE)[key]
    people = {"mentor": pairing.mentor.member, "mentee": pairing.mentee.member}
    for days, side, text in record["words"]:
        said = pair_thread.write(pairing=pairing, member=people[side], text=text, token=uuid4())
        PairMessage.objects.filter(pk=said.pk).update(sent_at=timezone.now() - timedelta(days=days))
    plant_papers(pairing, record)
    for entry in record["goals"]:
        _plant_goal(pairing, entry)
    for entry in record["meetings"]:
        _plant_meeting(pairing, entry, people)


def _plant_goal(pairing: Pairing, entry: dict[str, Any]) -> None:
    member, days = pairing.mentee.member, entry.get("due_in_days")
    due_on = timezone.localdate() + timedelta(days=days) if days else None
    goal = pair_goals.add(pairing=pairing, member=member, title=entry["title"], due_on=due_on)
    if entry.get("done"):
        pair_goals.mark(goal=goal, member=member, done=True)


def _plant_meeting(pairing: Pairing, entry: dict[str, Any], people: dict[str, Any]) -> None:
    day = timezone.localdate() + timedelta(days=entry["days_ahead"])
    begins = schedule.instant(day, time(19), people["mentee"].zone.key)
    facts = {"starts_at": begins, "place": entry["place"]}
    if entry.get("held"):
        ends = begins + timedelta(minutes=entry["minutes"])
        state = PairMeeting.State.HELD
        PairMeeting.objects.create(
            pairing=pairing, proposed_by=entry["by"], ends_at=ends, state=state, sequence=2, **facts
        )
        return
    other = "mentee" if entry["by"] == "mentor" else "mentor"
    meeting = pair_meetings.propose(
        pairing=pairing, member=people[entry["by"]], minutes=entry["minutes"], **facts
    )
    pair_meetings.confirm(meeting=meeting, member=people[other])
