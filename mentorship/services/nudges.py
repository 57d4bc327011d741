"""Reminders for pairs that have fallen silent: to whose turn it is, and in the end to the organizers. Each goes out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cms import quiet_hours
from cms.models import ChapterRole, Member, Message
from cms.services import messages
from mentorship.models import Pairing, RoundPage

from .pair_rows import identity

KIND, ORGANIZERS_KIND = "mentorship.pair_nudge", "mentorship.pair_silent"
AFTER = (timedelta(days=28), timedelta(days=14))
ORGANIZERS_AFTER = timedelta(days=35)


@dataclass(frozen=True)
class Nudge:
    """One reminder; its key tells one stretch of silence from the next."""

    kind: str
    pairing: Pairing
    member: Member
    days: int

    @property
    def key(self) -> str:
        since = int(self.pairing.waiting_since.timestamp())
        return f"{identity(self.pairing)}:nudge:{since}:{self.days}:{self.member.pk}"


def queue_due() -> int:
    """Put what is due into the ledger; how many. Safe to run twice, late or side by side: the ledger knows each key."""
    now = timezone.now()
    silent = Pairing.objects.filter(state=Pairing.State.ACTIVE, waiting_since__lte=now - AFTER[-1])
    rows = list(silent.exclude(waiting_on="").unhindered().for_listing())
    wanted = {nudge.key: nudge for nudge in _nudges(rows, now)}
    known = set(Message.objects.filter(dedupe_key__in=list(wanted)).values_list("dedupe_key", flat=True))
    new = {key: nudge for key, nudge in wanted.items() if key not in known}
    for key, nudge in new.items():
        messages.queue(
            kind=nudge.kind,
            recipient=nudge.member,
            dedupe_key=key,
            about=identity(nudge.pairing),
            context={
                "pairing": nudge.pairing.pk,
                "since": nudge.pairing.waiting_since.isoformat(),
            },
            due_at=quiet_hours.after(now, nudge.member.zone),
        )
    return len(new)


def _nudges(rows: list[Pairing], now: datetime) -> Iterator[Nudge]:
    """Of two that are due at once, after a long standstill of the machine, only the later one."""
    long_silent = {row.proposal.round_key for row in rows if now - row.waiting_since >= ORGANIZERS_AFTER}
    organizers = {key: organizers_of(round_key=key) for key in long_silent}
    for row in rows:
        silence = now - row.waiting_since
        step = next(each for each in AFTER if silence >= each)
        whose = row.mentor if row.waiting_on == Pairing.Side.MENTOR else row.mentee
        yield Nudge(KIND, row, whose.member, step.days)
        if silence >= ORGANIZERS_AFTER:
            both = {row.mentor.member_id, row.mentee.member_id}
            for member in organizers[row.proposal.round_key]:
                if member.pk not in both:
                    yield Nudge(ORGANIZERS_KIND, row, member, ORGANIZERS_AFTER.days)


def organizers_of(*, round_key: UUID) -> list[Member]:
    """Who is told about a pair of this round: the organizers of its chapter, or else program staff."""
    round_page = RoundPage.objects.of(round_key).first()
    if round_page is not None and round_page.chapter_id:
        open_roles = ChapterRole.objects.open().filter(kind=ChapterRole.Kind.ORGANIZER)
        keys = open_roles.filter(chapter=round_page.chapter_id).values("member")
        found = list(Member.objects.filter(pk__in=keys, is_active=True).order_by("pk"))
        if found:
            return found
    right = {"codename": "run_any_round", "content_type__app_label": "mentorship"}
    by_group = {f"groups__permissions__{name}": value for name, value in right.items()}
    by_hand = {f"user_permissions__{name}": value for name, value in right.items()}
    staff = Member.objects.filter(Q(**by_group) | Q(**by_hand), is_active=True)
    return list(staff.order_by("pk").distinct())
