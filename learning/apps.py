"""Tracks, lessons, progress; chapters' study groups and meetups. Builds on cms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")
