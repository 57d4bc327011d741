"""What the admin refuses although Wagtail would allow it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from cms.models import HomePage


def keep_home(request, page):
    """Deleting a home page would take the whole language with it, and for the first one the site's address."""
    if page.specific_class is HomePage:
        messages.error(request, _("A home page cannot be deleted: everything of its language hangs on it."))
        return redirect("wagtailadmin_explore", page.pk)
    return None


def keep_members_apart(request, action_type, objects, action):
    """Rights are given one person at a time, with a look at who it is; and home pages stay."""
    if isinstance(action, UserBulkAction) and not request.user.is_superuser:
        raise PermissionDenied
    if action_type == "delete" and any(getattr(item, "specific_class", None) is HomePage for item in objects):
        messages.error(request, _("A home page cannot be deleted: everything of its language hangs on it."))
        return redirect("wagtailadmin_explore_root")
    return None
