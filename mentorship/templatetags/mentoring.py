"""Template filters of mentoring."""

from django import template

from mentorship import blind, match_words
from mentorship.models import Participant

register = template.Library()


@register.filter
def hundredths(score: int) -> int:
    """A score of 0 to 10 000 as a whole number of 0 to 100, rounded half up."""
    return (score + 50) // 100


@register.filter
def blind_label(participant: Participant) -> str:
    """What an application is called while its reader must not know whose it is."""
    return blind.label(participant)


@register.filter
def points(score: int) -> str:
    """A score of 0 to 10 000 as a number of 100 with two decimals."""
    return match_words.points(score)
