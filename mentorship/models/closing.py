"""What is left to say when a pair is over: a short look back for the program, and one note of thanks to the other."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .pairings import Pairing


class PairClosingQuerySet(models.QuerySet):
    def published(self) -> "PairClosingQuerySet":
        """Words their writers agreed to, and an organizer put on the mentoring page, the latest first."""
        members = Q(side="mentor", pairing__mentor__member__is_active=True) | Q(
            side="mentee", pairing__mentee__member__is_active=True
        )
        return self.filter(members, published_at__isnull=False, publish_ok=True).order_by(
            "-published_at", "-pk"
        )

    def for_listing(self) -> "PairClosingQuerySet":
        return self.select_related("pairing__mentor__member", "pairing__mentee__member")


class PairClosing(models.Model):
    """One side's look back. Read by the program; the first two answers are published only where the writer agreed."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="closings")
    side = models.CharField(max_length=6, choices=Pairing.Side)
    reached = models.TextField(_("what was reached"), max_length=1500, blank=True)
    helped = models.TextField(_("what helped"), max_length=1500, blank=True)
    change = models.TextField(_("what to change"), max_length=1500, blank=True)
    publish_ok = models.BooleanField(_("may be published"), default=False)
    #: Which wording of the consent was agreed to; empty without consent.
    consent_version = models.CharField(max_length=20, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(auto_now=True)

    objects = PairClosingQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side"], name="pair_closing_once_per_side"),
            models.CheckConstraint(
                condition=~Q(reached="", helped="", change=""), name="pair_closing_says_something"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(publish_ok=True),
                name="pair_closing_published_with_consent_only",
            ),
            models.CheckConstraint(
                condition=Q(publish_ok=False, consent_version="")
                | (Q(publish_ok=True) & ~Q(consent_version="")),
                name="pair_closing_consent_is_to_a_wording",
            ),
            models.CheckConstraint(
                condition=Q(publish_ok=False) | ~Q(reached="", helped=""),
                name="pair_closing_consent_is_to_some_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} · {self.side}"

    @property
    def writer(self) -> str:
        """The name of who wrote it; the pairing must be loaded with its two members."""
        side = self.pairing.mentor if self.side == Pairing.Side.MENTOR else self.pairing.mentee
        return side.member.name

    @property
    def quotable(self) -> str:
        """The words the consent is about: never what to change."""
        return "\n\n".join(filter(None, (self.reached, self.helped)))


class PairThanks(models.Model):
    """A note of thanks of one to the other, once; the last words of a pair."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="thanks")
    side = models.CharField(max_length=6, choices=Pairing.Side)
    text = models.TextField(max_length=600)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side"], name="pair_thanks_once_per_side"),
            models.CheckConstraint(condition=~Q(text=""), name="pair_thanks_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} · {self.side}"
