"""What the two of a pair type: a time to meet, a goal, a message."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member
from learning import schedule
from mentorship import sentences
from mentorship.models import PairGoal, PairMeeting, PairMessage

LENGTHS = (15, 30, 45, 60, 90, 120)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


class MeetingForm(forms.Form):
    """A day and a time on the clock of the member who types them, how long, and where."""

    day = _day(_("Day"))
    clock = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(
        label=_("Duration"),
        coerce=int,
        initial=60,
        choices=lambda: [(count, sentences.duration(count)) for count in LENGTHS],
    )
    place = forms.CharField(
        label=_("Where"),
        max_length=PairMeeting._meta.get_field("place").max_length,
        required=False,
        help_text=_("A link for a call, or a place to meet in public. Only the two of you see it."),
    )

    def __init__(self, *args: Any, member: Member, meeting: PairMeeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        if meeting is not None:
            here = timezone.localtime(meeting.starts_at, member.zone)
            minutes = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
            self.initial = {
                "day": here.date(),
                "clock": here.time(),
                "minutes": minutes,
                "place": meeting.place,
            }

    def clean(self) -> dict[str, Any]:
        """The moment itself; days at the very end of the calendar are no moment anywhere."""
        given = super().clean() or {}
        if "day" in given and "clock" in given:
            try:
                given["starts_at"] = schedule.instant(given["day"], given["clock"], self.member.zone.key)
            except OverflowError:
                self.add_error("day", self.fields["day"].error_messages["invalid"])
        return given

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("starts_at", "minutes", "place")}


class GoalForm(forms.Form):
    """What to reach, with a lesson that leads there, and until when; both may stay empty."""

    title = forms.CharField(
        label=_("What you want to reach"), max_length=PairGoal._meta.get_field("title").max_length
    )
    lesson = forms.TypedChoiceField(label=_("Lesson"), coerce=UUID, empty_value=None, required=False)
    due_on = _day(_("Until"), required=False)

    def __init__(self, *args: Any, lessons: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(lessons.items(), key=lambda item: item[1].casefold())
        self.fields["lesson"].choices = [("", "—"), *((str(key), title) for key, title in named)]

    @property
    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"title": given["title"], "lesson_key": given["lesson"], "due_on": given["due_on"]}


class MessageForm(forms.Form):
    """Words to the other one."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(
        label=_("Write to the other one"),
        max_length=PairMessage._meta.get_field("text").max_length,
        help_text=_("They get a mail that you have written, without your words."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def facts(self) -> dict[str, Any]:
        return {"token": self.cleaned_data["token"], "text": self.cleaned_data["text"]}
