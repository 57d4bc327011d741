"""What learning forgets of a member who deletes their account, and what it hands on to others first."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.models import Member
from learning.models import (
    RSVP,
    Certificate,
    CheckpointAnswer,
    CodeTries,
    Enrollment,
    GroupMembership,
    HelpRequest,
    HintOpening,
    Knowledge,
    LearningGoal,
    LessonProgress,
    MeetupFeedback,
    PathSettings,
    PeerReview,
    Submission,
    SubmissionVersion,
    TalkSlot,
)

from . import desk, memberships, rsvps, slots

#: What stands where somebody's own words were, when the row itself has to stay.
GONE = "–"
OWN = (
    CheckpointAnswer,
    CodeTries,
    Enrollment,
    HintOpening,
    Knowledge,
    LearningGoal,
    LessonProgress,
    PathSettings,
)


@transaction.atomic
def forget(*, member: Member) -> None:
    """Seats go on to those who wait, memberships end, everything the member wrote for themselves goes.

    What they wrote for others stays, without a name: an answer to somebody's homework, a talk that was given, the stars of
    a meetup. Certificates stay valid and belong to nobody.
    """
    _hand_on(member)
    for model in OWN:
        model.objects.filter(member=member).delete()
    _forget_homework(member)
    _forget_words(member)
    Certificate.objects.filter(member=member).update(shows_name=False, name="", member=None)


def _hand_on(member: Member) -> None:
    now = timezone.now()
    belongs = GroupMembership.objects.filter(
        member=member, state__in=[GroupMembership.State.PENDING, GroupMembership.State.JOINED]
    )
    for row in belongs.select_related("group").order_by("group_id"):
        memberships.part(membership=row, actor=member)
    coming = RSVP.objects.of(member).exclude(state=RSVP.State.RELEASED).filter(meetup__starts_at__gt=now)
    for row in coming.for_listing().order_by("meetup__starts_at", "meetup_id"):
        rsvps.release(rsvp=row, actor=member)
    ahead = TalkSlot.objects.filter(speaker=member, meetup__starts_at__gt=now)
    for slot in ahead.filter(state__in=[TalkSlot.State.CLAIMED, TalkSlot.State.CONFIRMED]).select_related(
        "meetup"
    ):
        slots.free(actor=member, slot=slot)
    for request in HelpRequest.objects.filter(claimed_by=member, state__in=HelpRequest.OPEN).order_by("pk"):
        desk.hand_back(helper=member, request=request)


def _forget_homework(member: Member) -> None:
    """Rows stay, because others have answered them and were counted for it; the words go. Claims are free again."""
    mine = Submission.objects.filter(member=member)
    waiting = [Submission.State.WAITING_REVIEW, Submission.State.WAITING_LEARNER]
    mine.filter(state__in=waiting).update(
        state=Submission.State.WITHDRAWN, waiting_since=None, claimed_by=None, claim_until=None
    )
    mine.update(draft_text="", draft_url="")
    SubmissionVersion.objects.filter(submission__in=mine).update(text=GONE, url="")
    Submission.objects.filter(claimed_by=member).update(claimed_by=None, claim_until=None)
    PeerReview.objects.filter(reviewer=member, done_at=None).delete()


def _forget_words(member: Member) -> None:
    asked = HelpRequest.objects.filter(member=member)
    asked.filter(state__in=HelpRequest.OPEN).update(state=HelpRequest.State.LEFT, closed_at=timezone.now())
    asked.update(words="", link="")
    MeetupFeedback.objects.filter(member=member).update(
        text="", publish_ok=False, consent_version="", published_at=None
    )
    TalkSlot.objects.filter(Q(speaker=member)).update(notes="", may_be_named=False)
