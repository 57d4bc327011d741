"""The admin's account page: one name, no password and no e-mail address, which belong to the site's own settings."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    ChangePasswordPanel,
    NameEmailSettingsPanel,
)

from cms.models import Member


class NameForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["display_name", "pronouns"]


class NamePanel(BaseSettingsPanel):
    name = "name"
    title = _("Name")
    order = 100
    form_class = NameForm


class MemberAccountView(AccountView):
    """Wagtail asks for a first and a last name; people here have one name."""

    def get_panels(self):
        panels = [
            panel
            for panel in super().get_panels()
            if not isinstance(panel, NameEmailSettingsPanel | ChangePasswordPanel)
        ]
        return [NamePanel(self.request, self.request.user, panels[0].profile), *panels]
