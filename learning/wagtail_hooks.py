"""What learning adds to the Wagtail admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry, register_permission_policy

from learning import rich_text
from learning.editing import exports, guards
from learning.editing.certificates import CertificateViewSet, LookingPolicy, decide
from learning.editing.groups import OwnChapterPolicy, TogetherGroup
from learning.editing.pages import LessonListing, TrackListing
from learning.editing.panels import add_panels
from learning.editing.reports import ContentReport
from learning.editing.snippets import LibraryGroup
from learning.models import Certificate, Meetup, StudyGroup

register_permission_policy(Certificate, LookingPolicy(Certificate))
register_permission_policy(StudyGroup, OwnChapterPolicy(StudyGroup))
register_permission_policy(Meetup, OwnChapterPolicy(Meetup))


class ReportItem(MenuItem):
    def is_shown(self, request) -> bool:
        return policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )


@hooks.register("register_admin_viewset")
def viewsets():
    return [
        LessonListing("lessons"),
        TrackListing("tracks"),
        LibraryGroup(),
        CertificateViewSet(),
        TogetherGroup(),
    ]


@hooks.register("register_admin_urls")
def urls():
    return [
        path("certificate/decide/<int:pk>/", decide, name="certificate_decide"),
        path("reports/content/", ContentReport.as_view(), name="content_to_look_at"),
        path(
            "reports/content/results/",
            ContentReport.as_view(results_only=True),
            name="content_to_look_at_results",
        ),
        path("tracks/<int:pk>/markdown/", exports.track_markdown, name="track_markdown"),
    ]


@hooks.register("register_reports_menu_item")
def report_item():
    return ReportItem(_("Content to look at"), reverse("content_to_look_at"), icon_name="glasses", order=100)


hooks.register("construct_homepage_panels", add_panels)
hooks.register("before_delete_page", guards.before_delete_page)
hooks.register("before_delete_snippet", guards.before_delete_snippet)
hooks.register("before_bulk_action", guards.before_bulk_action)
hooks.register("register_page_header_buttons", exports.header_buttons)


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own, which it replaces
def links_with_fragments(features):
    rich_text.register(features)
