"""What a learner types or ticks in a lesson."""

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import Certificate, LessonProgress, Level


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


class CertificateForm(forms.ModelForm):
    """What strangers see of a certificate."""

    class Meta:
        model = Certificate
        fields = ["name", "shows_name", "shows_date", "shows_lessons"]
        labels = {
            "name": _("Your name as it should stand there"),
            "shows_name": _("Show my name"),
            "shows_date": _("Show the day I finished"),
            "shows_lessons": _("Show the lessons and the hours"),
        }
        help_texts = {"name": _("It is kept here, and shown only while the box below is ticked.")}
