"""What somebody types who reports something, and what those type who handle it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.models import CaseNote, Member, Report


class PeopleField(forms.TypedMultipleChoiceField):
    """Some of the people who are offered, by their keys."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, required=False, **kwargs)

    def offer(self, people: Iterable[Member]) -> None:
        self.choices = [(member.pk, member.name) for member in people]


class ReportForm(forms.Form):
    """A report: what happened, who it is about, whether contact stops now, and whether we may write back."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("What happened?"),
        max_length=Report._meta.get_field("text").max_length,
        help_text=_("In your own words, as much or as little as you like. You need no proof."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("A sentence is enough. Without one we do not know what to look at.")},
    )
    about = PeopleField(
        label=_("Who is it about?"), help_text=_("They do not learn that you wrote, and never read it.")
    )
    readers = PeopleField(
        label=_("Is it about somebody who reads reports?"),
        help_text=_("These people read what you write. Whoever you mark here never sees it."),
    )
    stops_contact = forms.BooleanField(
        label=_("I need contact to stop now. It stops at once, before anybody has read this."), required=False
    )
    may_contact = forms.BooleanField(label=_("You may write to me about this"), required=False)

    def __init__(
        self, *args: Any, people: Iterable[Member], readers: Iterable[Member], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {member.pk: member for member in people}
        self.readers = {member.pk: member for member in readers if member.pk not in self.people}
        for name, offered in (("about", self.people), ("readers", self.readers)):
            self.fields[name].offer(offered.values())
            if not offered:
                del self.fields[name]
        if "about" not in self.fields:
            del self.fields["stops_contact"]  # with nobody to choose it would promise what nothing keeps
        if len(self.people) == 1:
            self.fields["about"].initial = list(self.people)

    def clean(self) -> dict[str, Any]:
        """Contact stops with somebody; without a name nothing would, and the next page would say that it has."""
        given = super().clean() or {}
        wants = given.get("stops_contact") and "about" in given
        if wants and not (given["about"] or given.get("readers")):
            self.add_error("about", _("Choose somebody."))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        given = {"stops_contact": False, **self.cleaned_data}
        known = self.people | self.readers
        named = [known[pk] for pk in [*given.get("about", ()), *given.get("readers", ())]]
        plain = {name: given[name] for name in ("token", "text", "stops_contact", "may_contact")}
        return {"named": named, **plain}


class BlockForm(forms.Form):
    """Whom somebody does not want to meet any more."""

    people = PeopleField(label=_("Whom?"))

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {member.pk: member for member in people}
        self.fields["people"].offer(self.known.values())
        self.fields["people"].required = True
        self.fields["people"].error_messages["required"] = _("Choose somebody.")
        if len(self.known) == 1:
            self.fields["people"].initial = list(self.known)

    @property
    def chosen(self) -> list[Member]:
        return [self.known[pk] for pk in self.cleaned_data["people"]]


class CaseNoteForm(forms.Form):
    """A line for the log of a case."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("A line for the log"),
        max_length=CaseNote._meta.get_field("text").max_length,
        help_text=_("Only those who handle this case read it. Lines are never changed or taken out."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OutcomeForm(forms.Form):
    """What who reported reads when the case is closed."""

    outcome = forms.CharField(
        label=_("What you tell who reported"),
        max_length=Report._meta.get_field("outcome").max_length,
        help_text=_("They read these words on their page. Tell nothing of others that they need not know."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
