"""Absolute addresses of groups and meetups for letters, in the reader's language."""

from uuid import UUID

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from learning.models import Meetup, StudyGroup


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def meetup_url(meetup: Meetup) -> str:
    """The page of a meetup, where one answers."""
    return _absolute(meetup.get_absolute_url())


def offer_url(meetup: Meetup) -> str:
    """The page that asks whether one takes an offered seat; opening it changes nothing."""
    return _absolute(reverse("learning:rsvp-offer", args=[meetup.uuid]))


def has_page(name: str) -> bool:
    """Whether the site has a page of this name about a meetup."""
    try:
        reverse(f"learning:{name}", args=[UUID(int=0)])
    except NoReverseMatch:
        return False
    return True


def _of_meetup(name: str, meetup: Meetup) -> str:
    """A page about a meetup, or the meetup's own where this site has no such page."""
    return (
        _absolute(reverse(f"learning:{name}", args=[meetup.uuid])) if has_page(name) else meetup_url(meetup)
    )


def feedback_url(meetup: Meetup) -> str:
    return _of_meetup("feedback", meetup)


def recap_url(meetup: Meetup) -> str:
    return _of_meetup("recap", meetup)


def group_url(group: StudyGroup) -> str:
    """The lasting address of a group: it leads to its page in the reader's language."""
    return _absolute(reverse("learning:group", args=[group.uuid]))
