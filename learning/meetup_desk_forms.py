"""What organizers type: a new meetup, another time or place, why it is cancelled, how many seats there are."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.models import Chapter
from cms.models.members import validate_timezone
from learning import schedule
from learning.models import Meetup, SeatPool, StudyGroup, Venue
from learning.models.groups import MOST_SEATS
from learning.models.meetups import LONGEST, Kind

SHORTEST = 15
FARTHEST = timedelta(days=2 * 366)
KINDS = (SeatPool.Kind.ROOM, SeatPool.Kind.REMOTE, SeatPool.Kind.HELPER)


class WhenForm(forms.Form):
    """A day, a time and an end on the clocks of a place, and the place."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    clock = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    until = forms.TimeField(label=_("Until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("Venue"), required=False)
    online_url = forms.URLField(
        label=_("Link to join online"),
        max_length=200,
        required=False,
        help_text=_("Shown only to people who have a seat, from half an hour before the beginning."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, chapter: Chapter, zone: str, **options: Any) -> None:
        super().__init__(data, **options)
        self.zone = zone
        self.fields["venue"].queryset = Venue.objects.filter(chapter=chapter)
        self.fields["venue"].empty_label = _("No venue, or not fixed yet")

    def clean_online_url(self) -> str:
        url = self.cleaned_data["online_url"]
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError(_("A link begins with https://."), code="scheme")
        return url

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        clock, until = given.get("clock"), given.get("until")
        if clock and until:
            begin, end = (datetime.combine(date.min, each) for each in (clock, until))
            minutes = int((end - begin).total_seconds() // 60)
            if minutes <= 0:
                self.add_error("until", _("The end is before the beginning."))
            elif minutes < SHORTEST:
                self.add_error("until", _("A meetup lasts at least a quarter of an hour."))
            elif minutes > LONGEST:
                self.add_error("until", _("A meetup lasts at most twelve hours."))
            given["minutes"] = minutes
        self._clean_day(given)
        return given

    def _clean_day(self, given: dict[str, Any]) -> None:
        day, clock = given.get("day"), given.get("clock")
        if not day:
            return
        today = timezone.localdate()
        if day > today + FARTHEST:
            self.add_error("day", _("That is more than two years away. Choose a day before that."))
        elif day < today - timedelta(days=2):
            self.add_error("day", _("That day is over. Choose one that is to come."))
        elif clock and "zone" not in self.errors:
            zone = given.get("zone") or self.zone
            if schedule.instant(day, clock, zone) <= timezone.now():
                self.add_error("day", _("That moment is over. Choose one that is to come."))


class MoveForm(WhenForm):
    """Another time or place of a meetup that is planned."""

    @classmethod
    def of(cls, meetup: Meetup, data: Any = None) -> "MoveForm":
        end = datetime.combine(meetup.local_date, meetup.local_time) + timedelta(minutes=meetup.minutes)
        initial = {
            "day": meetup.local_date,
            "clock": meetup.local_time,
            "until": end.time(),
            "venue": meetup.venue_id,
            "online_url": meetup.online_url,
        }
        return cls(data, chapter=meetup.chapter, zone=meetup.timezone, initial=initial, auto_id="move-%s")


class PlanForm(WhenForm):
    """A new meetup of a chapter, or of a group."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What kind"), choices=Kind.choices)
    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        required=False,
        help_text=_("Without one it is called by its kind and a number."),
    )
    description = forms.CharField(
        label=_("What happens"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        validators=[validate_timezone],
        help_text=_("Of the place, such as Europe/Prague."),
    )
    field_order = [
        "key",
        "kind",
        "title",
        "description",
        "day",
        "clock",
        "until",
        "zone",
        "venue",
        "online_url",
    ]

    def __init__(self, data: Any = None, *, chapter: Chapter, group: StudyGroup | None = None) -> None:
        zone = group.timezone if group else chapter.timezone
        initial = {"key": uuid4(), "zone": zone, "with_room": True, "seats_room": 12}
        if group:
            initial |= {f"seats_{kind}": getattr(group, f"seats_{kind}") for kind in KINDS}
        super().__init__(data, chapter=chapter, zone=zone, initial=initial, auto_id="plan-%s")
        for kind in KINDS:
            self.fields[f"with_{kind}"] = forms.BooleanField(label=OFFERS[kind], required=False)
            self.fields[f"seats_{kind}"] = seats_field(NUMBERS[kind])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        offered = [kind for kind in KINDS if given.get(f"with_{kind}")]
        given["seats_of"] = {str(kind): given.get(f"seats_{kind}") for kind in offered}
        if not set(offered) - {SeatPool.Kind.HELPER}:
            self.add_error(None, _("Offer seats in the room or online, so that somebody can come."))
        if (
            SeatPool.Kind.REMOTE in offered
            and not given.get("online_url")
            and "online_url" not in self.errors
        ):
            self.add_error("online_url", _("Who comes online needs a link to join."))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """What `meetups.plan` takes."""
        names = (
            "kind",
            "title",
            "description",
            "day",
            "clock",
            "minutes",
            "zone",
            "venue",
            "online_url",
            "seats_of",
        )
        return {name: self.cleaned_data[name] for name in names}


OFFERS = {
    SeatPool.Kind.ROOM: _("Seats in the room"),
    SeatPool.Kind.REMOTE: _("Seats online"),
    SeatPool.Kind.HELPER: _("Seats for helpers"),
}


NUMBERS = {
    SeatPool.Kind.ROOM: _("How many in the room"),
    SeatPool.Kind.REMOTE: _("How many online"),
    SeatPool.Kind.HELPER: _("How many helpers"),
}


def seats_field(label: str | Promise = "") -> forms.IntegerField:
    """How many seats; empty for no limit."""
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text=_("Leave it empty when there is room for everybody."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ResizeForm(forms.Form):
    """How many seats of one kind there are."""

    seats = seats_field()

    def __init__(self, data: Any = None, *, pool: SeatPool) -> None:
        super().__init__(data, initial={"seats": pool.capacity}, auto_id=f"{pool.kind}-%s")
        self.pool = pool
        self.fields["seats"].label = OFFERS[SeatPool.Kind(pool.kind)]


class CancelForm(forms.Form):
    """Why a meetup does not take place."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("One sentence. It stands on the page and in the mail."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="cancel-%s")
