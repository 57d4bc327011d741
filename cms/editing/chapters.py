"""Chapters and who runs them, for program staff."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from cms.models import Chapter, ChapterRole, Member


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
    form_fields = [
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


class ChapterRoleForm(forms.ModelForm):
    """A role is given by the member's e-mail address: a list to choose from would show everybody's to everybody."""

    email = forms.EmailField(label=_("The member's e-mail address"))

    class Meta:
        model = ChapterRole
        fields = ["chapter", "kind", "since", "until"]

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

    def _get_validation_exclusions(self) -> set[str]:
        """The member is set by the address: check it against the constraints too."""
        return super()._get_validation_exclusions() - {"member"}


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
