"""What is typed of a chapter: its languages by their tags, and its place by picking a city or by coordinates."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.models import Chapter
from cms.places import cities, countries, near
from cms.services.chapter_facts import FIELDS

from .profile import timezone_choices
from .selects import LongSelect

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


class CityField(forms.CharField):
    """One city of the bundled list, typed by name. Of several with this name the form asks which."""

    def clean(self, value: Any) -> cities.City | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = cities.find(typed)
        if not found:
            raise forms.ValidationError(
                _("This city is not in our list. Leave this empty and type the coordinates below."),
                code="unknown",
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("There are several: %(cities)s. Type the one you mean, as it stands here."),
                code="several",
                params={"cities": "; ".join(city.told(get_language() or "") for city in found)},
            )
        return found[0]


class PlacedForm(forms.ModelForm):
    """A chapter's place: a picked city gives the coordinates, the time zone, and what else was not typed with it."""

    pick = CityField(
        label=_("Pick a city"),
        required=False,
        max_length=near.LONGEST,
        help_text=_("Its name, coordinates and time zone are taken from our list of cities (GeoNames)."),
    )
    languages = LanguagesField(
        label=_("Languages"), required=False, help_text=_("Language tags with commas, such as en, es, pt-BR.")
    )
    PICKED = ("city", "country", "timezone")

    class Meta:
        model = Chapter
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picks = bool(self.data.get(self.add_prefix("pick"), "").strip())
        for name in self.PICKED:
            self.fields[name].required = not picks
            self.fields[name].error_messages["required"] = _("Type it here, or pick a city.")

    def clean_country(self) -> str:
        code = self.cleaned_data["country"].upper()
        if code and not countries.is_known(code):
            raise forms.ValidationError(
                _("This is no country code of two letters, such as US or CZ."), code="country"
            )
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        city = given.get("pick")
        if city:
            latitude, longitude = (Decimal(f"{degrees:.5f}") for degrees in city.point)
            given |= {"latitude": latitude, "longitude": longitude, "timezone": city.timezone}
            moved = given.get("city") != city.name
            for name, found in (("city", city.name), ("region", city.region), ("country", city.country)):
                stood = moved and name not in self.changed_data  # of the place before: it goes with it
                given[name] = found if stood or not given.get(name) else given[name]
        if (given.get("latitude") is None) != (given.get("longitude") is None):
            self.add_error("longitude", _("Latitude and longitude belong together: type both, or none."))
        return given


class FactsForm(PlacedForm):
    """What the organizers of a chapter say of it."""

    timezone = forms.ChoiceField(label=_("Time zone"), choices=timezone_choices, widget=LongSelect)
    rests = forms.BooleanField(label=_("We are taking a break; the directory says so"), required=False)
    field_order = ["pick", *FIELDS, "rests"]

    class Meta(PlacedForm.Meta):
        fields = list(FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["rests"] = bool(self.instance.paused_at)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}
