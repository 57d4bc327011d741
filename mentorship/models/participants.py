"""Participants: what a member offers or needs in one round, the seats they have, and whom they wish for or avoid."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.models import Chapter, Consent, Member

from .rounds import RoundPage
from .ways import Format, Frequency, Stage


class ParticipantQuerySet(models.QuerySet):
    def of(self, member: Member) -> "ParticipantQuerySet":
        """The member's own participations."""
        return self.filter(member=member)

    def mentors(self) -> "ParticipantQuerySet":
        return self.filter(role=Participant.Role.MENTOR)

    def run_by(self, member: Member) -> "ParticipantQuerySet":
        """Participants of the rounds this member organizes."""
        return self.filter(
            round_key__in=RoundPage.objects.originals().run_by(member).values("translation_key")
        )

    def sent(self) -> "ParticipantQuerySet":
        """What organizers may see: a draft is nobody's business but its author's, also once it is thrown away."""
        return self.exclude(state=Participant.State.DRAFT).exclude(submitted_at=None)

    def waiting_first(self) -> "ParticipantQuerySet":
        """Those that wait for a decision before all others, the longest waiting first."""
        waits = models.Case(models.When(state=Participant.State.SUBMITTED, then=0), default=1)
        return self.order_by(waits, "submitted_at", "pk")

    def for_listing(self) -> "ParticipantQuerySet":
        return self.select_related("member", "chapter", "consent")


class Participant(models.Model):
    """One member in one role in one round."""

    class Role(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MENTEE = "mentee", _("Newcomer")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for approval")
        CHANGES = "changes", _("Changes asked for")
        APPROVED = "approved", _("Approved")
        WAITLISTED = "waitlisted", _("On the waitlist")
        REJECTED = "rejected", _("Not this time")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round_key = models.UUIDField(db_index=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations", editable=False
    )
    role = models.CharField(_("role"), max_length=6, choices=Role, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    goals = models.TextField(_("goals"), max_length=2000, blank=True)
    stage = models.PositiveSmallIntegerField(_("stage"), choices=Stage, null=True, blank=True)
    chapter = models.ForeignKey(
        Chapter, verbose_name=_("chapter"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    formats = models.JSONField(_("ways to work"), default=list, blank=True)
    frequency = models.PositiveSmallIntegerField(_("how often"), choices=Frequency, null=True, blank=True)
    employer = models.CharField(_("employer"), max_length=120, blank=True)
    other_employer = models.BooleanField(_("somebody from elsewhere"), default=False)
    capacity = models.PositiveSmallIntegerField(
        _("people at a time"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    seats_taken = models.PositiveSmallIntegerField(_("seats taken"), default=0, editable=False)
    priority_tier = models.PositiveSmallIntegerField(_("place in line"), default=0)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True, editable=False)
    lapses = models.PositiveSmallIntegerField(_("unanswered in a row"), default=0, editable=False)
    listed = models.BooleanField(_("in the list of mentors"), default=False)
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    decision_reason = models.TextField(_("reason told"), max_length=1000, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round_key", "member", "role"], name="participant_once_per_role"),
            models.CheckConstraint(
                condition=Q(seats_taken__gte=0, seats_taken__lte=F("capacity")),
                name="participant_seats_within_capacity",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="participant_was_submitted_before_more",
            ),
            models.CheckConstraint(
                condition=Q(lapses__lt=2) | Q(paused_at__isnull=False),
                name="participant_pauses_after_two_lapses",
            ),
            models.CheckConstraint(
                condition=~Q(state="changes", decision_reason=""), name="participant_reads_what_to_change"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.get_role_display()}"

    @property
    def is_mentor(self) -> bool:
        return self.role == self.Role.MENTOR

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def free_seats(self) -> int:
        return max(0, self.capacity - self.seats_taken)

    @property
    def format_labels(self) -> list[str]:
        labels = dict(Format.choices)
        return [str(labels[name]) for name in self.formats if name in labels]


class ParticipantTopic(models.Model):
    """A topic a mentor offers or a newcomer needs, by the topic's translation key."""

    class Level(models.IntegerChoices):
        BASICS = 1, _("Basics")
        PRACTICE = 2, _("Practice")
        DEPTH = 3, _("In depth")

    class Priority(models.IntegerChoices):
        NICE = 1, _("Nice to have")
        IMPORTANT = 2, _("Important")
        FIRST = 3, _("First of all")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="topics")
    topic_key = models.UUIDField(_("topic"))
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.BASICS)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.IMPORTANT)

    class Meta:
        verbose_name = _("topic of a participant")
        verbose_name_plural = _("topics of participants")
        ordering = ["-priority", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "topic_key"], name="topic_once_per_participant"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3, priority__gte=1, priority__lte=3),
                name="participant_topic_lies_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_key} {self.level}/{self.priority}"


class Preference(models.Model):
    """Whom a participant wishes for, first to fifth, or wants to avoid; seen by nobody else."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="preferences")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    avoid = models.BooleanField(_("avoid"), default=False)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "member"], name="preference_once_per_person"),
            models.UniqueConstraint(fields=["participant", "rank"], name="preference_rank_given_once"),
            models.CheckConstraint(
                condition=Q(avoid=True, rank__isnull=True) | Q(avoid=False, rank__gte=1, rank__lte=5),
                name="preference_is_a_rank_or_to_avoid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {'-' if self.avoid else self.rank} {self.member_id}"
