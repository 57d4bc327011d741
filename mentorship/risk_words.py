"""What an organizer reads of somebody who could use them, and the one thing to do about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.services.at_risk import Risk


@dataclass(frozen=True)
class Entry:
    """A line of the queue."""

    title: str
    detail: str
    since: datetime
    url: str
    action: str


def entry(risk: Risk, round_key: UUID, *, scored: bool) -> Entry:
    names = [name or _("A member") for name in risk.names]
    title = _("{mentor} and {mentee}").format(mentor=names[0], mentee=names[-1])
    if risk.kind == "application":
        title = _("Application {label}").format(label=names[0]) if scored else names[0]
    url, action = _step(risk, round_key)
    awaited = names[0] if risk.side == "mentor" else names[-1]
    return Entry(title=title, detail=_detail(risk, awaited), since=risk.since, url=url, action=action)


def _step(risk: Risk, round_key: UUID) -> tuple[str, str]:
    target: Any = risk.target
    if risk.kind == "pulse":
        return f"{reverse('mentorship:pulse-list')}#pulse-{target}", _("Read what they wrote")
    if risk.kind == "application":
        return reverse("mentorship:application", args=[round_key, target]), _("Read the application")
    if risk.kind in {"overdue", "expiring"}:
        return reverse("participant:inspect", args=[target]), _("See who is asked")
    address = reverse("pairing:inspect", args=[target])
    return address, _("Remind them") if risk.kind == "silence" else _("Look at the pair")


def _detail(risk: Risk, awaited: str) -> str:
    days = max(0, (timezone.now() - risk.since).days)
    if risk.kind == "pulse":
        return _("One of them says that it does not go well.")
    if risk.kind == "overdue":
        words = _("{name} has not answered the proposal. The time to do so is over.")
    elif risk.kind == "expiring":
        words = _("{name} has not answered the proposal. It waits until {day}.")
    elif risk.kind == "meeting":
        words = ngettext(
            "They have not met yet, {days} day after they began.",
            "They have not met yet, {days} days after they began.",
            days,
        )
    elif risk.kind == "completion":
        words = ngettext(
            "{name} was asked {days} day ago whether the pair is done.",
            "{name} was asked {days} days ago whether the pair is done.",
            days,
        )
    elif risk.kind == "silence":
        words = ngettext(
            "It has been the turn of {name} for {days} day.",
            "It has been the turn of {name} for {days} days.",
            days,
        )
    else:
        words = ngettext("Sent {days} day ago.", "Sent {days} days ago.", days)
    day = date_format(timezone.localtime(risk.since), "DATE_FORMAT")
    return words.format(name=awaited, days=days, day=day)
