"""The steps of an application: about you, topics, and what is private or binding; the others have their own modules."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.models import Chapter
from mentorship import topics
from mentorship.models import ParticipantTopic, Stage
from mentorship.services import wishes

from .questions import QuestionsForm
from .step import StepForm
from .time import TimeForm

Level, Priority = ParticipantTopic.Level, ParticipantTopic.Priority


class AboutForm(StepForm):
    """Who one is and what one wants to reach or to give."""

    display_name = forms.CharField(label=_("The name you want to be called by"), max_length=80)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    goals = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 6}), required=False)
    stage = forms.TypedChoiceField(
        label=_("Where do you stand?"),
        choices=Stage,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    chapter = forms.ModelChoiceField(
        label=_("A chapter near you"),
        queryset=Chapter.objects.all(),
        required=False,
        empty_label=_("None, or I would rather not say"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        goals = self.fields["goals"]
        if self.is_mentor:
            goals.label = _("What would you like newcomers to know about you?")
            goals.help_text = _(
                "What you do with Python, and how you like to help. Newcomers you fit will read it."
            )
        else:
            goals.label = _("What would you like to reach in the next months?")
            goals.help_text = _("A few sentences. The mentor you ask will read them.")
        goals.expected = True

    def so_far(self) -> dict:
        return {
            "display_name": self.member.display_name,
            "pronouns": self.member.pronouns,
            **self.kept("goals", "stage", "chapter"),
        }

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("goals", "stage", "chapter")}

    def profile(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("display_name", "pronouns")}


class TopicsForm(StepForm):
    """A row for each topic: how well one knows it or wants to, and for newcomers how much it matters."""

    def __init__(self, *args, **kwargs) -> None:
        self.names = topics.names()
        super().__init__(*args, **kwargs)
        none = _("No, thanks") if self.is_mentor else _("Not now")
        for key, name in self.names.items():
            self.fields[f"level-{key}"] = forms.TypedChoiceField(
                label=name, choices=[("", none), *Level.choices], coerce=int, empty_value=None, required=False
            )
            if not self.is_mentor:
                self.fields[f"priority-{key}"] = forms.TypedChoiceField(
                    label=gettext("How much {topic} matters").format(topic=name),
                    choices=Priority.choices,
                    coerce=int,
                    empty_value=Priority.IMPORTANT,
                    required=False,
                )
                self.initial.setdefault(f"priority-{key}", Priority.IMPORTANT)

    def so_far(self) -> dict:
        found = {}
        for topic in self.participant.topics.all() if self.participant else ():
            found |= {f"level-{topic.topic_key}": topic.level, f"priority-{topic.topic_key}": topic.priority}
        return found

    def rows(self) -> list[tuple]:
        """(level field, priority field or None) of each topic."""
        return [
            (self[f"level-{key}"], None if self.is_mentor else self[f"priority-{key}"]) for key in self.names
        ]

    def topics(self) -> dict:
        levels = {key: self.cleaned_data[f"level-{key}"] for key in self.names}
        return {
            key: (level, self.cleaned_data.get(f"priority-{key}") or Priority.IMPORTANT)
            for key, level in levels.items()
            if level
        }


class SendForm(StepForm):
    """What is private or binding; on a draft nothing of it is required."""

    capacity = forms.IntegerField(label=_("How many people at a time?"), min_value=1, max_value=10)
    employer = forms.CharField(
        label=_("Your employer"),
        max_length=120,
        required=False,
        help_text=_("Nobody sees it. It only keeps colleagues apart when one of the two asks for that."),
    )
    other_employer = forms.BooleanField(label=_("I want somebody from another employer"), required=False)
    listed = forms.BooleanField(
        label=_("List me among the mentors of this round"),
        required=False,
        help_text=_(
            "Approved members of the round then find your name, your words, topics, languages and free places. "
            "Never your contact or your employer."
        ),
    )
    contact = forms.CharField(
        label=_("How the other person reaches you"),
        max_length=200,
        required=False,
        help_text=_(
            "An address, a number or a chat name. It is shown to nobody but the person you are paired with, "
            "once you both said yes."
        ),
    )
    apart_words = forms.CharField(
        label=_("Somebody you would rather not be paired with"),
        max_length=500,
        required=False,
        help_text=_(
            "A name, or how we recognize them; no reason needed. Only the organizers of this round read it, and "
            "nobody named here learns of it."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    consent = forms.BooleanField(
        label=_("I have read the code of conduct and will keep to it"), required=False
    )

    def __init__(self, *args, agreed: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_mentor:
            del self.fields["capacity"], self.fields["listed"]
        if agreed:
            del self.fields["consent"]
        for name in ("contact", "consent"):
            if name in self.fields:
                self.fields[name].expected = True

    def so_far(self) -> dict:
        return {
            "contact": self.member.contact,
            "apart_words": wishes.read(participant=self.participant) if self.participant else "",
            **self.kept("capacity", "employer", "other_employer", "listed"),
        }

    def facts(self) -> dict:
        names = ("capacity", "employer", "other_employer", "listed")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def profile(self) -> dict:
        return {"contact": self.cleaned_data["contact"]}

    def apart(self) -> str:
        return self.cleaned_data["apart_words"]


#: The step "questions" is there when the round asks something of people in the role.
STEPS: dict[str, type[StepForm]] = {
    "about": AboutForm,
    "topics": TopicsForm,
    "time": TimeForm,
    "questions": QuestionsForm,
    "send": SendForm,
}
