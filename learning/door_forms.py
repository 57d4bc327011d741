"""What is typed or tapped at the door: a mark, a guest, the code of the room, a sheet of paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import Member
from learning.models import Attendance
from learning.services.door_lists import Door
from learning.services.walk_ins import LONGEST_NAME

MOST_GUESTS = 60


class TapForm(forms.Form):
    """The key of a tap, and how many seconds it was kept without network."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    ago = forms.FloatField(min_value=0, max_value=10**7, required=False, widget=forms.HiddenInput)

    def clean_ago(self) -> timedelta:
        return timedelta(seconds=self.cleaned_data["ago"] or 0)


class MarkForm(TapForm):
    """Who, and how they came: "12:present"."""

    mark = forms.RegexField(regex=rf"^\d{{1,18}}:({'|'.join(Attendance.State.values)})$")

    @property
    def chosen(self) -> tuple[int, str]:
        person, _colon, state = self.cleaned_data["mark"].partition(":")
        return int(person), state


class WalkInForm(TapForm):
    """The name of somebody who came by."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words", "class": "input"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()}, auto_id="guest-%s")


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(
        label=_("The code of the room"),
        max_length=20,
        help_text=_("Six digits. They are shown at the door and change every minute."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input door-digits"}
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="code-%s")


class SheetForm(forms.Form):
    """A signed sheet, typed in: one choice a person, and the names somebody wrote below."""

    CHOICES = [("", _("Nothing noted")), *Attendance.State.choices]

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, door: Door) -> None:
        super().__init__(data, initial={"key": uuid4()}, auto_id="sheet-%s")
        self.people = [person for part in door.parts for person in part.people]
        for person in self.people:
            choices = self.CHOICES[1:] if person.noted else self.CHOICES
            self.fields[f"p{person.member.pk}"] = forms.ChoiceField(
                label=person.name, choices=choices, initial=person.state, required=False
            )
        self.fields["guests"] = forms.CharField(
            label=_("Names written below"),
            help_text=_("One a line. Each becomes a guest who can claim the evening later."),
            max_length=5000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def clean_guests(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["guests"].splitlines()]
        names = [name for name in names if name]
        if len(names) > MOST_GUESTS:
            raise forms.ValidationError(_("Up to sixty names at a time. Save these in two parts."))
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("A name has up to 80 letters. One of these is longer."))
        return names

    @property
    def rows(self) -> list[forms.BoundField]:
        return [self[f"p{person.member.pk}"] for person in self.people]

    def changed(self) -> list[tuple[Member, str]]:
        """Who is noted anew, and how."""
        chosen = [(person, self.cleaned_data[f"p{person.member.pk}"]) for person in self.people]
        return [(person.member, state) for person, state in chosen if state and state != person.state]

    def guests(self) -> list[tuple[str, UUID]]:
        """Names and their keys: of the form and the line."""
        names = self.cleaned_data["guests"]
        return [(name, uuid5(self.cleaned_data["key"], f"{nth}:{name}")) for nth, name in enumerate(names)]
