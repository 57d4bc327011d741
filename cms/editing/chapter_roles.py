"""Who organizes a chapter, opens the door, edits or is there to be talked to: given and ended by program staff."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from cms.exceptions import CmsError
from cms.models import ChapterRole, Member
from cms.services import chapter_roles


class ChapterRoleForm(forms.ModelForm):
    """A role is given by the member's e-mail address: a list to choose from would show everybody's to everybody."""

    email = forms.EmailField(label=_("The member's e-mail address"))

    class Meta:
        model = ChapterRole
        fields = ["chapter", "kind", "since"]
        widgets = {"since": AdminDateInput}

    field_order = ["email", "chapter", "kind", "since"]

    def clean_email(self) -> str:
        member = Member.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if member is None:
            raise forms.ValidationError(_("No member has this address."), code="unknown")
        self.instance.member = member
        return member.email

    def _get_validation_exclusions(self) -> set[str]:
        """The member is set by the address: check it against the constraints too."""
        excluded = super()._get_validation_exclusions()
        return excluded if "email" in self._errors else excluded - {"member"}


class EndForm(forms.ModelForm):
    """The end of a role: what it was stays as it is."""

    reason = forms.CharField(
        label=_("Why, if nobody else organizes the chapter then"),
        required=False,
        max_length=300,
        help_text=_("Needed only for the last organizer. It is kept with the change."),
    )

    class Meta:
        model = ChapterRole
        fields = ["chapter", "kind", "since", "until"]
        widgets = {"since": AdminDateInput, "until": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("chapter", "kind", "since"):
            self.fields[name].disabled = True
        self.fields["chapter"].help_text = self.instance.member.name
        # A role ends when its form is saved: a day to come would say otherwise.
        self.fields["until"].validators.append(MaxValueValidator(timezone.localdate))
        if self.instance.until:
            self.fields["until"].disabled = self.fields["reason"].disabled = True


class _Refusing:
    """A refusal of the service is told on the form."""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except CmsError as refusal:
            self.produced_error_message = refusal.message
            form.add_error(None, refusal.message)
            return self.form_invalid(form)


class RoleCreateView(_Refusing, CreateView):
    def save_instance(self) -> ChapterRole:
        given = {name: self.form.cleaned_data[name] for name in ("chapter", "kind", "since")}
        made = chapter_roles.open_role(actor=self.request.user, member=self.form.instance.member, **given)
        log(instance=made, action="wagtail.create", content_changed=True)
        return made


class RoleEditView(_Refusing, EditView):
    def save_instance(self) -> ChapterRole:
        """An empty day changes nothing: a role does not end by saving its form."""
        self.has_content_changes = self.form.has_changed()
        role = self.form.instance
        if until := self.form.cleaned_data["until"]:
            reason = self.form.cleaned_data["reason"]
            role = chapter_roles.close_role(actor=self.request.user, role=role, until=until, despite=reason)
            log(instance=role, action="wagtail.edit", content_changed=True)
        return role


class ChapterRoleViewSet(ModelViewSet):
    """Who organizes, opens the door, edits or is there to be talked to, since when and until when."""

    model = ChapterRole
    icon = "user"
    list_display = ["member", "kind", "chapter", "since", "until"]
    list_filter = ["kind", "chapter"]
    search_fields = ["member__display_name", "member__email", "chapter__name"]
    copy_view_enabled = False
    add_view_class = RoleCreateView
    edit_view_class = RoleEditView

    def get_form_class(self, for_update=False):
        return EndForm if for_update else ChapterRoleForm

    def get_urlpatterns(self) -> list:
        """Without deleting: a role ends, and what somebody did for a chapter stays known."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**kwargs) | {"delete_url_name": None}
