"""A question to one's mentor from within a lesson."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.models import Pairing

from .pair import MessageForm


class AskMentorForm(MessageForm):
    """The words, the block they are about, and which mentor where there is more than one."""

    block = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    mentor = forms.ChoiceField(label=_("Your mentor"))

    def __init__(self, *args: Any, pairings: Sequence[Pairing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairings = {str(pairing.uuid): pairing for pairing in pairings}
        self.fields["text"].label = _("Your question")
        self.fields["text"].help_text = _(
            "What did you try, and what happened? They get a mail that you have written, without your words."
        )
        choice = self.fields["mentor"]
        choice.choices = [(key, pairing.mentor.member.name) for key, pairing in self.pairings.items()]
        if len(self.pairings) == 1:
            choice.widget, choice.initial = forms.HiddenInput(), next(iter(self.pairings))
        self.order_fields(["token", "block", "mentor", "text"])

    @property
    def pairing(self) -> Pairing:
        return self.pairings[self.cleaned_data["mentor"]]
