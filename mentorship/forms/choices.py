"""A list of people as a form: for each of them a place, none, or rather not."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.exceptions import RankTwice
from mentorship.services.choices import AVOID, Choice

PLACES = [
    ("", _("Not on my list")),
    (1, _("First choice")),
    (2, _("Second choice")),
    (3, _("Third choice")),
    (4, _("Fourth choice")),
    (5, _("Fifth choice")),
    (AVOID, _("Rather not")),
]


class ChoicesForm(forms.Form):
    """One field for each who is offered; anybody else who is posted is not listened to."""

    def __init__(self, *args, offered: Sequence[Choice], **kwargs) -> None:
        self.offered = offered
        super().__init__(*args, **kwargs)
        for choice in offered:
            self.fields[self._name(choice)] = forms.TypedChoiceField(
                label=choice.other.member.name,
                choices=PLACES,
                coerce=int,
                empty_value=None,
                required=False,
                initial=choice.place,
            )

    @staticmethod
    def _name(choice: Choice) -> str:
        return f"place-{choice.other.uuid}"

    def rows(self) -> list[tuple]:
        """(choice, field) in the order in which they are offered."""
        return [(choice, self[self._name(choice)]) for choice in self.offered]

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        ranks = [place for place in cleaned.values() if place]
        if len(ranks) != len(set(ranks)):
            raise forms.ValidationError(RankTwice.message)
        return cleaned

    def places(self) -> dict[int, int | None]:
        """Member key -> place."""
        return {choice.other.member_id: self.cleaned_data[self._name(choice)] for choice in self.offered}
