"""The search field, and the choices that narrow what was found."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cms import findable, language_names
from cms.findable import Facet, Scope, Text


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("What are you looking for?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class Option:
    """A value one may choose, with how many results it gives; None where that is not known."""

    value: str
    label: Text
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet as the page shows it."""

    code: str
    name: Text
    every: Text
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, and the address without it."""

    name: Text
    label: Text
    url: str


class Choices:
    """What the address chose to narrow the search by. A value that nobody offers narrows nothing."""

    def __init__(self, data: Mapping[str, str], *, scope: Scope, text: str) -> None:
        self.text = text
        self.facets = [_kinds(), *findable.facets(), _languages()]
        self.values = {facet.code: facet.values(scope) for facet in self.facets}
        self.chosen = {
            facet.code: data[facet.code]
            for facet in self.facets
            if data.get(facet.code) in {value for value, _label in self.values[facet.code]}
        }

    def shown(self, counts: Mapping[str, Mapping[str, int]], *, are_exact: bool) -> list[Choice]:
        """The facets with the values that would give something, or are chosen."""
        choices = []
        for facet in self.facets:
            found = counts.get(facet.code, {})
            options = [
                Option(
                    value,
                    label,
                    found.get(value, 0) if are_exact else None,
                    value == self.chosen.get(facet.code),
                )
                for value, label in self.values[facet.code]
                if value in found or value == self.chosen.get(facet.code)
            ]
            if options:
                choices.append(Choice(facet.code, facet.name, facet.every, options))
        return choices

    def chips(self) -> list[Chip]:
        """What is chosen, each with the address that takes it away."""
        return [
            Chip(facet.name, dict(self.values[facet.code])[value], self.address(without=facet.code))
            for facet in self.facets
            if (value := self.chosen.get(facet.code))
        ]

    def address(self, *, without: str | None = None) -> str:
        """The address with everything chosen but one, or with nothing chosen."""
        kept = (
            {} if without is None else {code: value for code, value in self.chosen.items() if code != without}
        )
        return "?" + urlencode({"q": self.text, **kept})

    def kept(self) -> str:
        """What the address of another sheet goes on with."""
        return "&" + urlencode({"q": self.text, **self.chosen})


def _kinds() -> Facet:
    return Facet(
        code="kind",
        name=_("Kind"),
        every=_("Every kind"),
        values=lambda scope: [(kind.code, kind.name) for kind in findable.kinds()],
    )


def _languages() -> Facet:
    return Facet(
        code="language",
        name=_("Language"),
        every=_("Every language"),
        values=lambda scope: [(code, language_names.alone(code)) for code in scope.locales],
    )
