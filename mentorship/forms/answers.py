"""A question to a mentor, a kind no, an end without blame."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.models import Pairing, Proposal, ProposalMessage


class RequestForm(forms.Form):
    """A few words to the mentor who is asked."""

    note = forms.CharField(
        label=_("Your note"),
        max_length=1000,
        help_text=_("Two or three sentences: what you are working on, and why you ask this person."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class QuestionForm(forms.Form):
    """A question before an answer, or what was asked back."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("Your words"),
        max_length=ProposalMessage._meta.get_field("text").max_length,
        help_text=_("They get a mail that you have written, without your words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    """Why not, which organizers read; a word to the other one; and for a mentor, a break with the same click."""

    code = forms.ChoiceField(
        label=_("Reason"),
        choices=Proposal.Decline,
        widget=forms.RadioSelect,
        help_text=_("Only organizers read this."),
    )
    note = forms.CharField(
        label=_("A word with it"),
        max_length=500,
        required=False,
        help_text=_("The other person reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pause = forms.BooleanField(label=_("Ask me nothing new for now: I take a break"), required=False)

    def __init__(self, *args, side: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if side != "mentor":
            del self.fields["pause"]


class EndForm(forms.Form):
    """Why a pair ends; the other side learns that it ended, organizers learn why."""

    code = forms.ChoiceField(label=_("Reason"), choices=Pairing.End, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("For the organizers"),
        max_length=1000,
        required=False,
        help_text=_("Only organizers read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
