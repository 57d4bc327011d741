"""Certificates in the admin: program staff look at them, take one back with a reason, and give it back."""

from typing import Any

from django import forms
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

from learning.exceptions import LearningError
from learning.models import Certificate
from learning.services import certificates


class LookingPolicy(ModelPermissionPolicy):
    """Who holds the right may look. Nobody edits one, not even a superuser: what it says belongs to the services."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class CertificateIndexView(IndexView):
    """All certificates, the newest first. The member's own name, whatever the certificate shows."""

    def get_base_queryset(self) -> Any:
        return Certificate.objects.select_related("member")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(TitleColumn)(
                "member", label=_("Member"), accessor=holder, get_url=self.get_inspect_url
            ),
            Column("heading", label=_("Kind"), accessor="heading"),
            Column("title", label=_("For"), accessor="title"),
            DateColumn("issued_at", label=_("Issued"), sort_key="issued_at"),
            DateColumn("revoked_at", label=_("Taken back"), sort_key="revoked_at"),
            Column("uuid", label=_("Serial number"), accessor="uuid"),
        ]


def holder(certificate: Certificate) -> str:
    return certificate.member.name if certificate.member else gettext("An account that was deleted")


class CertificateInspectView(InspectView):
    """One certificate: what it rests on, what it shows, and the one thing that can be done now."""

    template_name = "learning/admin/certificate.html"
    page_title = _("Certificate")

    def get_page_subtitle(self) -> str:
        return self.object.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.object
        return {
            **super().get_context_data(**kwargs),
            "certificate": found,
            "holder": holder(found),
            "lessons": [each["titles"].get(each["language"], "") for each in found.evidence["lessons"]],
            "may_decide": self.request.user.has_perm("learning.revoke_certificate"),
            "decide_url": reverse("certificate_decide", args=[found.pk]),
        }


class CertificateViewSet(ModelViewSet):
    """Who finished what, as it was then."""

    model = Certificate
    icon = "success"
    menu_label = _("Certificates")
    menu_order = 160
    add_to_admin_menu = True
    exclude_form_fields = ["evidence"]
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    list_filter = {"issued_at": ["gte", "lte"], "revoked_at": ["isnull"]}
    search_fields = ["member__display_name", "uuid"]

    def get_urlpatterns(self) -> list:
        """Look, and nothing else: a certificate is never added, edited or deleted here."""
        kept = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in kept]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        given = super().get_common_view_kwargs(**kwargs)
        gone = {f"{name}_url_name" for name in ("add", "edit", "delete", "copy", "history", "usage")}
        return {name: None if name in gone else value for name, value in given.items()}


class DecisionForm(forms.Form):
    """Take it back with a reason, or give it back."""

    verb = forms.ChoiceField(choices=[("revoke", ""), ("reinstate", "")])
    reason = forms.CharField(max_length=1000, required=False)
    public_reason = forms.CharField(max_length=300, required=False)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what the button says about one certificate."""
    if not request.user.has_perm("learning.revoke_certificate"):
        raise Http404
    found, form = get_object_or_404(Certificate, pk=pk), DecisionForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    if "verb" in form.errors:
        raise Http404
    try:
        if form.errors:
            messages.error(request, gettext("The reason is too long. Nothing was changed."))
        elif given["verb"] == "revoke":
            certificates.revoke(
                actor=request.user,
                certificate=found,
                reason=given["reason"],
                public_reason=given["public_reason"],
            )
            messages.success(request, gettext("Taken back. They have a mail with your reason."))
        else:
            certificates.reinstate(actor=request.user, certificate=found)
            messages.success(request, gettext("Valid again. They have a mail."))
    except LearningError as refusal:
        messages.error(request, refusal.message)
    return redirect("certificate:inspect", pk)
