"""What somebody ticks to get a path: goals, what they know already, and minutes a week. Visitors send it by GET."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning.exceptions import NoGoal, NotAWeek
from learning.models import PathSettings
from learning.services.library import Aim, Entry, Library
from learning.services.paths import Wishes


class _Ticks(forms.TypedMultipleChoiceField):
    """Boxes to tick, each for a key."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            coerce=UUID,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": gettext_lazy("Something you ticked is not there anymore. Look again.")
            },
        )


class PathForm(forms.Form):
    """Goals, knowledge and time. `on_the_way` are the lessons of the goals so far, for one to say which are known."""

    track = _Ticks(gettext_lazy("Tracks"))
    topic = _Ticks(gettext_lazy("Topics"))
    known_topic = _Ticks(gettext_lazy("Topics you know already"))
    known_lesson = _Ticks(gettext_lazy("Lessons you know already"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes a week"),
        min_value=PathSettings.FEWEST,
        max_value=PathSettings.MOST,
        help_text=gettext_lazy("90 minutes are one quiet evening."),
        error_messages={
            "min_value": NotAWeek.message,
            "max_value": NotAWeek.message,
            "required": NotAWeek.message,
        },
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        library: Library,
        wishes: Wishes,
        on_the_way: Iterable[Entry] = (),
    ) -> None:
        self.wishes = wishes
        self.offered = {entry.key for entry in on_the_way}
        initial = {
            "track": [str(key) for key in wishes.tracks],
            "topic": [str(key) for key in wishes.topics],
            "known_topic": [str(key) for key in wishes.known_topics],
            "known_lesson": [str(key) for key in wishes.known_lessons],
            "minutes": wishes.minutes,
        }
        super().__init__(data, initial=initial, auto_id="path-%s")
        topics = list(library.topics.values())
        taught = [aim for aim in topics if aim.taught]
        choices: dict[str, list[tuple[str, str]]] = {
            "track": [(str(aim.key), _told(aim)) for aim in library.tracks.values()],
            "topic": [(str(aim.key), aim.title) for aim in [*taught, *(a for a in topics if not a.taught)]],
            "known_topic": [
                (str(aim.key), aim.title) for aim in topics if aim.taught or aim.key in wishes.known_topics
            ],
            "known_lesson": [(str(entry.key), entry.title) for entry in on_the_way],
        }
        # What is not published now can still be kept or let go.
        choices["track"] += _gone(
            wishes.tracks - library.tracks.keys(), _("A track that is not published now")
        )
        choices["topic"] += _gone(wishes.topics - library.topics.keys(), _("A topic that is gone"))
        for name, offered in choices.items():
            self.fields[name].choices = offered
        self.taught_count = len(taught)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["track"] and not cleaned["topic"]:
            raise forms.ValidationError(NoGoal.message)
        return cleaned

    @property
    def chosen(self) -> Wishes:
        """What was ticked. What one knows and this form did not offer stays known."""
        ticked = self.cleaned_data
        return replace(
            self.wishes,
            tracks=frozenset(ticked["track"]),
            topics=frozenset(ticked["topic"]),
            known_topics=frozenset(ticked["known_topic"]),
            known_lessons=frozenset(ticked["known_lesson"]) | (self.wishes.known_lessons - self.offered),
            minutes=ticked["minutes"],
        )

    @property
    def taught(self) -> list:
        """The boxes of topics that some lesson teaches."""
        return list(self["topic"])[: self.taught_count]

    @property
    def untaught(self) -> list:
        """The boxes of topics that wait for their first lesson."""
        return list(self["topic"])[self.taught_count :]


def asked(data: Mapping[str, Any]) -> Wishes | None:
    """What an address asks for, None when it names no goal. Nonsense in it asks for nothing."""
    values = {name: _keys(data, name) for name in ("track", "topic", "known_topic", "known_lesson")}
    if not values["track"] and not values["topic"]:
        return None
    forgotten = _keys(data, "forget")
    minutes = str(data.get("minutes", ""))[:6]
    return Wishes(
        tracks=values["track"],
        topics=values["topic"],
        known_topics=values["known_topic"] - forgotten,
        known_lessons=values["known_lesson"] - forgotten,
        minutes=int(minutes) if minutes.isascii() and minutes.isdigit() else PathSettings.USUAL,
    )


def _keys(data: Mapping[str, Any], name: str) -> frozenset[UUID]:
    found = set()
    for text in data.getlist(name):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return frozenset(found)


def _told(aim: Aim) -> str:
    lessons = len(aim.lessons)
    words = ngettext("{title} · {lessons} lesson", "{title} · {lessons} lessons", lessons)
    return words.format(title=aim.title, lessons=lessons)


def _gone(keys: Iterable[UUID], words: str) -> list[tuple[str, str]]:
    return [(str(key), words) for key in sorted(keys)]
