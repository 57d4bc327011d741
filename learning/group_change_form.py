"""What an organizer may change of a group that is going on, and why a group ends early."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.forms.profile import language_choices
from learning.channel_field import ChannelField
from learning.group_forms import seats_field
from learning.models import Level, StudyGroup
from learning.services.groups import Change

NAMES = tuple(Change.__dataclass_fields__)


class GroupChangeForm(forms.Form):
    """Words, where, seats, who may join. The track, the days and the time zone stay: meetups hang on them."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("The title of its page changes too, unless somebody gave the page a title of its own."),
    )
    summary = forms.CharField(
        label=_("What you do together, and for whom"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mode = forms.ChoiceField(label=_("Where"), choices=StudyGroup.Attendance, widget=forms.RadioSelect)
    seats_room = seats_field(_("Seats in the room"), _("Empty: no limit."))
    seats_remote = seats_field(_("Seats online"), _("Empty: no limit."))
    seats_helper = seats_field(_("Seats for helpers"), _("Empty: no limit."))
    join = forms.ChoiceField(label=_("Joining"), choices=StudyGroup.Join, widget=forms.RadioSelect)
    level = forms.TypedChoiceField(label=_("Level"), choices=Level, coerce=int)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    chat_url = ChannelField(
        _("Chat channel"), _("Members of the group see it. An address of IRC, Matrix, Discord or the like.")
    )

    def __init__(self, data: Any = None, *, group: StudyGroup) -> None:
        super().__init__(data, initial={name: getattr(group, name) for name in NAMES}, auto_id="group-%s")

    @property
    def wanted(self) -> Change:
        return Change(**{name: self.cleaned_data[name] for name in NAMES})


class GroupCancelForm(forms.Form):
    """Why a group ends before it is over."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("One sentence. It stands in the mail about each meetup that does not take place."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="cancel-%s")
