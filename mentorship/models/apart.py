"""Whom an applicant would rather not be paired with, in their own words: for the organizers of the round only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .participants import Participant


class ApartNote(models.Model):
    """The words; organizers turn them into an avoidance where they know who is meant."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="apart_note")
    words = models.TextField(_("whom to keep apart"), max_length=500)

    class Meta:
        verbose_name = _("note on whom to keep apart")
        verbose_name_plural = _("notes on whom to keep apart")
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="apart_note_has_words")]

    def __str__(self) -> str:
        return str(self.participant_id)
