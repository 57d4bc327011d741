"""Narrows the list of mentors: a topic, a language, a way to work, hours in common, room for somebody."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from cms import language_names
from mentorship.models import Format
from mentorship.services.directory import Entry


class DirectoryForm(forms.Form):
    """Offers only what would find somebody. Anything else in the address narrows nothing."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    format = forms.ChoiceField(label=_("Ways to work"), required=False)
    hours = forms.ChoiceField(
        label=_("Hours"), choices=[("", _("Any")), ("1", _("In common with mine"))], required=False
    )
    room = forms.ChoiceField(
        label=_("Free places"), choices=[("", _("Any")), ("1", _("At least one"))], required=False
    )

    def __init__(
        self, *args, entries: Iterable[Entry], topics: Mapping[str, str], least: int, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.entries, self.least = list(entries), least
        offered = {key for entry in self.entries for key in entry.topics}
        codes = {code for entry in self.entries for code in entry.languages}
        spoken = sorted(((code, language_names.alone(code)) for code in codes), key=lambda one: one[1])
        self.fields["topic"].choices = [
            ("", _("Any")),
            *((key, name) for key, name in topics.items() if key in offered),
        ]
        ways = {name for entry in self.entries for name in entry.mentor.formats}
        self.fields["format"].choices = [("", _("Any")), *(way for way in Format.choices if way[0] in ways)]
        self.fields["language"].choices = [("", _("Any")), *spoken]

    def found(self) -> list[Entry]:
        """The entries that fit what was chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        return [
            entry
            for entry in self.entries
            if (not chosen.get("topic") or chosen["topic"] in entry.topics)
            and (not chosen.get("language") or chosen["language"] in entry.languages)
            and (not chosen.get("format") or chosen["format"] in entry.mentor.formats)
            and (not chosen.get("hours") or entry.minutes >= self.least)
            and (not chosen.get("room") or entry.has_room)
        ]

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.values())
