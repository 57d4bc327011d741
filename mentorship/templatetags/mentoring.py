"""Template filters of mentoring."""

from django import template

register = template.Library()


@register.filter
def hundredths(score: int) -> int:
    """A score of 0 to 10 000 as a whole number of 0 to 100, rounded half up."""
    return (score + 50) // 100
