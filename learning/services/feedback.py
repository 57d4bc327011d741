"""Feedback on a meetup: said once by whoever was there or had a seat, changed for 30 days, published only with consent.

Organizers read sums only three answers at a time, and words without the name of whoever did not agree to be named.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cms.models import Member
from cms.services import events
from cms.services.retry import retried
from learning.afterwards_exceptions import FeedbackClosed, FeedbackTooEarly, NotHeld, NotThere
from learning.exceptions import LearningError
from learning.models import RSVP, Attendance, Meetup, MeetupFeedback

from .meetup_people import THERE

OPEN_FOR = timedelta(days=30)
#: Which wording of the consent stands on the form. Another wording is another version.
CONSENT = "2026-11"
#: Fewer answers would tell who gave which.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What one person says. Everything but the rating may be left out."""

    rating: int
    pace: int | None = None
    confidence: int | None = None
    text: str = ""
    publish_ok: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """What several people said together."""

    number: int
    ratings: tuple[tuple[int, int], ...]
    paces: tuple[tuple[str, int], ...]
    sures: tuple[tuple[int, int], ...]

    @property
    def average(self) -> float:
        return sum(rating * count for rating, count in self.ratings) / self.number


def standing(*, meetup: Meetup, member: Member) -> MeetupFeedback | None:
    """What this member said of the meetup. Raises NotThere for whoever has nothing to say about it."""
    row = MeetupFeedback.objects.filter(meetup=meetup, member=member).first()
    if row is None and not _had_to_do_with(meetup, member):
        raise NotThere
    return row


def may_tell(*, meetup: Meetup, member: Member | AnonymousUser) -> bool:
    """Whether a meetup's page asks this reader how it was, or leads them to what they said: one statement."""
    if not isinstance(member, Member):
        return False
    mine = {"meetup": OuterRef("pk"), "member": member}
    said, seat, there = Meetup.objects.filter(pk=meetup.pk).values_list(
        Exists(MeetupFeedback.objects.filter(**mine)),
        Exists(RSVP.objects.confirmed().filter(**mine)),
        Exists(Attendance.objects.filter(**mine, state__in=THERE)),
    )[0]
    return said or ((seat or there) and _is_open(meetup))


def _is_open(meetup: Meetup) -> bool:
    try:
        require_open(meetup=meetup)
    except LearningError:
        return False
    return True


def require_open(*, meetup: Meetup) -> None:
    """Raises NotHeld, FeedbackTooEarly, FeedbackClosed."""
    if meetup.is_cancelled:
        raise NotHeld
    if not meetup.is_over:
        raise FeedbackTooEarly
    if timezone.now() > meetup.ends_at + OPEN_FOR:
        raise FeedbackClosed


@retried
@transaction.atomic
def give(*, member: Member, meetup: Meetup, answer: Answer) -> MeetupFeedback:
    """Say how it was, or say it anew: one row a person and meetup. Other words take a published review back.

    Raises NotThere, NotHeld, FeedbackTooEarly, FeedbackClosed.
    """
    require_open(meetup=meetup)
    standing(meetup=meetup, member=member)
    facts = {
        "rating": answer.rating,
        "pace": answer.pace,
        "confidence": answer.confidence,
        "text": answer.text,
        "publish_ok": answer.publish_ok,
        "consent_version": CONSENT if answer.publish_ok else "",
    }
    row, made = MeetupFeedback.objects.get_or_create(meetup=meetup, member=member, defaults=facts)
    if not made:
        row = MeetupFeedback.objects.select_for_update().get(pk=row.pk)
        is_same = row.text == answer.text and answer.publish_ok
        before = {name: getattr(row, name) for name in facts}
        if before == facts:
            return row
        for name, value in facts.items():
            setattr(row, name, value)
        row.published_at = row.published_at if is_same else None
        row.save()
    note(actor=member, row=row, verb="said" if made else "said-anew")
    return row


@retried
@transaction.atomic
def withdraw_consent(*, member: Member, meetup: Meetup) -> None:
    """Take the consent to publish back: a review is gone at once, at any time. Twice is once."""
    mine = MeetupFeedback.objects.filter(meetup=meetup, member=member, publish_ok=True)
    for row in mine:
        mine.filter(pk=row.pk).update(publish_ok=False, consent_version="", published_at=None)
        note(actor=member, row=row, verb="consent-withdrawn")


def sums(*, meetup: Meetup) -> Sums | None:
    """What was said, added up, three answers at a time; None while there are fewer.

    Whoever looks after three and again after four would know what the fourth one said.
    """
    rated = meetup.feedback.filter(rating__isnull=False).order_by("pk")
    rows = list(rated.values_list("rating", "pace", "confidence"))
    rows = rows[: len(rows) - len(rows) % FEWEST]
    if not rows:
        return None
    ratings, paces, sures = (Counter(column) for column in zip(*rows, strict=True))
    return Sums(
        len(rows),
        tuple((each, ratings[each]) for each in (5, 4, 3, 2, 1)),
        tuple((str(pace.label), paces[pace.value]) for pace in MeetupFeedback.Pace),
        tuple((each, sures[each]) for each in (3, 2, 1)),
    )


def words(*, meetup: Meetup, organizer: Member) -> list[MeetupFeedback]:
    """What was said in words, in an order that tells nothing of who wrote when. None across a block."""
    rows = MeetupFeedback.objects.run_by(organizer).filter(meetup=meetup).exclude(text="")
    return sorted(rows.select_related("member"), key=lambda row: (not row.publish_ok, row.text.casefold()))


def note(*, actor: Member, row: MeetupFeedback, verb: str) -> None:
    """What happened to the feedback, never what it says."""
    events.record(actor=actor, object=f"learning.meetupfeedback:{row.pk}", verb=verb)


def _had_to_do_with(meetup: Meetup, member: Member) -> bool:
    """Noted at the door, or with a seat."""
    if RSVP.objects.confirmed().filter(meetup=meetup, member=member).exists():
        return True
    return Attendance.objects.filter(meetup=meetup, member=member, state__in=THERE).exists()
