"""How it goes: one of three answers, and a word to the organizers if one likes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship import pulse_words
from mentorship.models import Pulse


class FriendlyWordForm(forms.Form):
    """What an organizer says to somebody whose pair does not go well; it may stay empty when they have spoken already."""

    words = forms.CharField(
        label=_("A word to them"),
        max_length=1000,
        required=False,
        help_text=_(
            "They get it by mail, in your name. Leave it empty when you have spoken with them already."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PulseForm(forms.Form):
    """The answer of one side; what it writes is for organizers alone."""

    answer = forms.TypedChoiceField(label=_("Your answer"), coerce=int, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("A word to the organizers"),
        max_length=Pulse._meta.get_field("words").max_length,
        required=False,
        help_text=_("What goes well, what is missing, what they could do. The other one never reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, day: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = pulse_words.answers(day)
