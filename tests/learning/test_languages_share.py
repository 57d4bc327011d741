"""What a learner did in one language is done in every other: answers, homework, hints, and what editors change since."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from learning.models import CheckpointAnswer, Exercise, HintOpening, LessonPage, Submission
from learning.services import checkpoints, hints, submissions
from tests.factories import homework as homework_make
from tests.factories import learning as make
from tests.factories import trees
from tests.factories.learning import BLOCKS

from .test_behind import translated


@pytest.fixture
def task(languages_ready) -> Exercise:
    """Homework with two hints, in English and Spanish."""
    exercise = Exercise.objects.create(
        title="Count",
        kind="homework",
        prompt=[("text", "<p>Count them.</p>")],
        hints=[("hint", {"content": [("text", f"<p>Hint {n}.</p>")]}) for n in (1, 2)],
    )
    translated(exercise)
    return exercise


def in_spanish(thing):
    return type(thing).objects.get(
        translation_key=thing.translation_key, locale=Locale.objects.get(language_code="es")
    )


def test_a_choice_made_in_spanish_is_the_same_choice_in_english(languages_ready, client, member):
    lesson = make.lesson("Lists", checkpoints=True)
    trees.complete()
    translated(lesson)
    spanish, block = in_spanish(lesson), BLOCKS["multiple"]

    checkpoints.answer(member=member, lesson=spanish, block_id=block, values=["0", "1"])

    rows = CheckpointAnswer.objects.all()
    question = checkpoints.find(lesson=spanish, block_id=block)
    given = [checkpoints.given(lesson=each, rows=rows)[block] for each in (lesson, spanish)]
    assert [choice["text"] for choice in question["choices"]] == ["es:one", "es:two", "es:three"]
    assert given[0] == given[1]
    assert (given[0].chosen, given[0].correct) == (frozenset({0, 1}), True)


def test_homework_handed_in_in_spanish_is_accepted_in_english(client, member, task, make_member):
    row = submissions.hand_in(member=member, exercise=in_spanish(task), lesson=None, text="print(1)", url="")
    again = submissions.hand_in(member=member, exercise=task, lesson=None, text="print(1)", url="")
    submissions.accept(helper=homework_make.helper(make_member("Hugo")), submission=row, notes=[])
    client.force_login(member)
    here = reverse("learning:homework", args=[task.translation_key])
    states = [client.get(path).context["submission"].state for path in (here, f"/es{here}")]
    assert (row.pk, again.versions.count(), states) == (again.pk, 1, ["accepted", "accepted"])
    assert Submission.objects.count() == 1


def test_a_hint_opened_in_spanish_is_open_in_english(member, task):
    hints.open_next(member=member, exercise=in_spanish(task), number=1)
    hints.open_next(member=member, exercise=task, number=2)
    assert list(HintOpening.objects.values_list("opened", flat=True)) == [2]


def test_synchronizing_an_exercise_keeps_the_strictest_rule_of_all_languages(task):
    Exercise.objects.filter(pk=task.pk).update(release="accepted")
    task.refresh_from_db()
    before = set(Exercise.objects.rules_of([task.translation_key])[task.translation_key])
    translated(task)
    after = set(Exercise.objects.rules_of([task.translation_key])[task.translation_key])
    assert ("accepted", None) in before
    assert ("accepted", None) in after


def test_an_edited_original_changes_no_answer(languages_ready, member):
    lesson = make.lesson("Lists", checkpoints=True)
    trees.complete()
    translated(lesson)
    checkpoints.answer(member=member, lesson=in_spanish(lesson), block_id=BLOCKS["single"], values=["0"])
    before = list(CheckpointAnswer.objects.values())
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.summary = "Another."
    lesson.save_revision().publish()
    translated(lesson)
    assert list(CheckpointAnswer.objects.values()) == before
