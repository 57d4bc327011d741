"""Template filters of mentoring."""

from django import template

from mentorship import match_words

register = template.Library()


@register.filter
def hundredths(score: int) -> int:
    """A score of 0 to 10 000 as a whole number of 0 to 100, rounded half up."""
    return (score + 50) // 100


@register.filter
def points(score: int) -> str:
    """A score of 0 to 10 000 as a number of 100 with two decimals."""
    return match_words.points(score)
