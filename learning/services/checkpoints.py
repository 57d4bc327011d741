"""Answers to checkpoints, checked against the published lesson; the right ones never leave the server before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.models import Member
from learning.answers import LONGEST, is_accepted, is_choice_right
from learning.exceptions import NoSuchCheckpoint, UnusableAnswer
from learning.models import CheckpointAnswer, LessonPage

from . import progress


@dataclass(frozen=True, slots=True)
class Given:
    """What a learner has answered: the places of the chosen answers, or the text, and how it went.

    An answer that was not taken has no attempts and a `refusal`; it stands in the form again.
    """

    chosen: frozenset[int] = frozenset()
    text: str = ""
    attempts: int = 0
    correct: bool = False
    refusal: str = ""


@transaction.atomic
def answer(*, member: Member, lesson: LessonPage, block_id: str, values: list[str]) -> CheckpointAnswer:
    """Check an answer and remember it; the same answer twice is one attempt. Choices are given by their place.

    Raises NoSuchCheckpoint when the published lesson has none with this id, UnusableAnswer for what cannot
    be an answer to it.
    """
    question = find(lesson=lesson, block_id=block_id)
    stored, correct = _judge(question, values)
    now = timezone.now()
    row, made = CheckpointAnswer.objects.get_or_create(
        member=member,
        lesson_key=lesson.translation_key,
        block_id=block_id,
        defaults={
            "attempts": 1,
            "answer": stored,
            "correct": correct,
            "answered_at": now,
            "first_correct_at": now if correct else None,
        },
    )
    if not made:
        row = CheckpointAnswer.objects.select_for_update().get(pk=row.pk)
    if (row.answer, row.correct) != (stored, correct):
        changes: dict[str, Any] = {"answer": stored, "correct": correct, "answered_at": now}
        if correct and row.first_correct_at is None:
            changes["first_correct_at"] = now
        CheckpointAnswer.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, **changes)
        row.refresh_from_db()
    progress.visit(member=member, lesson=lesson, block_id=block_id)
    return row


def find(*, lesson: LessonPage, block_id: str) -> Any:
    """The checkpoint with this id in the published lesson. Raises NoSuchCheckpoint."""
    for block in lesson.body:
        if block.block_type == "checkpoint" and block.id == block_id:
            return block.value
    raise NoSuchCheckpoint


def given(*, lesson: LessonPage, rows: Iterable[CheckpointAnswer]) -> dict[str, Given]:
    """What stored answers say in terms of the questions as they are now, by block id. What is gone is left out."""
    questions = {block.id: block.value for block in lesson.body if block.block_type == "checkpoint"}
    return {row.block_id: _given(questions[row.block_id], row) for row in rows if row.block_id in questions}


def not_taken(*, question: Any, values: list[str], refusal: str) -> Given:
    """An answer that was refused, as it was given."""
    if not _has_choices(question):
        return Given(text=(values or [""])[0], refusal=refusal)
    places = range(len(question["choices"]))
    return Given(frozenset(place for place in places if str(place) in values), refusal=refusal)


def _given(question: Any, row: CheckpointAnswer) -> Given:
    if not _has_choices(question):
        return Given(frozenset(), "".join(row.answer[:1]), row.attempts, row.correct)
    names = _names(question)
    chosen = frozenset(names.index(name) for name in row.answer if name in names)
    return Given(chosen, "", row.attempts, row.correct)


def _judge(question: Any, values: list[str]) -> tuple[list[str], bool]:
    """What is stored of these values, and whether they are right. Raises UnusableAnswer."""
    if not _has_choices(question):
        text = values[0].replace("\r\n", "\n") if len(values) == 1 else ""
        if not text.strip() or "\x00" in text:
            raise UnusableAnswer(_("Write an answer first."))
        if len(text) > LONGEST:
            raise UnusableAnswer(
                ngettext(
                    "An answer has at most {count} character.",
                    "An answer has at most {count} characters.",
                    LONGEST,
                ).format(count=LONGEST)
            )
        return [text], is_accepted(text, question["answers"])
    names = _names(question)
    places = {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 4}
    usable = places and max(places) < len(names) and len(places) == len(set(values))
    if not usable or (question["kind"] == "single" and len(places) > 1):
        raise UnusableAnswer
    correct = [place for place, choice in enumerate(question["choices"]) if choice["correct"]]
    return [names[place] for place in sorted(places)], is_choice_right(places, correct)


def _has_choices(question: Any) -> bool:
    return question["kind"] in {"single", "multiple"}


def _names(question: Any) -> list[str]:
    """A name for each choice that survives reordering and translation: its id; its place where ids are missing or
    a copied choice has the id of another."""
    ids = [child.id for child in question["choices"].bound_blocks]
    return ids if all(ids) and len(set(ids)) == len(ids) else [str(place) for place in range(len(ids))]
