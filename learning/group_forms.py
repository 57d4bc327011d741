"""What an organizer types to plan a group: what it is about, and when it meets."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.forms.profile import language_choices
from cms.models import Chapter
from cms.models.members import validate_timezone
from learning import schedule
from learning.channel_field import ChannelField
from learning.group_exceptions import NothingToLearn
from learning.models import Level, StudyGroup, Venue
from learning.models.groups import MOST_SEATS
from learning.models.meetups import LONGEST, Kind
from learning.outline import Outline
from learning.services.groups import Facts
from learning.services.rules import Wish

FAR = 5 * 366  # days


def seats_field(label: Any, help_text: Any = "") -> forms.IntegerField:
    """A number of seats; empty is no limit."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text=help_text,
        error_messages={
            "min_value": gettext_lazy("At least one seat. Leave it empty for no limit."),
            "max_value": gettext_lazy("At most 500 seats. Leave it empty for no limit."),
        },
    )


def link_field(label: Any, help_text: Any = "") -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        max_length=200,
        assume_scheme="https",
        help_text=help_text,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def refuse_far_days(form: forms.Form, *names: str) -> None:
    """A group is of this decade: days beyond are a slip of the keyboard, and no calendar reaches the year 9999."""
    today = timezone.localdate()
    for name in names:
        day = form.cleaned_data.get(name)
        if day and abs((day - today).days) > FAR:
            form.add_error(name, _("This day is more than five years away."))


class GroupForm(forms.Form):
    """What a group is about, for whom, where, and from when until when."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Such as “Tuesday Python”."),
    )
    summary = forms.CharField(
        label=gettext_lazy("What you do together, and for whom"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    track = forms.TypedChoiceField(label=gettext_lazy("Track"), coerce=UUID, empty_value=None, required=False)
    course = forms.CharField(
        label=gettext_lazy("Or a course elsewhere"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Its name, when you do not follow a track of this site."),
    )
    course_url = link_field(gettext_lazy("Address of that course"))
    weeks = forms.IntegerField(
        label=gettext_lazy("Weeks of that course"), min_value=1, max_value=52, required=False
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Where"), choices=StudyGroup.Attendance, widget=forms.RadioSelect
    )
    seats_room = seats_field(gettext_lazy("Seats in the room"), gettext_lazy("Empty: no limit."))
    seats_remote = seats_field(gettext_lazy("Seats online"), gettext_lazy("Empty: no limit."))
    seats_helper = seats_field(gettext_lazy("Seats for helpers"), gettext_lazy("Empty: no limit."))
    starts_on = day_field(gettext_lazy("First day"))
    ends_on = day_field(gettext_lazy("Last day"))
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        validators=[validate_timezone],
        help_text=gettext_lazy("The clock on the wall where you meet, such as America/Los_Angeles."),
    )
    join = forms.ChoiceField(label=gettext_lazy("Joining"), choices=StudyGroup.Join, widget=forms.RadioSelect)
    level = forms.TypedChoiceField(label=gettext_lazy("Level"), choices=Level, coerce=int)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)
    chat_url = ChannelField(
        gettext_lazy("Chat channel"),
        gettext_lazy("Members of the group see it. An address of IRC, Matrix, Discord or the like."),
    )

    def __init__(self, data: Any = None, *, tracks: Iterable[Outline], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial, auto_id="group-%s")
        choices = [(str(each.key), each.title) for each in tracks]
        self.fields["track"].choices = [("", _("No track of this site")), *choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "track" in cleaned and "course" in cleaned and not cleaned["track"] and not cleaned["course"]:
            self.add_error("track", NothingToLearn.message)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day comes before the first."))
        refuse_far_days(self, "starts_on", "ends_on")
        return cleaned

    @property
    def facts(self) -> Facts:
        """What was typed. A group that follows a track has no course beside it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "weeks"}}
        track = typed.pop("track")
        if track:
            typed |= {"course": "", "course_url": ""}
        return Facts(**typed, track_key=track)


class RuleForm(forms.Form):
    """Every so many weeks on a weekday at a time, for so long, at a place."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Kind)
    weekday = forms.TypedChoiceField(label=gettext_lazy("Weekday"), choices=WEEKDAYS.items(), coerce=int)
    clock = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=15, max_value=LONGEST)
    interval = forms.IntegerField(label=gettext_lazy("Every … weeks"), min_value=1, max_value=8)
    venue = forms.ModelChoiceField(
        label=gettext_lazy("Place"),
        queryset=Venue.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these"),
    )
    new_venue = forms.CharField(label=gettext_lazy("Or a new place"), max_length=120, required=False)
    online_url = link_field(
        gettext_lazy("Link to join online"), gettext_lazy("Those who come see it, nobody else.")
    )

    def __init__(self, data: Any = None, *, chapter: Chapter, prefix: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial, prefix=prefix, auto_id="rule-%s")
        self.fields["venue"].queryset = chapter.venues.all()

    @property
    def new_name(self) -> str:
        """The name of a place that the chapter may not have yet."""
        return " ".join(self.cleaned_data["new_venue"].split())

    def wish(self, *, first: Any, last: Any, **facts: Any) -> Wish:
        """What was typed, between two days. Raises schedule.TooManyDates for more meetings than a rule may have."""
        typed = {
            name: value for name, value in self.cleaned_data.items() if name not in {"venue", "new_venue"}
        }
        found = Wish(**typed, first=first, last=last, **facts)
        schedule.dates(found.rule)
        return found


class SecondRuleForm(RuleForm):
    """Another time in the week, if there is one: then all of it is needed."""

    use_required_attribute = False
    is_on = forms.BooleanField(label=gettext_lazy("We also meet at another time of the week"), required=False)

    field_order = ["is_on"]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.data.get(self.add_prefix("is_on")):
            self._errors.clear()
            self.cleaned_data = {"is_on": False}

    def wish(self, *, first: Any, last: Any, **facts: Any) -> Wish:
        self.cleaned_data.pop("is_on", None)
        return super().wish(first=first, last=last, **facts)


class RuleChangeForm(RuleForm):
    """A rule of a running group: its days as well, and dates to skip. What kind of meetup it is stays."""

    first = day_field(gettext_lazy("First day"))
    last = day_field(gettext_lazy("Last day"))
    skip = forms.CharField(
        label=gettext_lazy("Not on"),
        required=False,
        max_length=2400,
        help_text=gettext_lazy("Days with commas, such as 2027-04-06, 2027-04-13."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]

    def clean_skip(self) -> frozenset[date]:
        days = set()
        for text in self.cleaned_data["skip"].replace(",", " ").split():
            try:
                days.add(date.fromisoformat(text))
            except ValueError as nonsense:
                words = _("“{text}” is not a day. Write it as 2027-04-06.")
                raise forms.ValidationError(words.format(text=text[:20])) from nonsense
        return frozenset(days)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day comes before the first."))
        refuse_far_days(self, "first", "last")
        return cleaned

    def changed(self, *, kind: str, venue: Venue | None) -> Wish:
        """What was typed, at this place. Raises schedule.TooManyDates."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "new_venue"}
        wish = Wish(kind=kind, **{**typed, "venue": venue})
        schedule.dates(wish.rule)
        return wish
