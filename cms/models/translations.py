"""How far a published translation has fallen behind its original."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class TranslationLag(models.Model):
    """A translation whose original says something else by now. What is not behind has no row.

    Worked out from the two texts whenever one of them is published; see `cms.services.lags`.
    """

    is_shared_content = True  # readers are told, so the publication stamp counts it

    translation = models.OneToOneField(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="lag"
    )
    changed = models.PositiveIntegerField(_("texts changed"), help_text=_("New, other or gone."))
    seen = models.PositiveIntegerField(_("texts changed that readers see"))

    class Meta:
        verbose_name = _("translation behind its original")
        verbose_name_plural = _("translations behind their originals")
        constraints = [
            models.CheckConstraint(condition=Q(changed__gte=1), name="lag_counts_something"),
            models.CheckConstraint(condition=Q(seen__lte=F("changed")), name="lag_seen_is_part_of_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} · {self.changed}"
