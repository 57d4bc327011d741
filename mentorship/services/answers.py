"""Answers to the questions of a round: what is asked, what was answered, and who may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorship import answering
from mentorship.answering import Asked
from mentorship.exceptions import AnswerRefused
from mentorship.models import Answer, Participant, Question, QuestionKind

Audience = Question.Audience


@dataclass(frozen=True)
class Told:
    """An answer for its reader: the question, the words it was asked in when they were others, and the answer."""

    label: str
    asked: str
    kind: str
    value: str
    sensitive: bool
    answered_at: datetime
    version: str

    @property
    def is_link(self) -> bool:
        return self.kind == QuestionKind.LINK


def questions(*, round_key: UUID, role: str) -> list[Asked]:
    """What the round asks people in this role, in the reader's language. One query."""
    found: dict[UUID, dict[str, Question]] = {}
    for question in Question.objects.of_round(round_key).order_by("sort_order", "pk"):
        found.setdefault(question.translation_key, {})[question.locale.language_code] = question
    return [
        answering.asked(original, next((one for one in spoken.values() if one is not original), None))
        for spoken in found.values()
        if (original := spoken.get(settings.LANGUAGE_CODE)) and original.audience in {Audience.BOTH, role}
    ]


def given(*, participant: Participant | None) -> dict[UUID, Answer]:
    """Question key -> answer. One query, none before there is a participant."""
    rows = Answer.objects.filter(participant=participant) if participant else ()
    return {answer.question_key: answer for answer in rows}


def lapsed(answer: Answer, question: Asked) -> bool:
    """Whether this is consent to a text that is another one by now."""
    return question.kind == QuestionKind.CONSENT and answer.version != question.version


@transaction.atomic
def keep(*, participant: Participant, asked: Sequence[Asked], values: Mapping[UUID, Any]) -> bool:
    """Keep the values by question key, None for no answer; says whether anything changed. The row must be locked.

    Answers to questions that are not asked any more stay as they are. Raises AnswerRefused for what does not fit.
    """
    known = {question.key: question for question in asked}
    if unknown := values.keys() - known.keys():
        raise ValueError(f"Not asked in this round: {sorted(map(str, unknown))}")
    before = given(participant=participant)
    changed = [_keep(participant, known[key], before.get(key), value) for key, value in values.items()]
    return any(changed)


def _keep(participant: Participant, question: Asked, before: Answer | None, value: Any) -> bool:
    if value is None:
        if before is None or before.kind != question.kind or lapsed(before, question):
            return False  # a blank does not take away what was answered to another question
        before.delete()
        return True
    same_kind = before is not None and before.kind == question.kind
    former = before.value if before is not None and same_kind else None
    try:
        value = answering.kept(answering.field(question, former=former).clean(value))
    except ValidationError as problem:
        raise AnswerRefused(question.label, problem.messages[0]) from problem
    if before is not None and same_kind and (before.value, before.version) == (value, question.version):
        return False
    Answer.objects.update_or_create(
        participant=participant,
        question_key=question.key,
        defaults={
            "kind": question.kind,
            "asked": question.words,
            "sensitive": question.sensitive,
            "value": value,
            "version": question.version,
            "answered_at": timezone.now(),
        },
    )
    return True


def missing(*, participant: Participant) -> list[str]:
    """A sentence for each question that needs an answer and has none, or whose text is another than was agreed to."""
    asked = [
        question
        for question in questions(round_key=participant.round_key, role=participant.role)
        if question.required
    ]
    answers = given(participant=participant) if asked else {}
    found = []
    for question in asked:
        answer = answers.get(question.key)
        if answer is None or answer.kind != question.kind:
            found.append(question.label)
        elif lapsed(answer, question):
            found.append(_("{question} (its text has changed)").format(question=question.label))
    return found


def for_organizers(*, participant: Participant) -> list[Told]:
    """Every answer, also to questions that are not asked any more."""
    return _told(participant)


def for_others(*, participant: Participant) -> list[Told]:
    """What the other one of a pair may read: nothing that is sensitive, or was when it was answered."""
    return [told for told in _told(participant) if not told.sensitive]


def for_blind_reviewers(*, participant: Participant) -> list[Told]:
    """What may be read without knowing who wrote it: nothing sensitive, and no link, which leads to a name."""
    return [told for told in for_others(participant=participant) if not told.is_link]


def _told(participant: Participant) -> list[Told]:
    answers = given(participant=participant)
    if not answers:
        return []
    asked = {
        question.key: question
        for question in questions(round_key=participant.round_key, role=participant.role)
    }
    order = {key: place for place, key in enumerate(asked)}
    ordered = sorted(answers.values(), key=lambda one: order.get(one.question_key, len(order)))
    return [_told_one(answer, asked.get(answer.question_key)) for answer in ordered]


def _told_one(answer: Answer, question: Asked | None) -> Told:
    label = question.label if question else answer.asked
    return Told(
        label=label,
        asked=answer.asked if question and answer.version != question.version else "",
        kind=answer.kind,
        value=answering.shown(answer.kind, answer.value, question.options if question else ()),
        sensitive=answer.sensitive or bool(question and question.sensitive),
        answered_at=answer.answered_at,
        version=answer.version,
    )
