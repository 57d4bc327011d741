"""The site: its wiring, what every page shares, its people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        from . import (  # noqa: PLC0415 - they need the models
            beginnings,  # noqa: F401
            case_emails,  # noqa: F401
            cases_today,  # noqa: F401
            chapter_emails,  # noqa: F401
            kinds,  # noqa: F401
            signals,  # noqa: F401
            sweeps,  # noqa: F401
        )
        from .views import chapters  # noqa: F401, PLC0415 - it gives the pages of chapters their context
