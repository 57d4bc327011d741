"""Template tags of chapters: how they stand, in words and color, and where they are."""

from django import template
from django.utils.translation import get_language

from cms import chapter_words
from cms.chapter_status import Standing, Status
from cms.places import countries
from cms.places.cities import City

register = template.Library()

COLORS = {Status.FORMING: "badge--bloom", Status.ACTIVE: "badge--leaf", Status.PAUSED: "badge--sun"}

register.filter("status_name", chapter_words.name)
register.filter("status_reason", chapter_words.reason)


@register.filter
def status_class(standing: Standing) -> str:
    """The class that gives the badge of a status its color; the word stands in it."""
    return COLORS.get(standing.status, "")


@register.filter
def country_name(code: str) -> str:
    """The country of an ISO 3166 code in the reader's language."""
    return countries.name(code, get_language() or "")


@register.filter
def city_name(city: City) -> str:
    """A city of the list with its country, in the reader's language."""
    return city.told(get_language() or "")
