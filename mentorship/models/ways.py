"""Ways to work together, how often, and where somebody stands: what people tick and the matching compares."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """Ways to work together; the values are what the matching compares."""

    CALL = "call", _("Video or voice calls")
    CHAT = "chat", _("Chat and e-mail")
    PAIRING = "pairing", _("Programming together")
    REVIEW = "review", _("Reviews of my code or text")
    IN_PERSON = "in_person", _("Meeting in person")


class Frequency(models.IntegerChoices):
    MONTHLY = 1, _("Once a month")
    FORTNIGHTLY = 2, _("Every other week")
    WEEKLY = 3, _("Every week")


class Stage(models.IntegerChoices):
    """Where somebody stands with Python; a mentor one to three steps ahead helps best."""

    CURIOUS = 0, _("I have not written a program yet")
    FIRST = 1, _("I write my first programs")
    PROJECTS = 2, _("I build small things of my own")
    JOB = 3, _("I program at work or for a community")
    EXPERIENCED = 4, _("I have done so for years")
    LEADING = 5, _("I lead others")
