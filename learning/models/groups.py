"""Study groups: who learns what together, by which rules they meet, and who belongs to them."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.models import Block, Chapter, Member
from cms.models.members import validate_timezone

from .lessons import Level

MOST_SEATS = 500


class Mode(models.TextChoices):
    """How a meeting can be attended, and where one person attends it."""

    ROOM = "room", _("In the room")
    REMOTE = "remote", _("Online")


class StudyGroupQuerySet(models.QuerySet):
    def shown(self) -> "StudyGroupQuerySet":
        """Groups anybody may see: not drafts."""
        return self.exclude(state=StudyGroup.State.DRAFT)

    def run_by(self, member: Member) -> "StudyGroupQuerySet":
        """Groups of the chapters this member organizes, and those in which they are an organizer."""
        mine = GroupMembership.objects.filter(
            member=member, role=GroupMembership.Role.ORGANIZER, state=GroupMembership.State.JOINED
        )
        return self.filter(Q(chapter__in=Chapter.objects.run_by(member)) | Q(pk__in=mine.values("group")))

    def helped_by(self, member: Member) -> "StudyGroupQuerySet":
        """Groups in which this member helps or organizes, and those of the chapters they organize."""
        mine = GroupMembership.objects.filter(
            member=member,
            role__in=[GroupMembership.Role.HELPER, GroupMembership.Role.ORGANIZER],
            state=GroupMembership.State.JOINED,
        )
        return self.filter(Q(chapter__in=Chapter.objects.run_by(member)) | Q(pk__in=mine.values("group")))

    def read_by(self, member: Member) -> "StudyGroupQuerySet":
        """Groups whose homework this member may review: those they help, while these follow a track and are not over."""
        going = [StudyGroup.State.OPEN, StudyGroup.State.RUNNING]
        return self.helped_by(member).filter(state__in=going, track_key__isnull=False)


class StudyGroup(models.Model):
    """Some people of a chapter who follow a track, or a course elsewhere, together."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open to join")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    class Attendance(models.TextChoices):
        ROOM = "room", _("In a room")
        REMOTE = "remote", _("Online")
        HYBRID = "hybrid", _("In a room and online")

    class Join(models.TextChoices):
        OPEN = "open", _("Anybody may join")
        APPROVAL = "approval", _("An organizer says yes")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("what you do together"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    track_key = models.UUIDField(_("track"), null=True, blank=True, db_index=True)
    course = models.CharField(_("course elsewhere"), max_length=200, blank=True)
    course_url = models.URLField(_("address of the course"), blank=True)
    mode = models.CharField(_("where"), max_length=6, choices=Attendance, default=Attendance.ROOM)
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_timezone])
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    seats_room = models.PositiveSmallIntegerField(
        _("seats in the room"), null=True, blank=True, validators=[MaxValueValidator(MOST_SEATS)]
    )
    seats_remote = models.PositiveSmallIntegerField(
        _("seats online"), null=True, blank=True, validators=[MaxValueValidator(MOST_SEATS)]
    )
    seats_helper = models.PositiveSmallIntegerField(
        _("seats for helpers"), null=True, blank=True, validators=[MaxValueValidator(MOST_SEATS)]
    )
    join = models.CharField(_("joining"), max_length=8, choices=Join, default=Join.OPEN)
    language = models.CharField(_("language"), max_length=12)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.FIRST_STEPS)
    chat_url = models.CharField(_("chat channel"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StudyGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("study group")
        verbose_name_plural = _("study groups")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="group_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(track_key__isnull=False) | ~Q(course="") | Q(state="draft"),
                name="group_learns_something",
            ),
            models.CheckConstraint(
                condition=Q(seats_room__isnull=True) | Q(seats_room__gte=1),
                name="group_has_a_seat_in_the_room",
            ),
            models.CheckConstraint(
                condition=Q(seats_remote__isnull=True) | Q(seats_remote__gte=1),
                name="group_has_a_seat_online",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.FINISHED, self.State.CANCELLED}

    @property
    def default_mode(self) -> str:
        return Mode.REMOTE if self.mode == self.Attendance.REMOTE else Mode.ROOM


class CourseWeek(models.Model):
    """A week of a course elsewhere, as the group follows it; when the course moves, its weeks move with it."""

    group = models.ForeignKey(StudyGroup, on_delete=models.CASCADE, related_name="weeks")
    number = models.PositiveSmallIntegerField(_("week"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=200, blank=True)
    url = models.URLField(_("address"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    due_on = models.DateField(_("due"))

    class Meta:
        verbose_name = _("week of a course")
        verbose_name_plural = _("weeks of a course")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="course_week_once_per_group"),
            models.CheckConstraint(condition=Q(number__gte=1), name="course_weeks_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class GroupMembershipQuerySet(models.QuerySet):
    def joined(self) -> "GroupMembershipQuerySet":
        return self.filter(state=GroupMembership.State.JOINED)

    def seen_by(self, member: Member) -> "GroupMembershipQuerySet":
        """Without people between whom and this member there is a block."""
        return self.exclude(member__in=Block.objects.hiding_from(member)) if member.pk else self


class GroupMembership(models.Model):
    """A member belongs to a group: joined once, with a default answer to each of its meetups."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waits for an answer")
        JOINED = "joined", _("Joined")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")

    class Role(models.TextChoices):
        LEARNER = "learner", _("Learner")
        HELPER = "helper", _("Helper")
        ORGANIZER = "organizer", _("Organizer")

    group = models.ForeignKey(StudyGroup, on_delete=models.PROTECT, related_name="memberships")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_memberships"
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    role = models.CharField(_("role"), max_length=9, choices=Role, default=Role.LEARNER)
    default_mode = models.CharField(_("comes"), max_length=6, choices=Mode, default=Mode.ROOM)
    asked_at = models.DateTimeField(_("asked"))
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of a group")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "group"], name="membership_once_per_group"),
            models.CheckConstraint(
                condition=~Q(state="joined") | Q(joined_at__isnull=False),
                name="membership_joined_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["left", "removed"], left_at__isnull=False)
                | (~Q(state__in=["left", "removed"]) & Q(left_at__isnull=True)),
                name="membership_left_exactly_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.group_id} · {self.state}"
