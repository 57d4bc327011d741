"""What the two of a pair write down: notes that only their author reads, and the agreement both of them can read."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .pairings import Pairing


class PairNote(models.Model):
    """A note of one side to itself, kept beyond the end of the pair. The token makes a form sent twice one note."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.UUIDField(editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="notes")
    side = models.CharField(max_length=6, choices=Pairing.Side)
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side", "token"], name="pair_note_written_once"),
            models.CheckConstraint(condition=~Q(text=""), name="pair_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} · {self.side} · {self.written_at:%Y-%m-%d}"


class PairAgreement(models.Model):
    """What the two agree on at their first meeting. `version` grows with every change, and a change asks both anew."""

    pairing = models.OneToOneField(Pairing, on_delete=models.CASCADE, related_name="agreement")
    often = models.CharField(_("How often, and for how long"), max_length=300, blank=True)
    place = models.CharField(_("Where, and by which means"), max_length=300, blank=True)
    help = models.TextField(_("What help looks like"), max_length=1000, blank=True)
    limits = models.TextField(
        _("What is off limits, and what stays between you"), max_length=1000, blank=True
    )
    version = models.PositiveIntegerField(default=0)
    mentor_agreed_at = models.DateTimeField(null=True, blank=True)
    mentee_agreed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    WORDS = ("often", "place", "help", "limits")

    def __str__(self) -> str:
        return f"{self.pairing_id} · {self.version}"

    @property
    def is_agreed(self) -> bool:
        return bool(self.mentor_agreed_at and self.mentee_agreed_at)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What is written down, under what it answers."""
        named = [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.WORDS]
        return [(str(label), words) for label, words in named if words]
