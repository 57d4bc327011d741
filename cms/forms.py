"""What members type about themselves."""

import zoneinfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.models import Member


def timezone_choices() -> list[tuple[str, str]]:
    """Every IANA zone that names a place, and UTC."""
    known = zoneinfo.available_timezones()
    names = sorted(name for name in known if "/" in name and not name.startswith(("Etc/", "posix", "right")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class WelcomeForm(forms.ModelForm):
    """The first things we ask: a name, and how to tell the time. All of it can be changed later."""

    locale = forms.ChoiceField(label=_("Language of the site and of our mails"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=timezone_choices,
        widget=forms.Select(attrs={"data-timezone": ""}),
        help_text=_("So that every time we show you is yours."),
    )

    class Meta:
        model = Member
        fields = ["display_name", "pronouns", "locale", "timezone"]
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "pronouns": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True

    def clean_display_name(self) -> str:
        """One line; a name goes into the subject of a mail."""
        return " ".join(self.cleaned_data["display_name"].split())


class ProfileForm(WelcomeForm):
    """Everything a member says of themselves."""

    class Meta(WelcomeForm.Meta):
        fields = ["display_name", "pronouns", "bio", "locale", "timezone", "contact"]
        widgets = {**WelcomeForm.Meta.widgets, "bio": forms.Textarea(attrs={"rows": 5})}
