"""Learning's part of the admin's first page: lessons whose review is due, homework that waits."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.editing.panels import MOST, Row, WaitingPanel
from learning.models import LessonPage

from .homework_panel import homework_waiting
from .pages import originals


def reviews_due(request) -> WaitingPanel:
    """Live lessons somebody promised to look at again by now."""
    mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        request.user, ["add", "change", "publish"]
    )
    due = originals(LessonPage.objects.live()).filter(review_due__lte=localdate(), pk__in=mine.values("pk"))
    return WaitingPanel(
        name="reviews-due",
        heading=_("Reviews due"),
        order=235,
        more=reverse("content_to_look_at"),
        rows=[
            Row(
                url=reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
                title=lesson.title,
                note=date_format(lesson.review_due, "SHORT_DATE_FORMAT"),
                language=str(lesson.locale),
            )
            for lesson in due.select_related("locale")
            .defer_streamfields()
            .order_by("review_due", "pk")[:MOST]
        ],
    )


def add_panels(request, panels: list) -> None:
    panels += [panel for panel in (reviews_due(request), homework_waiting(request)) if panel.rows]
