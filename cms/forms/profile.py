"""What members type about themselves."""

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms import language_names
from cms.models import Fluency, Member

from .selects import LongSelect

LANGUAGE_ROWS = 4


@cache
def timezone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every IANA zone that names a place, by region, and UTC."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        region, slash, city = name.partition("/")
        if slash and region not in {"Etc", "SystemV", "US", "posix", "right"}:
            regions.setdefault(region, []).append((name, city.replace("_", " ")))
    return [("UTC", [("UTC", "UTC")]), *regions.items()]


def language_choices() -> list[tuple[str, str]]:
    """Languages people speak, by name in the reader's language."""
    named = [(code, language_names.alone(code)) for code in language_names.known()]
    return sorted(named, key=lambda choice: choice[1].casefold())


class WelcomeForm(forms.ModelForm):
    """The first things we ask: a name, and how to tell the time. All of it can be changed later."""

    locale = forms.ChoiceField(label=_("Language of our mails to you"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=timezone_choices,
        widget=LongSelect(attrs={"data-timezone": ""}),
        help_text=_("So that every time we show you is yours."),
    )

    class Meta:
        model = Member
        fields = ["display_name", "pronouns", "locale", "timezone"]
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "pronouns": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True

    def clean_display_name(self) -> str:
        """One line of something people can read aloud; it goes into the subject of a mail."""
        name = " ".join(self.cleaned_data["display_name"].split())
        if not any(letter.isalnum() for letter in name):
            raise ValidationError(_("Please give a name with at least one letter."), code="name")
        return name


class ProfileForm(WelcomeForm):
    """Everything a member says of themselves, and up to four languages."""

    class Meta(WelcomeForm.Meta):
        fields = ["display_name", "pronouns", "bio", "locale", "timezone", "contact"]
        widgets = {
            **WelcomeForm.Meta.widgets,
            "bio": forms.Textarea(attrs={"rows": 5}),
            "contact": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = list(self.instance.languages.all()[:LANGUAGE_ROWS]) if self.instance.pk else []
        tongues = language_choices()
        for row in range(LANGUAGE_ROWS):
            known = spoken[row] if row < len(spoken) else None
            self.fields[f"language-{row}"] = forms.ChoiceField(
                label=_("Language {number}").format(number=row + 1),
                choices=[("", _("No other")), *tongues],
                widget=LongSelect,
                required=False,
                initial=known.code.partition("-")[0] if known else "",
            )
            self.fields[f"fluency-{row}"] = forms.ChoiceField(
                label=_("How well"),
                choices=Fluency,
                required=False,
                initial=known.level if known else Fluency.FLUENT,
            )

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that stand one below the other."""
        return [self[name] for name in self._meta.fields]

    @property
    def language_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"language-{row}"], self[f"fluency-{row}"]) for row in range(LANGUAGE_ROWS)]

    @property
    def facts(self) -> dict[str, str]:
        """What the profile says in words, for the service."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    @property
    def languages(self) -> dict[str, str]:
        """Code -> level of every language chosen; the last word counts when one is chosen twice."""
        chosen = {}
        for row in range(LANGUAGE_ROWS):
            if code := self.cleaned_data[f"language-{row}"]:
                chosen[code] = self.cleaned_data[f"fluency-{row}"] or Fluency.FLUENT
        return chosen
