"""What people did at a meetup: who was there, who asked for help with homework, and what they said of it afterwards."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models import Block, Member

from .meetups import Meetup


class Attendance(models.Model):
    """Somebody was at a meetup, or was not: a member, or a guest at the door who may claim it later."""

    class State(models.TextChoices):
        PRESENT = "present", _("There")
        LATE = "late", _("Came late")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Not there")

    class Source(models.TextChoices):
        DOOR = "door", _("At the door")
        CODE = "code", _("By the code")
        SHEET = "sheet", _("From the sheet")
        CLAIM = "claim", _("By a private link")
        CLOSE = "close", _("When the door was closed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="attendances")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="attendances"
    )
    guest_name = models.CharField(_("name of a guest"), max_length=80, blank=True)
    claim_hash = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PRESENT)
    source = models.CharField(_("noted"), max_length=6, choices=Source, default=Source.DOOR)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meetup", "member"],
                condition=Q(member__isnull=False),
                name="attendance_once_per_meetup",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(guest_name=""), name="attendance_is_of_somebody"
            ),
            models.UniqueConstraint(
                fields=["claim_hash"], condition=~Q(claim_hash=""), name="attendance_claim_is_one_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.member_id or self.guest_name} · {self.state}"


class HelpRequest(models.Model):
    """Somebody at a hangout says "test mine" or "I am stuck", and waits for a helper."""

    class State(models.TextChoices):
        WAITING_HELPER = "waiting_helper", _("Waits for a helper")
        WAITING_LEARNER = "waiting_learner", _("Your turn")
        HAPPY = "happy", _("Happy")
        LEFT = "left", _("Left")

    class Wish(models.TextChoices):
        TEST_MINE = "test_mine", _("Test mine")
        STUCK = "stuck", _("I am stuck")

    OPEN = (State.WAITING_HELPER, State.WAITING_LEARNER)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="help_requests")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="help_requests"
    )
    exercise_key = models.UUIDField(null=True, blank=True, db_index=True)
    wish = models.CharField(_("wish"), max_length=9, choices=Wish, default=Wish.STUCK)
    words = models.TextField(_("what it is about"), max_length=1000, blank=True)
    link = models.URLField(_("link to your code"), blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.WAITING_HELPER)
    asked_at = models.DateTimeField(_("asked"))
    waiting_since = models.DateTimeField(_("waits since"))
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["waiting_since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meetup", "member"],
                condition=Q(state__in=["waiting_helper", "waiting_learner"]),
                name="help_open_once_per_person_and_meetup",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["happy", "left"], closed_at__isnull=False)
                | (~Q(state__in=["happy", "left"]) & Q(closed_at__isnull=True)),
                name="help_closed_exactly_with_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://") | Q(link__startswith="http://"),
                name="help_link_leads_to_the_web",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.member_id} · {self.state}"


class MeetupFeedbackQuerySet(models.QuerySet):
    def published(self) -> "MeetupFeedbackQuerySet":
        """Words their writers agreed to, and an organizer put on the public pages, the latest first."""
        return self.filter(published_at__isnull=False, publish_ok=True).order_by("-published_at", "-pk")

    def run_by(self, member: Member) -> "MeetupFeedbackQuerySet":
        """What was said of meetups this member runs, without people between whom there is a block."""
        hidden = Block.objects.hiding_from(member)
        return self.filter(meetup__in=Meetup.objects.run_by(member)).exclude(member__in=hidden)


class MeetupFeedback(models.Model):
    """What a member says after a meetup. Words are published only where the member agreed."""

    class Pace(models.IntegerChoices):
        SLOW = 1, _("Too slow")
        RIGHT = 2, _("As I like it")
        FAST = 3, _("Too fast")

    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="feedback")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rating = models.PositiveSmallIntegerField(_("how was it"), null=True, blank=True)
    pace = models.PositiveSmallIntegerField(_("pace"), choices=Pace, null=True, blank=True)
    confidence = models.PositiveSmallIntegerField(_("how sure you feel"), null=True, blank=True)
    text = models.TextField(_("in your words"), max_length=1500, blank=True)
    publish_ok = models.BooleanField(_("may be published"), default=False)
    #: Which wording of the consent was agreed to; empty without consent.
    consent_version = models.CharField(max_length=20, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(auto_now=True)

    objects = MeetupFeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback on a meetup")
        verbose_name_plural = _("feedback on meetups")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(fields=["meetup", "member"], name="feedback_once_per_meetup"),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="feedback_rating_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=1, confidence__lte=3),
                name="feedback_confidence_one_to_three",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(publish_ok=True),
                name="feedback_published_with_consent_only",
            ),
            models.CheckConstraint(
                condition=Q(publish_ok=False, consent_version="")
                | (Q(publish_ok=True) & ~Q(consent_version="")),
                name="feedback_consent_is_to_a_wording",
            ),
            models.CheckConstraint(
                condition=Q(publish_ok=False) | ~Q(text=""), name="feedback_consent_is_to_some_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.member_id}"
