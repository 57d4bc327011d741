"""The questions of the round as a step of an application."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from mentorship import answering
from mentorship.answering import Asked
from mentorship.models import Answer
from mentorship.services import answers

from .step import StepForm


class QuestionsForm(StepForm):
    """A field for each question; anything else that is posted is not listened to."""

    def __init__(
        self, *args: Any, asked: Sequence[Asked], given: Mapping[UUID, Answer], **kwargs: Any
    ) -> None:
        self.asked, self._given = asked, given
        super().__init__(*args, **kwargs)
        for question in asked:
            answer = given.get(question.key)
            former = answer.value if answer and answer.kind == question.kind else None
            self.fields[self._name(question)] = answering.field(question, former=former)

    @staticmethod
    def _name(question: Asked) -> str:
        return f"question-{question.key}"

    def so_far(self) -> dict:
        return {
            self._name(question): answer.value
            for question in self.asked
            if (answer := self._given.get(question.key))
            and answer.kind == question.kind
            and not answers.lapsed(answer, question)
        }

    def rows(self) -> list[tuple]:
        """(question, bound field) in order."""
        return [(question, self[self._name(question)]) for question in self.asked]

    def given(self) -> dict[UUID, Any]:
        """Question key -> answer, None for none."""
        return {
            question.key: answering.kept(self.cleaned_data[self._name(question)]) for question in self.asked
        }
