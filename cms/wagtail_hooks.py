"""What the site adds to the Wagtail admin."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cms.editing import ledger
from cms.editing.chapters import ChapterGroup
from cms.editing.guards import (
    choose_from_what_is_seen,
    give_chapter_its_page,
    keep_chapters,
    keep_home,
    keep_members_apart,
)
from cms.editing.menu import tidy_main, tidy_reports
from cms.editing.panels import add_panels
from cms.editing.snippets import ResourceViewSet
from cms.editing.translations import urls
from cms.editing.userbar import use_checker
from cms.models import ChapterInterest, Message

register_permission_policy(Message, ledger.LedgerPolicy(Message))
register_permission_policy(ChapterInterest, ledger.LedgerPolicy(ChapterInterest))


@hooks.register("register_admin_viewset")
def viewsets():
    return [ResourceViewSet(), ChapterGroup(), ledger.LedgerViewSet()]


@hooks.register("register_admin_urls")
def message_urls():
    return [path("message/stop/<int:pk>/", ledger.stop, name="message_stop")]


@hooks.register("insert_global_admin_css")
def colors():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


hooks.register("after_create_page", give_chapter_its_page)
hooks.register("construct_page_chooser_queryset", choose_from_what_is_seen)
hooks.register("before_delete_page", keep_home)
hooks.register("before_delete_page", keep_chapters)
hooks.register("before_bulk_action", keep_members_apart)
hooks.register("construct_homepage_panels", add_panels)
hooks.register("construct_main_menu", tidy_main)
hooks.register("construct_reports_menu", tidy_reports)
hooks.register("construct_wagtail_userbar", use_checker)
hooks.register("register_admin_urls", urls, order=-1)
