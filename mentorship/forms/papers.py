"""What the two of a pair write down: notes to oneself, and the four things to talk about at the first meeting."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.models import PairAgreement, PairNote

FIELD = PairAgreement._meta.get_field


class NoteForm(forms.Form):
    """A note to oneself."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("A note to yourself"),
        max_length=PairNote._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def facts(self) -> dict[str, Any]:
        return {"token": self.cleaned_data["token"], "text": self.cleaned_data["text"]}


class AgreementForm(forms.Form):
    """Four things to talk about, each with room for what comes of it; none has to be filled in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    often = forms.CharField(
        label=FIELD("often").verbose_name,
        max_length=FIELD("often").max_length,
        required=False,
        help_text=_(
            "Say: every other Tuesday for 45 minutes; if one of us cannot, a message the day before."
        ),
    )
    place = forms.CharField(
        label=FIELD("place").verbose_name,
        max_length=FIELD("place").max_length,
        required=False,
        help_text=_(
            "Say: video calls, questions in between on the page of our pair, answers within two days."
        ),
    )
    help = forms.CharField(
        label=FIELD("help").verbose_name,
        max_length=FIELD("help").max_length,
        required=False,
        help_text=_(
            "Explaining, hints, reading code together, a push now and then? What helped before, and what did not?"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    limits = forms.CharField(
        label=FIELD("limits").verbose_name,
        max_length=FIELD("limits").max_length,
        required=False,
        help_text=_(
            "Say: nothing from here at work, no calls at weekends, no code written for the other one."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, agreement: PairAgreement | None, **kwargs: Any) -> None:
        found = agreement or PairAgreement()
        given = {name: getattr(found, name) for name in ("version", *PairAgreement.WORDS)}
        super().__init__(*args, initial=given, **kwargs)
