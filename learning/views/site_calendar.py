"""What the calendar page of the site is given: days with meetups, narrowed, and where to subscribe."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from cms import page_context
from learning.calendar_form import CalendarForm
from learning.models import CalendarPage
from learning.services import site_calendars


@page_context.source(CalendarPage)
def calendar(request: HttpRequest, page: CalendarPage) -> dict[str, Any]:
    """What is to come, a page at a time."""
    form = CalendarForm(request.GET or None, chapters=site_calendars.chapters())
    chosen = form.chosen()
    member = request.user if request.user.is_authenticated else None
    days, sheet = site_calendars.days(member=member, page=request.GET.get("page"), **chosen)
    kept = urlencode(chosen)
    return {
        "days": days,
        "page_obj": sheet if sheet.has_other_pages() else None,
        "query": f"&{kept}" if kept else "",
        "facets": form,
        "is_narrowed": bool(chosen),
        "feed": f"{settings.BASE_URL}{_feed(chosen)}",
    }


def _feed(chosen: dict[str, str]) -> str:
    """The calendar to subscribe to: of the chosen chapter, or of the site."""
    if key := chosen.get("chapter"):
        return reverse("learning:feed-chapter", args=[key])
    return reverse("learning:feed-site")
