"""Narrows the calendar of the site."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import Chapter
from learning.models import Mode
from learning.models.meetups import Kind


class CalendarForm(forms.Form):
    """Which chapter, which kind, in a room or online. What it does not know narrows nothing."""

    chapter = forms.ChoiceField(label=_("Chapter"), required=False)
    kind = forms.ChoiceField(
        label=_("What kind"), choices=[("", _("Every kind")), *Kind.choices], required=False
    )
    where = forms.ChoiceField(
        label=_("Where"), choices=[("", _("In a room or online")), *Mode.choices], required=False
    )

    def __init__(self, data=None, *, chapters: list[Chapter]) -> None:
        super().__init__(data, auto_id="calendar-%s")
        named = [(str(chapter.uuid), chapter.name) for chapter in chapters]
        self.fields["chapter"].choices = [("", _("Every chapter")), *named]

    def chosen(self) -> dict[str, str]:
        """What narrows, by name."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
