"""Who could use an organizer now: one entry for a pair, a proposal or an application, the most urgent first.

How urgent something is says how often it has waited the time that is allowed for it. A pair on hold is nobody's to look
after here, and nothing is said about one between whose two something has come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentorship import blind
from mentorship.cockpit.people import SOON
from mentorship.models import Pairing, Participant, Proposal, Pulse

from .cockpit_rows import Row, Rows
from .nudges import AFTER

APPLICATION_DAYS = timedelta(days=7)
COMPLETION_DAYS = timedelta(days=3)
PULSE_DAYS = timedelta(days=1)
#: An open proposal is looked at so long before its time runs out.
EXPIRING = timedelta(days=2)


@dataclass(frozen=True)
class Risk:
    """Something to look after. `names`: whom it is about; `side`: who is awaited, where it is one of two."""

    kind: str
    times: float
    since: datetime
    names: tuple[str, ...]
    target: object
    side: str = ""

    @property
    def urgency(self) -> tuple[bool, float]:
        """Sorts the most urgent first: somebody for whom it does not go well, then what waits longest for its kind."""
        return self.kind != "pulse", -self.times


def queue(*, rows: Rows, scored: bool, is_over: bool = False) -> list[Risk]:
    """All of them. `scored`: applications are read without a name in this round, so they have none here either.

    When a round is over, its pairs may still be at work, and who applied still waits for an answer; no pair begins.
    """
    asking = [] if is_over else _proposals(rows)
    found: list[Risk] = [*_pairs(rows), *_applications(rows, scored), *asking]
    return sorted(found, key=lambda risk: risk.urgency)


def _names(rows: Rows, row: Row) -> tuple[str, str]:
    mentor, mentee = (rows.participants.get(row[key], {}) for key in ("mentor_id", "mentee_id"))
    return mentor.get("name", ""), mentee.get("name", "")


def _pairs(rows: Rows) -> Iterator[Risk]:
    """One entry a pair, the most urgent of what there is."""
    low = _low_pulses(rows)
    for row in rows.pairs:
        if row["is_own"] or row["state"] == Pairing.State.HELD:
            continue
        reasons = [low[row["pk"]]] if row["pk"] in low else []
        if row["state"] == Pairing.State.ACTIVE and not row["is_walled"]:
            reasons += _of_active(rows, row)
        names = _names(rows, row)
        risks = [Risk(names=names, **reason) for reason in reasons]
        if risks:
            yield min(risks, key=lambda risk: risk.urgency)


def _low_pulses(rows: Rows) -> dict[int, dict]:
    """Pair -> the oldest low pulse nobody has looked after."""
    found: dict[int, dict] = {}
    for row in rows.pulses:
        if row["answer"] == Pulse.Answer.POOR and row["handled_at"] is None:
            since = row["answered_at"]
            reason = {"kind": "pulse", "times": (rows.now - since) / PULSE_DAYS, "since": since}
            found.setdefault(row["pairing_id"], {**reason, "target": row["pk"]})
    return found


def _of_active(rows: Rows, row: Row) -> list[dict]:
    """What waits in a pair at work. Of one that is closing, the other one's word is all that is awaited."""
    if row["done_asked_at"]:
        side = "mentee" if row["done_asked_by"] == "mentor" else "mentor"
        found = [_waiting(rows, row, "completion", row["done_asked_at"], COMPLETION_DAYS, side)]
    else:
        found = [_waiting(rows, row, "silence", row["waiting_since"], AFTER[-1], row["waiting_on"])]
        if row["met_at"] is None and not row["meets"]:
            found.append(_waiting(rows, row, "meeting", row["started_at"], SOON))
        if not row["waiting_on"]:
            del found[0]
    return [reason for reason in found if reason["times"] >= 1]


def _waiting(rows: Rows, row: Row, kind: str, since: datetime, allowed: timedelta, side: str = "") -> dict:
    times = (rows.now - since) / allowed
    return {"kind": kind, "times": times, "since": since, "side": side, "target": row["pk"]}


def _proposals(rows: Rows) -> Iterator[Risk]:
    """Open ones whose time is nearly over, or over; the link leads to whoever has not answered."""
    for row in rows.proposals:
        is_open = row["state"] == Proposal.State.OPEN and not row["is_own"] and not row["is_walled"]
        if not is_open or row["expires_at"] - rows.now > EXPIRING:
            continue
        side = "mentor" if row["mentor_answer"] == Proposal.Answer.WAITING else "mentee"
        allowed = max(row["expires_at"] - row["created_at"], timedelta(hours=1))
        yield Risk(
            kind="overdue" if row["expires_at"] <= rows.now else "expiring",
            times=(rows.now - row["created_at"]) / allowed,
            since=row["expires_at"],
            names=_names(rows, row),
            target=row[f"{side}_id"],
            side=side,
        )


def _applications(rows: Rows, scored: bool) -> Iterator[Risk]:
    """Sent a week ago or more, and not decided on; never one's own."""
    for row in rows.participants.values():
        if row["state"] != Participant.State.SUBMITTED or row["member_id"] == rows.viewer.pk:
            continue
        waited = rows.now - row["submitted_at"]
        if waited >= APPLICATION_DAYS:
            name = blind.label(Participant(uuid=row["uuid"])) if scored else row["name"]
            yield Risk("application", waited / APPLICATION_DAYS, row["submitted_at"], (name,), row["uuid"])
