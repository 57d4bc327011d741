"""The ledger as the organizers of meetups see it: what will be sent, what was, and what the mail server did not take."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from cms import emails
from cms.models import Member, Message, MessageEdit
from learning.models import Meetup

from . import reminders

BACK = timedelta(days=30)
MOST_MEETUPS = 200
MOST_SENT = 60

OPEN = Q(sent_at__isnull=True, stopped_at__isnull=True)


@dataclass(frozen=True)
class Line:
    """All letters of one kind about one meetup."""

    meetup: Meetup
    kind: str
    waiting: int
    failing: int
    given_up: int
    sent: int
    due_at: datetime | None
    sent_at: datetime | None
    edit: MessageEdit | None

    @property
    def name(self) -> str:
        return emails.name_of(self.kind)

    @property
    def what(self) -> str:
        """The kind as the address of its page names it."""
        return self.kind.removeprefix("learning.meetup_")

    @property
    def is_planned(self) -> bool:
        """One of those that organizers may edit and stop."""
        return self.kind in reminders.PLANNED

    @property
    def is_stopped(self) -> bool:
        return bool(self.edit and self.edit.stopped_at)


@dataclass
class Sheet:
    """What an organizer's page shows."""

    planned: list[Line] = field(default_factory=list)
    failing: list[Line] = field(default_factory=list)
    sent: list[Line] = field(default_factory=list)


def sheet(*, member: Member) -> Sheet | None:
    """The letters about the meetups this member organizes, of the last month and to come; None for nobody's organizer."""
    mine = Meetup.objects.run_by(member).for_listing()
    near = list(mine.filter(ends_at__gt=timezone.now() - BACK).order_by("starts_at", "pk")[:MOST_MEETUPS])
    if not near and not mine.exists():
        return None
    lines = _lines(near)
    failing = [line for line in lines if line.failing]
    planned = [line for line in lines if line.waiting and line.is_planned]
    sent = sorted(
        (line for line in lines if line.sent_at), key=lambda line: line.sent_at or line.meetup.starts_at
    )
    return Sheet(
        sorted(planned, key=lambda line: line.due_at or line.meetup.starts_at),
        failing,
        sent[::-1][:MOST_SENT],
    )


def _lines(meetups: list[Meetup]) -> list[Line]:
    by_name = {reminders.about(meetup): meetup for meetup in meetups}
    edits = {(edit.about, edit.kind): edit for edit in MessageEdit.objects.filter(about__in=by_name)}
    given_up = OPEN & Q(tries__gte=Message.MOST_TRIES)
    rows = (
        Message.objects.filter(about__in=by_name)
        .order_by()
        .values("about", "kind")
        .annotate(
            waiting=Count("pk", filter=OPEN),
            failing=Count("pk", filter=OPEN & ~Q(error="")),
            given_up=Count("pk", filter=given_up),
            sent=Count("pk", filter=Q(sent_at__isnull=False)),
            due_at=Min("due_at", filter=OPEN & ~given_up),
            sent_at=Max("sent_at"),
        )
    )
    lines = []
    for row in rows:
        about = row["about"]
        facts: dict[str, Any] = {name: value for name, value in row.items() if name != "about"}
        lines.append(Line(meetup=by_name[about], edit=edits.get((about, row["kind"])), **facts))
    return lines


def first_waiting(*, meetup: Meetup, kind: str) -> tuple[Message | None, int]:
    """One letter of this kind that waits, to look at, and how many there are."""
    rows = Message.objects.filter(OPEN, about=reminders.about(meetup), kind=kind)
    return rows.select_related("recipient").order_by("due_at", "pk").first(), rows.count()


def edit_of(*, meetup: Meetup, kind: str) -> MessageEdit | None:
    """What was decided about these letters, if anything was."""
    return MessageEdit.objects.filter(about=reminders.about(meetup), kind=kind).first()
