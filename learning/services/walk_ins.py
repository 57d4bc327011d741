"""People who come by without an account: a name at the door, and a private link by which they may claim the evening later.

The link holds 256 bits and is shown once; only its hash is kept. Claiming needs a sign-in and a POST.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.models import Member
from cms.services.retry import retried
from learning.door_exceptions import ClaimGone, NoName
from learning.models import Attendance, DoorMark, Meetup

from . import door

State, Source = Attendance.State, Attendance.Source

LONGEST_NAME = 80
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Welcome:
    """A guest, None when the tap was taken back since, and the secret of their link, "" when it was shown before."""

    guest: Attendance | None
    token: str = ""


@retried
@transaction.atomic
def add(
    *,
    actor: Member,
    meetup: Meetup,
    name: str,
    key: UUID,
    ago: timedelta = timedelta(0),
    source: str = Source.DOOR,
) -> Welcome:
    """Note a guest. The same key again is the same guest. Raises NoName, MeetupCancelled, DoorClosed."""
    made_at = timezone.now() - min(max(ago, timedelta(0)), door.KEPT)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NoName
    tap = DoorMark(key=key, meetup=meetup, state=State.PRESENT, made_by=actor, made_at=made_at)
    if not door.enter(tap=tap):
        return Welcome(tap.attendance if tap.meetup_id == meetup.pk else None)
    door.require_open(meetup=meetup)
    token = secrets.token_urlsafe(32)
    guest = Attendance.objects.create(
        meetup=meetup,
        guest_name=name,
        claim_hash=_hash(token),
        state=State.PRESENT,
        source=source,
        noted_by=actor,
        noted_at=made_at,
    )
    tap.attendance = guest
    tap.save(update_fields=["attendance"])
    door.note(row=guest, actor=actor, verb="walked-in", before="")
    return Welcome(guest, token)


@retried
@transaction.atomic
def renew(*, actor: Member, guest: Attendance) -> Welcome:
    """A new link for a guest; the one before stops working. Raises ClaimGone once somebody has claimed it."""
    token = secrets.token_urlsafe(32)
    open_ones = Attendance.objects.filter(pk=guest.pk, member__isnull=True)
    if not open_ones.update(claim_hash=_hash(token)):
        raise ClaimGone
    guest.refresh_from_db()
    door.note(row=guest, actor=actor, verb="link-renewed", before=guest.state)
    return Welcome(guest, token)


def find(*, token: str, member: Member) -> Attendance:
    """What a link leads to: an evening nobody has claimed, or that this member has. Raises ClaimGone."""
    found = None
    if _FORM.fullmatch(token):
        rows = Attendance.objects.select_related("meetup__chapter", "meetup__group", "meetup__venue")
        found = rows.filter(claim_hash=_hash(token)).first()
    if found is None or found.member_id not in {None, member.pk}:
        raise ClaimGone
    return found


def claim(*, token: str, member: Member) -> Attendance:
    """The guest was this member, who has one mark afterwards, also if noted twice. Twice is once. Raises ClaimGone."""
    try:
        return _claim(token=token, member=member)
    except IntegrityError:  # the member entered the code at the same moment: now there is a mark to join with
        return _claim(token=token, member=member)


@retried
@transaction.atomic
def _claim(*, token: str, member: Member) -> Attendance:
    found = find(token=token, member=member)
    guest = Attendance.objects.select_for_update().filter(pk=found.pk).first()
    if guest is None:  # joined with a mark of the member's own, or taken back, at the same moment
        return find(token=token, member=member)
    if guest.member_id == member.pk:
        return guest
    if guest.member_id is not None or guest.claim_hash != _hash(token):
        raise ClaimGone
    mine = Attendance.objects.select_for_update().filter(meetup=guest.meetup_id, member=member).first()
    if mine is None:
        door.write(row=guest, actor=member, verb="claimed", member=member, guest_name="", source=Source.CLAIM)
        return guest
    guest.delete()
    facts: dict[str, object] = {} if mine.claim_hash else {"claim_hash": _hash(token)}
    if mine.state in {State.ABSENT, State.EXCUSED}:
        facts |= {
            "state": guest.state,
            "source": Source.CLAIM,
            "noted_by": member,
            "noted_at": guest.noted_at,
        }
    door.write(row=mine, actor=member, verb="claimed", **facts)
    return mine


def _hash(token: str) -> str:
    return sha256(f"attendance:{token}".encode()).hexdigest()
