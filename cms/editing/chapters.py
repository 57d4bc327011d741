"""Chapters and who runs them, for program staff."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from cms.models import Chapter, ChapterRole, Member
from cms.services import chapter_rights

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class LanguagesField(forms.CharField):
    """A list of language tags, typed with commas."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        return [tag.strip() for tag in super().to_python(value).split(",") if tag.strip()]

    def validate(self, value) -> None:
        super().validate(value)
        unknown = [tag for tag in value if not LANGUAGE_TAG.fullmatch(tag)]
        if unknown:
            raise forms.ValidationError(
                _("Not a language tag: %(tags)s."), code="language", params={"tags": ", ".join(unknown)}
            )

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ChapterForm(forms.ModelForm):
    languages = LanguagesField(
        label=_("Languages"), required=False, help_text=_("Language tags with commas, such as en, es, pt-BR.")
    )

    class Meta:
        model = Chapter
        fields = [
            "name",
            "city",
            "region",
            "country",
            "timezone",
            "languages",
            "latitude",
            "longitude",
            "founded_on",
            "paused_at",
            "closed_at",
        ]
        widgets = {
            "founded_on": AdminDateInput,
            "paused_at": AdminDateTimeInput,
            "closed_at": AdminDateTimeInput,
        }


class ChapterViewSet(ModelViewSet):
    """The records of chapters; their pages are edited in the page tree."""

    model = Chapter
    icon = "group"
    list_display = ["name", "city", "country", "timezone", "founded_on"]
    list_filter = ["country"]
    search_fields = ["name", "city", "region"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name", "city", "region", "country", "timezone", "founded_on"]

    def get_form_class(self, for_update=False):
        return ChapterForm


class ChapterRoleForm(forms.ModelForm):
    """A role is given by the member's e-mail address: a list to choose from would show everybody's to everybody."""

    email = forms.EmailField(label=_("The member's e-mail address"))

    class Meta:
        model = ChapterRole
        fields = ["chapter", "kind", "since", "until"]
        widgets = {"since": AdminDateInput, "until": AdminDateInput}

    field_order = ["email", "chapter", "kind", "since", "until"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].disabled = True
            self.initial["email"] = self.instance.member.email
            self.fields["email"].help_text = self.instance.member.name

    def clean_email(self) -> str:
        member = Member.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if member is None:
            raise forms.ValidationError(_("No member has this address."), code="unknown")
        self.instance.member = member
        return member.email

    def save(self, commit=True) -> ChapterRole:
        """Keep the role, and let what its chapter's people may edit follow at once."""
        before = ChapterRole.objects.filter(pk=self.instance.pk).select_related("chapter").first()
        role = super().save(commit)
        for chapter in {role.chapter, before.chapter if before else role.chapter}:
            chapter_rights.keep_in_line(chapter=chapter)
        return role

    def _get_validation_exclusions(self) -> set[str]:
        """The member is set by the address: check it against the constraints too."""
        excluded = super()._get_validation_exclusions()
        return excluded if "email" in self._errors else excluded - {"member"}


class ChapterRoleViewSet(ModelViewSet):
    """Who organizes, opens the door, edits or is there to be talked to, since when and until when."""

    model = ChapterRole
    icon = "user"
    list_display = ["member", "kind", "chapter", "since", "until"]
    list_filter = ["kind", "chapter"]
    search_fields = ["member__display_name", "member__email", "chapter__name"]
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        return ChapterRoleForm


class ChapterGroup(ModelViewSetGroup):
    menu_label = _("Chapters")
    menu_icon = "group"
    menu_order = 160
    items = (ChapterViewSet("chapters"), ChapterRoleViewSet("chapter_roles"))
