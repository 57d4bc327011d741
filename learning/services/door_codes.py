"""The code of the room: six digits that change every minute, derived from the site's secret, entered by members themselves.

The code is an HMAC of the meetup and the minute (as in RFC 6238, with SHA-256 and all of the digest's first eight bytes).
It is taken for the minute before and the minute after too, because people type slowly and clocks differ.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.models import Member
from cms.services.retry import retried
from learning.door_exceptions import CodeClosed, TooManyTries, WrongCode
from learning.models import Attendance, CodeTries, Meetup

from . import door

SECONDS = 60
DIGITS = 6
PAUSE = timedelta(minutes=10)


def current(*, meetup: Meetup, now: datetime | None = None, shift: int = 0) -> str:
    """The code of this minute, or of one `shift` minutes from it."""
    minute = int((now or timezone.now()).timestamp()) // SECONDS + shift
    digest = salted_hmac("learning.door_codes", f"{meetup.uuid}:{minute}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def seconds_left(*, now: datetime | None = None) -> int:
    """How long the code of this minute is still shown."""
    return SECONDS - int((now or timezone.now()).timestamp()) % SECONDS


def enter(*, member: Member, meetup: Meetup, code: str) -> Attendance:
    """Note oneself as there. Whoever is noted already needs no code. Raises CodeClosed, TooManyTries, WrongCode."""
    if not meetup.is_on:
        raise CodeClosed
    there = [Attendance.State.PRESENT, Attendance.State.LATE]
    if noted := Attendance.objects.filter(meetup=meetup, member=member, state__in=there).first():
        return noted
    if not _counts(meetup=meetup, member=member):
        raise TooManyTries
    typed = "".join(code.split())
    now = timezone.now()
    # Every comparison is made, so that the time says nothing of which one was right.
    matches = [
        constant_time_compare(typed, current(meetup=meetup, now=now, shift=shift)) for shift in (-1, 0, 1)
    ]
    if not any(matches):
        raise WrongCode
    return door.arrive(member=member, meetup=meetup)


@retried
@transaction.atomic
def _counts(*, meetup: Meetup, member: Member) -> bool:
    """Count a try, in a transaction of its own, so that a refusal counts too. False when there were too many."""
    now = timezone.now()
    mine, _made = CodeTries.objects.get_or_create(meetup=meetup, member=member, defaults={"since": now})
    rows = CodeTries.objects.filter(pk=mine.pk)
    if rows.filter(since__lte=now - PAUSE).update(tries=1, since=now):
        return True
    return bool(rows.filter(tries__lt=CodeTries.MOST).update(tries=F("tries") + 1, since=now))
