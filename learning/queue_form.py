"""Narrows the helpers' queue to a track or an exercise. What it does not know narrows nothing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

Choices = Sequence[tuple[UUID, str]]


class QueueForm(forms.Form):
    """The tracks that have homework, and the exercises of which something waits."""

    track = forms.ChoiceField(label=_("Track"), required=False)
    exercise = forms.ChoiceField(label=_("Exercise"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, tracks: Choices, exercises: Choices) -> None:
        super().__init__(data, auto_id="facet-%s")
        self.fields["track"].choices = [("", _("Every track")), *_texts(tracks)]
        self.fields["exercise"].choices = [("", _("Every exercise")), *_texts(exercises)]

    def chosen(self) -> tuple[UUID | None, UUID | None]:
        """The keys of the track and of the exercise to show, None for all."""
        if not self.is_bound:
            return None, None
        self.is_valid()
        track, exercise = (self.cleaned_data.get(name) or "" for name in ("track", "exercise"))
        return UUID(track) if track else None, UUID(exercise) if exercise else None


def _texts(choices: Choices) -> list[tuple[str, str]]:
    return [(str(key), title) for key, title in choices]
