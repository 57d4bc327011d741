"""Template filters of mentoring."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from mentorship import blind, match_words
from mentorship.cockpit_tables import Bar
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


@register.simple_tag
def figure_bar(bar: Bar) -> SafeString:
    """A bar of the organizers' overview; what it shows stands in the row beside it."""
    parts = [("whole", 0.0, 100.0), ("part", 0.0, bar.part), ("reach", bar.part, bar.reach)]
    drawn = (
        f'<rect class="figure-bar__{name}" x="{start:g}" width="{width:g}" height="8"/>'
        for name, start, width in parts
        if width > 0
    )
    box = 'class="figure-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"'
    return mark_safe(f"<svg {box}>{''.join(drawn)}</svg>")
