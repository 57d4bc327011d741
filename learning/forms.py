"""What a learner types or ticks in a lesson, and hands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning import certificate_kinds
from learning.exceptions import UnusableHandIn
from learning.models import Exercise, LessonProgress, Level


class DoneForm(forms.Form):
    """How sure one feels at the end of a lesson."""

    confidence = forms.TypedChoiceField(
        label=_("How sure do you feel?"),
        choices=LessonProgress.Confidence.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how sure you feel."),
            "invalid_choice": _("Choose one of the three."),
        },
    )


class FacetForm(forms.Form):
    """Narrows a list by level and topic. What it does not know narrows nothing."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[("", _("Every level")), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)

    def __init__(self, data=None, *, topics: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="facet-%s")
        self.fields["topic"].choices = [("", _("Every topic")), *topics]

    def chosen(self) -> tuple[int | None, str]:
        """The level and the topic to show, None and "" for all."""
        if not self.is_bound:
            return None, ""
        self.is_valid()
        return self.cleaned_data.get("level"), self.cleaned_data.get("topic") or ""


class HandInForm(forms.Form):
    """Homework: text, a link or both, as the exercise asks for it. What is too much is said by the service."""

    text = forms.CharField(
        label=_("Your text or code"),
        help_text=_("Up to 100 kB, which is about 2000 lines."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "input input--code", "spellcheck": "false"}),
    )
    url = forms.CharField(
        label=_("A link"),
        help_text=_("To a place others can open, such as a repository. It begins with https://."),
        required=False,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, exercise: Exercise, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="hand-in-%s")
        unasked = {Exercise.Accepts.TEXT: "url", Exercise.Accepts.LINK: "text"}
        self.fields.pop(unasked.get(exercise.accepts, ""), None)
        if len(self.fields) == 1:
            (only,) = self.fields.values()
            only.required = data is None or "save" not in data
            only.error_messages["required"] = UnusableHandIn.message
        else:
            self.fields["url"].help_text = _("Instead of the text or with it. It begins with https://.")

    def clean(self) -> dict[str, str]:
        return {"text": "", "url": "", **(super().clean() or {})}


class CertificateForm(forms.Form):
    """What strangers see of a certificate."""

    name = forms.CharField(
        label=_("Your name as it should stand there"),
        max_length=80,
        required=False,
        help_text=_("It is kept here, and shown only while the box below is ticked."),
    )
    shows_name = forms.BooleanField(label=_("Show my name"), required=False)
    shows_date = forms.BooleanField(required=False)
    shows_lessons = forms.BooleanField(required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = certificate_kinds.named(kind)
        self.fields["shows_date"].label = words.date_label()
        self.fields["shows_lessons"].label = words.lessons_label()
