"""By how many weeks a course elsewhere has moved."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    """Whole weeks, so that no weekday drifts."""

    by = forms.IntegerField(
        label=_("Weeks later"),
        min_value=-52,
        max_value=52,
        help_text=_("Below zero: earlier."),
    )

    def clean_by(self) -> int:
        weeks = self.cleaned_data["by"]
        if not weeks:
            raise forms.ValidationError(_("Zero weeks move nothing."))
        return weeks
