"""What people type when a pair is over: a look back for the program, and a note of thanks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.models import PairClosing, PairThanks
from mentorship.services.closings import Answer

SAID = ("reached", "helped", "change")


def _words(name: str, label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=PairClosing._meta.get_field(name).max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClosingForm(forms.Form):
    """Three questions, one answer is enough; whether they may be quoted is asked after a completed pair only."""

    reached = _words("reached", _("What did the two of you reach?"), "")
    helped = _words("helped", _("What helped?"), "")
    change = _words(
        "change", _("What should we change?"), _("For the people who run the program; never published.")
    )
    publish_ok = forms.BooleanField(
        label=_(
            "You may publish my first two answers with my name on the mentoring page. I can take this back at any time."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, given: PairClosing | None, quotes: bool) -> None:
        initial = {name: getattr(given, name) for name in self.base_fields} if given else {}
        super().__init__(data, initial=initial, auto_id="closing-%s")
        if not quotes:
            del self.fields["publish_ok"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not any(given[name] for name in SAID):
            raise forms.ValidationError(
                _("Write a sentence in one of the three places."), code="nothing_said"
            )
        if given.get("publish_ok") and not self.errors and not (given["reached"] or given["helped"]):
            self.add_error("publish_ok", _("There are no words to publish. Write some, or leave this out."))
        return given

    @property
    def answer(self) -> Answer:
        """What was said, of a form that is valid."""
        return Answer(**self.cleaned_data)


class ThanksForm(forms.Form):
    """One note to the other one."""

    text = forms.CharField(
        label=_("Your note"),
        max_length=PairThanks._meta.get_field("text").max_length,
        help_text=_("It can be sent once. They get a mail that there is one, without your words."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="thanks-%s")
