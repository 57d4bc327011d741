"""Template tags that tell an editor how many people worked on what they are about to take away."""

from collections.abc import Sequence

from django import template
from wagtail.models import Page

from learning.editing import guards
from learning.models import Exercise
from learning.services import impact

register = template.Library()


@register.simple_tag
def page_warning(page: Page) -> str:
    """What unpublishing this page means for people; empty when nobody is touched."""
    return guards.unpublishing(impact.people_of_pages(pages=[page]))


@register.simple_tag
def track_warning(items: Sequence[dict]) -> str:
    """Why these chosen pages cannot be deleted: one of them stands in a track. Empty when they can."""
    return guards.still_in_tracks([entry["item"] for entry in items])


@register.simple_tag
def people_warning(items: Sequence[dict], action: str) -> str:
    """The sentence for these chosen pages ("delete", "unpublish") or exercises; empty when nobody is touched."""
    chosen = [entry["item"] for entry in items]
    exercises = [each for each in chosen if isinstance(each, Exercise)]
    if exercises:
        return guards.deleting_exercises(impact.people_of_exercises(exercises=exercises))
    pages = [each for each in chosen if hasattr(each, "path")]
    say = guards.deleting if action == "delete" else guards.unpublishing
    return say(impact.people_of_pages(pages=pages))
