"""A slot for a talk: offered by an organizer, claimed by a member."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import TalkSlot


class SlotForm(forms.Form):
    """What kind of talk, and how long."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What kind"), choices=TalkSlot.Kind.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=3, max_value=120)

    def __init__(self, data=None) -> None:
        super().__init__(data, initial={"key": uuid4(), "minutes": 10}, auto_id="slot-%s")


class ClaimForm(forms.Form):
    """What somebody wants to speak about, and whether it is their first time."""

    title = forms.CharField(
        label=_("What about"),
        max_length=160,
        help_text=_("A few words. You can think of a better title later."),
    )
    notes = forms.CharField(
        label=_("What you need"),
        max_length=1000,
        required=False,
        help_text=_("A projector, a table, help with slides. Only organizers read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_first_time = forms.BooleanField(label=_("It is my first time speaking"), required=False)
    may_be_named = forms.BooleanField(
        label=_("My name may stand in the public recap of the meetup"), required=False
    )

    def __init__(self, data=None) -> None:
        super().__init__(data, auto_id="claim-%s")
