"""The site: its wiring, what every page shares, its people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        from . import beginnings, chapter_emails, kinds, signals, sweeps  # noqa: F401, PLC0415 - they need the models
        from .views import chapters  # noqa: F401, PLC0415 - it gives the pages of chapters their context
