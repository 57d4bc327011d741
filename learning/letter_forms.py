"""What an organizer may change about letters."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LetterForm(forms.Form):
    """Words above a letter, and another subject."""

    words = forms.CharField(
        label=_("Words of your own"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They stand above the letter, as you write them, in whatever language its reader has."),
    )
    subject = forms.CharField(
        label=_("Another subject"),
        max_length=150,
        required=False,
        help_text=_("Leave it empty for the one it has."),
    )

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())
