"""The ledger of messages in the admin: program staff look at it, and stop what has not gone out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from cms import emails
from cms.models import Message
from cms.services import mailings


class LedgerPolicy(ModelPermissionPolicy):
    """Who holds the right may look. Nobody edits such a row, not even a superuser: it is the proof of what was said."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def name(message: Message) -> str:
    return emails.name_of(message.kind)


def standing(message: Message) -> str:
    """How a message stands, in words."""
    if message.sent_at:
        return gettext("Sent")
    if message.stopped_at:
        return gettext("Stopped: {why}").format(why=message.get_stopped_why_display() or "–")
    if message.is_given_up:
        return gettext("Given up after {number} tries").format(number=message.tries)
    if message.error:
        return gettext("Tried {number} times, and again when it is due").format(number=message.tries)
    return gettext("Waits")


class LedgerIndexView(IndexView):
    """All messages, those due last on top. Nobody's address, and nothing of what a letter says."""

    default_ordering = "-due_at"

    def get_base_queryset(self) -> Any:
        return Message.objects.shown_to_staff().select_related("recipient")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "kind", label=_("Kind"), accessor=name, get_url=self.get_inspect_url
            ),
            Column("recipient", label=_("To"), accessor="recipient.name"),
            Column("standing", label=_("State"), accessor=standing),
            DateColumn("due_at", label=_("Due"), sort_key="due_at"),
            DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        ]


class LedgerInspectView(InspectView):
    """One message: how it stands, why it is not out, and the one thing that can be done."""

    template_name = "cms/admin/message.html"
    page_title = _("Message")

    def get_object(self, queryset: Any = None) -> Message:
        return get_object_or_404(Message.objects.shown_to_staff(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return name(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.object
        is_open = found.sent_at is None and found.stopped_at is None
        return {
            **super().get_context_data(**kwargs),
            "message": found,
            "name": name(found),
            "standing": standing(found),
            "may_stop": is_open and self.request.user.has_perm("cms.stop_message"),
            "stop_url": reverse("message_stop", args=[found.pk]),
        }


class LedgerViewSet(ModelViewSet):
    """What the site writes to people by itself."""

    model = Message
    name = "message"
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 170
    add_to_admin_menu = True
    exclude_form_fields = ["context"]
    index_view_class = LedgerIndexView
    inspect_view_class = LedgerInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_filter = {
        "kind": ["exact"],
        "due_at": ["gte", "lte"],
        "sent_at": ["isnull"],
        "stopped_at": ["isnull"],
        "tries": ["gte"],
    }
    search_fields = ["recipient__display_name", "kind", "about"]

    def get_urlpatterns(self) -> list:
        """Look, and nothing else: a message is never added, edited or deleted here."""
        kept = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        given = super().get_common_view_kwargs(**kwargs)
        gone = {f"{each}_url_name" for each in ("add", "edit", "delete", "copy", "history", "usage")}
        return {key: None if key in gone else value for key, value in given.items()}


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop one message that has not gone out."""
    if not request.user.has_perm("cms.stop_message"):
        raise Http404
    if mailings.stop_one(
        actor=request.user, message=get_object_or_404(Message.objects.shown_to_staff(), pk=pk)
    ):
        messages.success(request, gettext("Stopped. It will not be sent."))
    else:
        messages.error(
            request, gettext("It has gone out, was stopped already, or is on its way at this moment.")
        )
    return redirect("message:inspect", pk)
