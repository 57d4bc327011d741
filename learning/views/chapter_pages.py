"""What a chapter's page is given of its groups and meetups."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from cms import page_context
from cms.models import ChapterPage
from learning.models import StudyGroup
from learning.services import afterwards, reviews_of_groups, site_calendars

from .doors import shelf_of


@page_context.source(ChapterPage)
def chapter(request: HttpRequest, page: ChapterPage) -> dict[str, Any]:
    """The next three meetups, the groups one can join, the calendar to subscribe to."""
    if page.chapter is None:
        return {}
    member = request.user if request.user.is_authenticated else None
    taking = [StudyGroup.State.OPEN, StudyGroup.State.RUNNING]
    shelf = shelf_of(request)
    return {
        "recaps": afterwards.recaps_of(about=afterwards.About(chapter=page.chapter), shelf=shelf)
        if shelf
        else [],
        "reviews": reviews_of_groups.reviews_of(chapter=page.chapter, member=member),
        "days": site_calendars.next_of(chapter=page.chapter, member=member),
        "groups": list(StudyGroup.objects.filter(chapter=page.chapter, state__in=taking)),
        "feed": f"{settings.BASE_URL}{reverse('learning:feed-chapter', args=[page.chapter.uuid])}",
    }
