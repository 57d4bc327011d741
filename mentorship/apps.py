"""Rounds, participants, proposals, pairings. Builds on learning and cms."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = _("Mentorship")

    def ready(self) -> None:
        """Fill the registries of the site: chores, letters, and what waits for a member."""
        for module in (
            "approvals_today",
            "asking",
            "cases",
            "certificate_kinds",
            "chores",
            "closing_emails",
            "emails",
            "farewell",
            "pair_emails",
            "pulse_emails",
            "round_context",
            "views.pages",
            "waiting",
            "pulse_waiting",
        ):
            import_module(f"mentorship.{module}")
