"""Tracks, lessons, progress; chapters' study groups and meetups. Builds on cms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        from . import chores, today  # noqa: F401, PLC0415 - fill the registries of chores and of Today
        from .views import listings, reading  # noqa: F401, PLC0415 - fill the registry of page contexts
