"""Template tags of groups: weekdays in words, and what becomes of a meetup when its rule changes."""

from django import template
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from learning.services.rules import Effect

register = template.Library()


@register.filter
def weekday(number: int) -> str:
    """The name of a weekday, 0 for Monday."""
    return str(WEEKDAYS.get(number, ""))


@register.filter
def becomes(effect: Effect) -> str:
    """What becomes of a date, in a word or two."""
    words = {"new": _("New"), "moved": _("Moves"), "gone": _("Is cancelled"), "kept": _("Stays as it is")}
    return words.get(effect.what, "")


@register.filter
def because(effect: Effect) -> str:
    """Why a meetup is not touched unasked."""
    words = {
        "cancelled": _("It was cancelled."),
        "edited": _("Somebody changed it by hand."),
        "answered": _("People have answered."),
    }
    return words.get(effect.why, "")
