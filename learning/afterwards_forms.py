"""What is typed after a meetup: the beginning of a recap by its organizer, and how it was by those who came."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from learning.models import MeetupFeedback
from learning.services.feedback import Answer

MOST_LINKS = 20
LONGEST_TITLE = 200


class RecapForm(forms.Form):
    """What you did, and links to the materials."""

    words = forms.CharField(
        label=_("What you did"),
        max_length=6000,
        help_text=_("Some sentences for those who could not come. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    materials = forms.CharField(
        label=_("Materials"),
        max_length=6000,
        required=False,
        help_text=_(
            "One link a line, and behind it what it is: https://example.org/slides Slides about loops"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="recap-%s")

    def clean_materials(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["materials"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(_("More than twenty links are too many here. Add the others in the admin."))
        return [_link(line) for line in lines]


def _link(line: str) -> tuple[str, str]:
    url, _space, title = line.partition(" ")
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        words = _("“%(line)s” does not begin with a link, such as https://example.org/slides.")
        raise ValidationError(words, code="link", params={"line": line[:80]}) from None
    return url, title.strip()[:LONGEST_TITLE] or urlsplit(url).netloc


class FeedbackForm(forms.Form):
    """How it was: the stars are needed, everything else is as one likes."""

    rating = forms.TypedChoiceField(
        label=_("How was it for you?"),
        coerce=int,
        choices=[
            (5, _("5 · I am glad I came")),
            (4, _("4 · Good")),
            (3, _("3 · All right")),
            (2, _("2 · Not quite for me")),
            (1, _("1 · Not for me")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 1 to 5.")},
    )
    pace = forms.TypedChoiceField(
        label=_("The pace"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("I would rather not say")), *MeetupFeedback.Pace.choices],
        widget=forms.RadioSelect,
    )
    confidence = forms.TypedChoiceField(
        label=_("How sure you feel about what you learned"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[
            ("", _("I would rather not say")),
            (1, _("Still shaky")),
            (2, _("Getting there")),
            (3, _("I could explain it")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=1500,
        required=False,
        help_text=_(
            "The organizers may read this, without your name. In a small round they may guess who wrote it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    publish_ok = forms.BooleanField(
        label=_(
            "My words may be published with my name on the pages of the group and the chapter. "
            "I can take this back at any time."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, given: MeetupFeedback | None = None) -> None:
        initial = {name: getattr(given, name) for name in self.base_fields} if given else {}
        super().__init__(data, initial=initial, auto_id="feedback-%s")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("publish_ok") and not given.get("text") and "text" not in self.errors:
            self.add_error("publish_ok", _("There are no words to publish. Write some, or leave this out."))
        return given

    @property
    def answer(self) -> Answer:
        """What was said, of a form that is valid."""
        return Answer(**self.cleaned_data)
