"""What the admin refuses although Wagtail would allow it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from cms.models import ChapterPage, HomePage
from cms.services import chapter_rights


def keep_home(request, page):
    """Deleting a home page would take the whole language with it, and for the first one the site's address."""
    if page.specific_class is HomePage:
        messages.error(request, _("A home page cannot be deleted: everything of its language hangs on it."))
        return redirect("wagtailadmin_explore", page.pk)
    return None


def keep_chapters(request, page):
    """The page of a chapter goes only by whoever may make one: its own people write on it."""
    if page.specific_class is ChapterPage and not _makes_chapters(request.user, page):
        raise PermissionDenied


def _makes_chapters(user, page) -> bool:
    return page.get_parent().permissions_for_user(user).can_add_subpage()


def keep_members_apart(request, action_type, objects, action):
    """Rights are given one person at a time, with a look at who it is; and home pages stay."""
    if isinstance(action, UserBulkAction) and not request.user.is_superuser:
        raise PermissionDenied
    if action_type == "delete" and any(getattr(item, "specific_class", None) is HomePage for item in objects):
        messages.error(request, _("A home page cannot be deleted: everything of its language hangs on it."))
        return redirect("wagtailadmin_explore_root")
    if action_type == "delete":
        for item in objects:
            if isinstance(item, Page):
                keep_chapters(request, item)
    return None


def give_chapter_its_page(request, page):
    """A new page of a chapter is for the chapter's people to edit."""
    if page.specific_class is ChapterPage and page.specific.chapter:
        chapter_rights.keep_in_line(chapter=page.specific.chapter)


def choose_from_what_is_seen(pages, request):
    """Choosers offer what is published, and drafts of whoever may work on them."""
    mine = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(Q(live=True) | Q(pk__in=mine.order_by().values("pk")))
