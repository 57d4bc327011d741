"""What people choose when they answer a meetup."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import RSVP, Mode


class RSVPForm(forms.Form):
    """How somebody comes: in the room or online, to learn or to help."""

    mode = forms.ChoiceField(
        choices=Mode.choices,
        error_messages={
            "required": _("Choose how you come."),
            "invalid_choice": _("Choose one of the ways to come."),
        },
    )
    role = forms.ChoiceField(
        choices=RSVP.Role.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the ways to come.")},
    )

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or RSVP.Role.LEARNER

    @property
    def refusal(self) -> str:
        """What is missing, in one sentence."""
        return str(next(iter(self.errors.values()))[0]) if self.errors else ""
