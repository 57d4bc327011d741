"""Narrows the directory of chapters, and says from where the distance is told."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms import language_names
from cms.places import countries, near
from cms.places.near import Place
from cms.services.directory import Offered


class DirectoryForm(forms.Form):
    """A place, a language, a country, and what comes first. What it does not know narrows nothing."""

    near = forms.CharField(
        label=_("Near"),
        required=False,
        max_length=near.LONGEST,
        help_text=_("A city, or coordinates such as 45.5, -122.7. Nobody keeps it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-near": ""}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Nearest first")), ("name", _("By name"))],
    )

    def __init__(self, data: Any = None, *, offered: Offered) -> None:
        super().__init__(data, auto_id="directory-%s")
        tongues = [(tag, language_names.alone(tag)) for tag in offered.languages]
        lands = [(code, countries.name(code, get_language() or "")) for code in offered.countries]
        self.fields["language"].choices = [("", _("Every language")), *sorted(tongues, key=_label)]
        self.fields["country"].choices = [("", _("Every country")), *sorted(lands, key=_label)]
        self.place: Place | None = None

    def clean_near(self) -> str:
        typed = self.cleaned_data["near"]
        if typed:
            self.place = near.read(typed, get_language() or "")
            if self.place is None:
                raise forms.ValidationError(
                    _(
                        "We do not know this place. Type a larger city near it, or coordinates such as 45.5, -122.7."
                    ),
                    code="unknown",
                )
        return typed

    def chosen(self) -> dict[str, str]:
        """What was chosen and understood, by name."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _label(choice: tuple[str, str]) -> str:
    return choice[1]
