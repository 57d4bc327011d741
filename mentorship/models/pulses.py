"""Pulses: how a pair goes, asked of each of the two after a week, a month and a quarter, and once it is over."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member

from .pairings import Pairing
from .rounds import RoundPage


class PulseQuerySet(models.QuerySet):
    def low(self) -> "PulseQuerySet":
        """What asks for a friendly word, and nobody has looked after yet."""
        return self.filter(answer=Pulse.Answer.POOR, handled_at=None)

    def run_by(self, member: Member) -> "PulseQuerySet":
        """Pulses of the rounds this member organizes, and never of a pair that is their own."""
        rounds = RoundPage.objects.originals().run_by(member).values("translation_key")
        found = self.filter(pairing__proposal__round_key__in=rounds)
        return found.exclude(Q(pairing__mentor__member=member) | Q(pairing__mentee__member=member))

    def for_listing(self) -> "PulseQuerySet":
        return self.select_related(
            "pairing__mentor__member", "pairing__mentee__member", "pairing__proposal"
        ).order_by("answered_at", "pk")


class Pulse(models.Model):
    """One side's answer to one question how it goes. Organizers alone read it; the other side never does."""

    class Day(models.TextChoices):
        WEEK = "7", _("After a week")
        MONTH = "30", _("After a month")
        QUARTER = "90", _("After three months")
        END = "end", _("At the end")

    class Answer(models.IntegerChoices):
        POOR = 1, _("Not well")
        FAIR = 2, _("It could be better")
        GOOD = 3, _("It goes well")

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="pulses")
    side = models.CharField(_("who"), max_length=6, choices=Pairing.Side)
    day = models.CharField(_("when"), max_length=3, choices=Day)
    answer = models.PositiveSmallIntegerField(_("answer"), choices=Answer)
    words = models.TextField(_("for organizers"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    handled_at = models.DateTimeField(_("looked after"), null=True, blank=True)

    objects = PulseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pulse of a pair")
        verbose_name_plural = _("pulses of pairs")
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side", "day"], name="pulse_once_a_side_and_day"),
            models.CheckConstraint(condition=Q(answer__gte=1, answer__lte=3), name="pulse_is_one_to_three"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} · {self.side} · {self.day}: {self.answer}"

    @property
    def who(self) -> Member:
        """Who answered; the participants' members must be loaded."""
        return self.pairing.mentor.member if self.side == Pairing.Side.MENTOR else self.pairing.mentee.member
