"""Seats at a meetup: pools that count what is taken, and one answer a member. The database refuses what must never be."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member

from .groups import MOST_SEATS, Mode
from .meetups import Meetup


class SeatPool(models.Model):
    """The seats of one kind at a meetup. Writing this row is the lock for everything about them.

    `taken` counts confirmed and offered seats; without a capacity there are as many seats as people.
    """

    class Kind(models.TextChoices):
        ROOM = "room", _("In the room")
        REMOTE = "remote", _("Online")
        HELPER = "helper", _("Helpers")

    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="pools")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    capacity = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, validators=[MaxValueValidator(MOST_SEATS)]
    )
    taken = models.PositiveIntegerField(default=0)
    #: The number of the last place in the queue that was given out: the order of the queue is the order of writing.
    queue_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("seats")
        verbose_name_plural = _("seats")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meetup", "kind"], name="seats_once_per_kind_of_a_meetup"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")), name="seats_never_oversold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.kind} · {self.taken}/{self.capacity}"

    @property
    def free(self) -> int | None:
        """Seats left, None where there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)


class RSVPQuerySet(models.QuerySet):
    def holding(self) -> "RSVPQuerySet":
        """Answers that hold a seat: confirmed, or offered for a while."""
        return self.filter(state__in=[RSVP.State.CONFIRMED, RSVP.State.OFFERED])

    def confirmed(self) -> "RSVPQuerySet":
        return self.filter(state=RSVP.State.CONFIRMED)

    def queue(self) -> "RSVPQuerySet":
        """Those who wait, in the order of their places."""
        return self.filter(state=RSVP.State.WAITLISTED).order_by("queue_number", "pk")

    def lapsed(self, now: datetime) -> "RSVPQuerySet":
        """Offers whose time has run out."""
        return self.filter(state=RSVP.State.OFFERED, offer_until__lte=now)

    def of(self, member: Member) -> "RSVPQuerySet":
        return self.filter(member=member)

    def for_listing(self) -> "RSVPQuerySet":
        return self.select_related("member", "meetup__chapter", "meetup__group", "meetup__venue")


class RSVP(models.Model):
    """A member's answer to a meetup: a seat, a place in the queue, an offer for a while, or nothing any more."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("You have a seat")
        WAITLISTED = "waitlisted", _("You are in the queue")
        OFFERED = "offered", _("A seat is offered to you")
        RELEASED = "released", _("You are not coming")

    class Role(models.TextChoices):
        LEARNER = "learner", _("Learner")
        HELPER = "helper", _("Helper")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="rsvps")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rsvps")
    mode = models.CharField(_("comes"), max_length=6, choices=Mode, default=Mode.ROOM)
    role = models.CharField(_("role"), max_length=7, choices=Role, default=Role.LEARNER)
    state = models.CharField(_("state"), max_length=10, choices=State)
    queued_at = models.DateTimeField(_("in the queue since"), null=True, blank=True)
    queue_number = models.PositiveIntegerField(null=True, blank=True)
    offer_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    #: Counted up with each change of state or seat: what a message is about, so that each change is told once.
    changes = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(_("answered"))

    objects = RSVPQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a meetup")
        verbose_name_plural = _("answers to meetups")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meetup", "member"], name="rsvp_once_per_meetup"),
            models.CheckConstraint(
                condition=Q(state="offered", offer_until__isnull=False)
                | (~Q(state="offered") & Q(offer_until__isnull=True)),
                name="rsvp_offered_exactly_with_its_end",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["waitlisted", "offered"], queue_number__isnull=False, queued_at__isnull=False
                )
                | Q(state__in=["confirmed", "released"], queue_number__isnull=True, queued_at__isnull=True),
                name="rsvp_has_a_place_exactly_while_it_waits",
            ),
            models.UniqueConstraint(
                fields=["meetup", "mode", "role", "queue_number"],
                condition=Q(queue_number__isnull=False),
                name="rsvp_place_in_the_queue_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "offer_until"], name="rsvp_offers_by_their_end")]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.member_id} · {self.state}"

    @property
    def kind(self) -> str:
        """The kind of seat this answer is about."""
        return SeatPool.Kind.HELPER if self.role == self.Role.HELPER else SeatPool.Kind(self.mode)

    @property
    def holds_a_seat(self) -> bool:
        return self.state in {self.State.CONFIRMED, self.State.OFFERED}

    @property
    def has_lapsed(self) -> bool:
        """Offered still, but the time is over; the next sweep says so."""
        return self.offer_until is not None and self.offer_until <= timezone.now()
