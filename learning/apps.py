"""Tracks, lessons, progress; chapters' study groups and meetups. Builds on cms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        # They fill the registries: of letters, of chores, of Today, of what waits in the admin, of search.
        from . import (  # noqa: PLC0415
            certificate_emails,  # noqa: F401
            certificate_news,  # noqa: F401
            chores,  # noqa: F401
            desk_today,  # noqa: F401
            emails,  # noqa: F401
            farewell,  # noqa: F401
            found,  # noqa: F401
            group_emails,  # noqa: F401
            meetups_today,  # noqa: F401
            next_meetups,  # noqa: F401
            reminder_emails,  # noqa: F401
            report_places,  # noqa: F401
            seat_emails,  # noqa: F401
            slot_emails,  # noqa: F401
            today,  # noqa: F401
            waiting,  # noqa: F401
        )

        # They fill the registry of page contexts.
        from .views import (  # noqa: PLC0415
            chapter_pages,  # noqa: F401
            groups,  # noqa: F401
            listings,  # noqa: F401
            reading,  # noqa: F401
            recaps,  # noqa: F401
            site_calendar,  # noqa: F401
        )
