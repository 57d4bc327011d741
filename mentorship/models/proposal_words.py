"""Questions before an answer: what the two of an open proposal ask each other before one of them says yes or no."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .pairings import Pairing
from .proposals import Proposal


class ProposalMessage(models.Model):
    """Words of one side on a proposal. The token comes with the form, so that a form sent twice is one message."""

    token = models.UUIDField(editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=6, choices=Pairing.Side)
    text = models.TextField(max_length=1000)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "side", "token"], name="proposal_message_sent_once"),
            models.CheckConstraint(condition=~Q(text=""), name="proposal_message_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.side} · {self.sent_at:%Y-%m-%d %H:%M}"
