"""Where a member would like a chapter."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.places import near
from cms.places.near import Place


class NearForm(forms.Form):
    """A place, by the name of a city or by coordinates."""

    near = forms.CharField(
        label=_("Near"),
        max_length=near.LONGEST,
        help_text=_("A city, or coordinates such as 45.5, -122.7. We keep it to some ten kilometers."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-near": ""}),
        error_messages={"required": _("Type a city or coordinates.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place: Place | None = None

    def clean_near(self) -> str:
        self.place = near.read(self.cleaned_data["near"], get_language() or "")
        if self.place is None:
            raise forms.ValidationError(
                _(
                    "We do not know this place. Type a larger city near it, or coordinates such as 45.5, -122.7."
                ),
                code="unknown",
            )
        return self.cleaned_data["near"]


class InterestForm(NearForm):
    """A place, and what one could do there."""

    note = forms.CharField(
        label=_("What you would like, or could do"),
        required=False,
        max_length=300,
        help_text=_("Only program staff read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_near(self) -> str:
        """Here a name that several cities share is asked about: a wish is not to land in the wrong one."""
        typed = super().clean_near()
        if self.place and self.place.others:
            told = [city.told(get_language() or "") for city in self.place.others]
            names = "; ".join([self.place.name, *told])
            raise forms.ValidationError(
                _("There are several: %(cities)s. Type the one you mean, as it stands here."),
                code="several",
                params={"cities": names},
            )
        return typed
