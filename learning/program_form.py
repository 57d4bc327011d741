"""The lessons of a meetup, as its organizer ticks them: gone through there, homework due there, or both."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.outline import Lesson, Outline


@dataclass(frozen=True, slots=True)
class Row:
    """A lesson to choose, with what is ticked."""

    lesson: Lesson
    is_covered: bool
    is_due: bool
    may_be_due: bool


class ProgramForm(forms.Form):
    """Both lists hold keys of lessons; what stands in no track of the choice is refused."""

    covered = forms.TypedMultipleChoiceField(label=_("We go through it"), coerce=UUID, required=False)
    due = forms.TypedMultipleChoiceField(label=_("Its homework is due"), coerce=UUID, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        outlines: Iterable[Outline],
        homework: Collection[UUID],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.outlines, self.homework = tuple(outlines), homework
        choices = [(str(each.key), each.title) for outline in self.outlines for each in outline.lessons]
        for field in self.fields.values():
            field.choices = choices
            words = _("One of these lessons is not there any longer. Look at the list again.")
            field.error_messages = {**field.error_messages, "invalid_choice": words}

    def modules(self) -> list[tuple[str, list[Row]]]:
        """What to draw: each module of each track with its lessons and their ticks."""
        ticked = {name: {str(key) for key in self[name].value() or ()} for name in self.fields}
        return [
            (
                f"{outline.title}: {module.title}" if len(self.outlines) > 1 else module.title,
                [
                    Row(
                        each,
                        str(each.key) in ticked["covered"],
                        str(each.key) in ticked["due"],
                        each.key in self.homework or str(each.key) in ticked["due"],
                    )
                    for each in module.lessons
                ],
            )
            for outline in self.outlines
            for module in outline.modules
            if module.lessons
        ]

    def in_order(self, name: str) -> list[UUID]:
        """The chosen keys of one list, in the order of the tracks."""
        chosen = set(self.cleaned_data[name])
        every = dict.fromkeys(each.key for outline in self.outlines for each in outline.lessons)
        return [key for key in every if key in chosen]
