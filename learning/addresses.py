"""Absolute addresses of groups and meetups for letters, in the reader's language."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from learning.models import RSVP, Meetup, StudyGroup


def _absolute(name: str, otherwise: str, *args: object) -> str:
    """The address of a view by its name, or by its path where this site has no such view."""
    try:
        path = reverse(f"learning:{name}", args=args)
    except NoReverseMatch:
        path = f"{reverse('learning:path').removesuffix('path/')}{otherwise}"
    return f"{settings.BASE_URL}{path}"


def meetup_url(meetup: Meetup) -> str:
    """The page of a meetup, where one answers."""
    return _absolute("meetup", f"meetups/{meetup.uuid}/", meetup.uuid)


def offer_url(rsvp: RSVP) -> str:
    """The page that asks whether one takes an offered seat; opening it changes nothing."""
    return _absolute("rsvp-offer", f"meetups/{rsvp.meetup.uuid}/", rsvp.meetup.uuid)


def group_url(group: StudyGroup) -> str:
    return _absolute("group", f"groups/{group.uuid}/", group.uuid)


def feedback_url(meetup: Meetup) -> str:
    return _absolute("feedback", f"meetups/{meetup.uuid}/", meetup.uuid)


def recap_url(meetup: Meetup) -> str:
    return _absolute("recap", f"meetups/{meetup.uuid}/", meetup.uuid)
