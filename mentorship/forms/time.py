"""The third step of an application: zone, weekly hours, languages and the way of working."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cms import language_names
from cms.forms.profile import timezone_choices
from cms.forms.selects import LongSelect
from cms.models import Fluency
from mentorship import hours
from mentorship.models import Format, Frequency

from .step import StepForm

LANGUAGE_ROWS = 4


def tongues() -> list[tuple[str, str]]:
    """Languages by name, in the reader's language."""
    named = [(code, language_names.alone(code)) for code in language_names.known()]
    return sorted(named, key=lambda item: item[1].casefold())


class TimeForm(StepForm):
    """Zone, weekly hours from a grid and from words together, languages, and the way of working."""

    grid_hours = range(hours.FIRST_HOUR, hours.LAST_HOUR)

    timezone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=timezone_choices,
        widget=LongSelect,
        help_text=_("Your hours stay yours when clocks change."),
    )
    written = forms.CharField(
        label=_("Or write your hours"),
        max_length=1000,
        required=False,
        help_text=_("For instance: Tue 18:00-20:00, Sat 9:30-12. They are added to what is ticked."),
    )
    formats = forms.MultipleChoiceField(
        label=_("How do you like to work?"),
        choices=Format,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    frequency = forms.TypedChoiceField(
        label=_("How often would you meet?"),
        choices=Frequency,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for row in range(LANGUAGE_ROWS):
            self.fields[f"language-{row}"] = forms.ChoiceField(
                label=_("Language"),
                choices=lambda: [("", _("No other")), *tongues()],
                widget=LongSelect,
                required=False,
            )
            self.fields[f"fluency-{row}"] = forms.ChoiceField(
                label=_("Level"), choices=Fluency, required=False, initial=Fluency.FLUENT
            )
        self.ticked = self._posted_cells() if self.is_bound else self._kept_cells

    def so_far(self) -> dict:
        spans = list(self.member.availability.values_list("weekday", "start", "end"))
        self._kept_cells, rest = hours.in_grid(spans)
        found = {
            "timezone": self.member.timezone,
            "written": hours.written(rest),
            **self.kept("formats", "frequency"),
        }
        for row, language in enumerate(self.member.languages.all()[:LANGUAGE_ROWS]):
            found |= {f"language-{row}": language.code.partition("-")[0], f"fluency-{row}": language.level}
        return found

    def _posted_cells(self) -> set[tuple[int, int]]:
        """The cells of the grid as posted, each "weekday-hour"; anything else is left out."""
        cells = {f"{day}-{hour}": (day, hour) for day in range(7) for hour in self.grid_hours}
        return {cells[value] for value in self.data.getlist("hour") if value in cells}

    def grid(self) -> list[dict]:
        """An hour a row: its label, and for each weekday the value to post and whether it is ticked."""
        return [
            {
                "label": hours.clock(hour * 60),
                "until": hours.clock(hour * 60 + 60),
                "cells": [
                    {"value": f"{day}-{hour}", "day": WEEKDAYS[day], "on": (day, hour) in self.ticked}
                    for day in range(7)
                ],
            }
            for hour in self.grid_hours
        ]

    def language_rows(self) -> list[tuple]:
        return [(self[f"language-{row}"], self[f"fluency-{row}"]) for row in range(LANGUAGE_ROWS)]

    def clean_written(self) -> str:
        try:
            self.spans = hours.parse(self.cleaned_data["written"])
        except hours.NotHours as problem:
            self.spans = []
            raise forms.ValidationError(str(problem)) from problem
        return self.cleaned_data["written"]

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("formats", "frequency")}

    def profile(self) -> dict:
        return {"timezone": self.cleaned_data["timezone"]}

    def hours(self) -> list[hours.Span]:
        ticked = [(day, hour * 60, hour * 60 + 60) for day, hour in self.ticked]
        return hours.merged([*ticked, *self.spans])

    def languages(self) -> dict[str, str]:
        found = {}
        for row in range(LANGUAGE_ROWS):
            if code := self.cleaned_data[f"language-{row}"]:
                found[code] = self.cleaned_data[f"fluency-{row}"] or Fluency.FLUENT
        return found
