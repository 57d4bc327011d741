"""Meetups: where a chapter meets, by which rules, and each single meeting with its time and place."""

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Chapter, ChapterRole, Member
from cms.models.members import validate_timezone

from .groups import GroupMembership, StudyGroup

LONGEST = 12 * 60  # minutes
#: The code of the room is taken, and the desk is open, from so long before the beginning until so long after the end.
AROUND = timedelta(minutes=30)


class Kind(models.TextChoices):
    WEEKLY_MEETING = "weekly_meeting", _("Weekly meeting")
    HOMEWORK_MEETUP = "homework_meetup", _("Homework meetup")
    HANGOUT = "hangout", _("Hangout")
    WORKSHOP = "workshop", _("Workshop")
    TALKS = "talks", _("Talks")
    SOCIAL = "social", _("Social evening")
    PANEL = "panel", _("Panel")


class Venue(models.Model):
    """A place where a chapter meets: a coffee shop, a library."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    directions = models.TextField(_("how to find it"), max_length=600, blank=True)
    accessibility = models.TextField(_("steps, doors, toilets, sound"), max_length=600, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "name"], name="venue_name_once_per_chapter"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="venue_lies_on_the_globe",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeetingRule(models.Model):
    """A group meets every so many weeks, on a weekday at a local time: the weekly evening, the coffee-shop Saturday."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(StudyGroup, on_delete=models.PROTECT, related_name="rules")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.WEEKLY_MEETING)
    weekday = models.PositiveSmallIntegerField(_("weekday"), help_text=_("0 is Monday"))
    interval = models.PositiveSmallIntegerField(_("every so many weeks"), default=1)
    local_time = models.TimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)
    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    online_url = models.URLField(_("link to join online"), blank=True)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    skip_dates = models.JSONField(_("not on"), default=list, blank=True)

    class Meta:
        verbose_name = _("meeting rule")
        verbose_name_plural = _("meeting rules")
        ordering = ["weekday", "local_time", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="rule_weekday_is_a_weekday"),
            models.CheckConstraint(
                condition=Q(interval__gte=1, interval__lte=8), name="rule_interval_is_one_to_eight_weeks"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=LONGEST),
                name="rule_lasts_a_quarter_hour_to_half_a_day",
            ),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="rule_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.weekday} {self.local_time:%H:%M}"


class MeetupQuerySet(models.QuerySet):
    def upcoming(self, now: datetime | None = None) -> "MeetupQuerySet":
        """Not over yet, the next first; cancelled ones among them, because people look for them."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> "MeetupQuerySet":
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at", "-pk")

    def shown(self) -> "MeetupQuerySet":
        """Meetups anybody may see: of no group, or of one that is not a draft."""
        return self.exclude(group__state=StudyGroup.State.DRAFT)

    def seen_by(self, member: Member | AnonymousUser) -> "MeetupQuerySet":
        """What this reader may see; a draft is its organizers' alone. Each has `may_run` and `may_hold_door`, whether it is
        theirs to run, or its door to hold, and `is_learner`, whether they learn in its group."""
        if not member.is_authenticated:
            nothing = dict.fromkeys(("may_run", "may_hold_door", "is_learner"), Value(False))
            return self.shown().annotate(**nothing)
        roles = ChapterRole.objects.open().filter(member=member)
        organized = roles.filter(kind=ChapterRole.Kind.ORGANIZER)
        joined = GroupMembership.objects.joined().filter(member=member, group=OuterRef("group"))
        theirs = (
            Exists(organized.filter(chapter=OuterRef("chapter")))
            | Exists(organized.filter(chapter=OuterRef("group__chapter")))
            | Exists(joined.filter(role=GroupMembership.Role.ORGANIZER))
        )
        door = Exists(roles.filter(chapter=OuterRef("chapter"), kind=ChapterRole.Kind.DOOR))
        seen = self.annotate(
            may_run=ExpressionWrapper(theirs, models.BooleanField()),
            may_hold_door=ExpressionWrapper(Q(may_run=True) | door, models.BooleanField()),
            is_learner=Exists(joined.filter(role=GroupMembership.Role.LEARNER)),
        )
        open_to_all = Q(group__isnull=True) | ~Q(group__state=StudyGroup.State.DRAFT)
        return seen.filter(open_to_all | Q(may_run=True))

    def run_by(self, member: Member) -> "MeetupQuerySet":
        """Meetups of the chapters this member organizes, and of the groups in which they are an organizer."""
        return self.filter(
            Q(chapter__in=Chapter.objects.run_by(member)) | Q(group__in=StudyGroup.objects.run_by(member))
        )

    def for_listing(self) -> "MeetupQuerySet":
        return self.select_related("chapter", "group", "venue")


class Meetup(models.Model):
    """One meeting. Moved, cancelled or reopened it stays the same: the uuid, the seats, the links, the calendar's UID."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        CANCELLED = "cancelled", _("Cancelled")
        HELD = "held", _("Took place")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="meetups")
    group = models.ForeignKey(
        StudyGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="meetups"
    )
    rule = models.ForeignKey(
        MeetingRule, on_delete=models.PROTECT, null=True, blank=True, related_name="meetups"
    )
    #: The date the rule gave it: a moved meetup still answers for that date, so no second one is made.
    rule_date = models.DateField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.WEEKLY_MEETING)
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=160, blank=True)
    description = models.TextField(_("what happens"), max_length=2000, blank=True)
    local_date = models.DateField(_("date"))
    local_time = models.TimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MaxValueValidator(LONGEST)])
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_timezone])
    starts_at = models.DateTimeField(_("starts"), db_index=True, editable=False)
    ends_at = models.DateTimeField(_("ends"), editable=False)
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("venue"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetups",
    )
    online_url = models.URLField(_("link to join online"), blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED)
    #: Changed by hand: a change of the rule leaves it alone.
    edited_at = models.DateTimeField(null=True, blank=True)
    #: Since then, who had a seat and was not noted counts as not there.
    door_closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ics_sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now_add=True)

    objects = MeetupQuerySet.as_manager()

    class Meta:
        verbose_name = _("meetup")
        verbose_name_plural = _("meetups")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetup_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="meetups_count_from_one"),
            models.UniqueConstraint(fields=["rule", "rule_date"], name="meetup_once_per_date_of_its_rule"),
            models.CheckConstraint(
                condition=Q(rule__isnull=True, rule_date__isnull=True)
                | Q(rule__isnull=False, rule_date__isnull=False),
                name="meetup_of_a_rule_has_its_date",
            ),
            models.UniqueConstraint(
                fields=["group", "kind", "number"], name="meetup_number_once_per_kind_of_a_group"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("learning:meetup", args=[self.uuid])

    @property
    def name(self) -> str:
        """Its title, or what kind it is and the how manieth: "Homework meetup 7"."""
        return self.title or f"{self.get_kind_display()} {self.number}"

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_on(self) -> bool:
        """Now, or in half an hour, or half an hour ago: codes are taken, and the desk helps."""
        now = timezone.now()
        return not self.is_cancelled and self.starts_at - AROUND <= now <= self.ends_at + AROUND

    @property
    def has_desk(self) -> bool:
        """Whether people sit there with their own code, and ask others to look."""
        return self.kind in {Kind.HANGOUT, Kind.HOMEWORK_MEETUP}
