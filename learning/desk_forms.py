"""What somebody asks at the help desk."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from learning.models import HelpRequest
from learning.services.desk import Question
from learning.services.desk_lists import Desk


class AskForm(forms.Form):
    """ "Test mine" or "I am stuck", of which exercise, in a few words, with a link to the code."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    wish = forms.ChoiceField(
        label=_("What would help"), choices=HelpRequest.Wish.choices, widget=forms.RadioSelect
    )
    exercise = forms.ChoiceField(label=_("Which exercise"), required=False)
    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("What you tried, what you see, what you expected."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.URLField(
        label=_("Link to your code"),
        help_text=_("So that a helper can look before they come."),
        max_length=200,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, desk: Desk) -> None:
        mine = desk.mine.request if desk.mine else None
        initial: dict[str, Any] = {"key": uuid4(), "wish": HelpRequest.Wish.STUCK}
        if mine:
            initial |= {"wish": mine.wish, "words": mine.words, "link": mine.link}
            initial["exercise"] = str(mine.exercise_key or "")
        super().__init__(data, initial=initial, auto_id="ask-%s")
        choices = dict(desk.exercises)
        if mine and mine.exercise_key and desk.mine and desk.mine.exercise:
            choices.setdefault(str(mine.exercise_key), desk.mine.exercise)
        self.fields["exercise"].choices = [("", _("Something else")), *choices.items()]
        if not choices:
            del self.fields["exercise"]

    def clean_link(self) -> str:
        scheme, mark, rest = self.cleaned_data["link"].partition("://")
        return f"{scheme.lower()}{mark}{rest}"

    @property
    def question(self) -> Question:
        """What `desk.ask` takes."""
        given = self.cleaned_data
        return Question(given["wish"], given.get("exercise") or None, given["words"], given["link"])
