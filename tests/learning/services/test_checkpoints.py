"""Checkpoints of all four kinds: what is right, what is counted, what is refused."""

import pytest

from learning.exceptions import NoSuchCheckpoint, UnusableAnswer
from learning.models import CheckpointAnswer, LessonPage, LessonProgress
from learning.services import checkpoints
from tests.factories.learning import BLOCKS


@pytest.fixture
def say(member, lesson):
    """Answer a checkpoint of the lesson by the name of its block."""

    def answer(name: str, *values: str) -> CheckpointAnswer:
        return checkpoints.answer(
            member=member, lesson=lesson, block_id=BLOCKS.get(name, name), values=list(values)
        )

    return answer


@pytest.mark.parametrize(
    ("name", "values", "right"),
    [
        ("single", ["0"], True),
        ("single", ["1"], False),
        ("multiple", ["0", "1"], True),
        ("multiple", ["1", "0"], True),
        ("multiple", ["0"], False),
        ("multiple", ["0", "1", "2"], False),
        ("short", ["a list"], True),
        ("short", ["  A LIST \r\n"], True),
        ("short", ["LISTS"], True),
        ("short", ["list"], False),
        ("predict", ["1\r\n2"], True),
        ("predict", ["1   \n2\t\n\n"], True),
        ("predict", ["1 2"], False),
    ],
)
def test_an_answer_is_judged_by_the_kind_of_question(say, name, values, right):
    assert say(name, *values).correct is right


def test_attempts_count_what_is_new_and_the_first_success_stays(say):
    wrong = say("single", "1")
    again = say("single", "1")
    right = say("single", "0")
    later = say("single", "1")
    assert [wrong.attempts, again.attempts, right.attempts, later.attempts] == [1, 1, 2, 3]
    assert [wrong.first_correct_at, later.correct, later.first_correct_at] == [
        None,
        False,
        right.first_correct_at,
    ]
    assert CheckpointAnswer.objects.count() == 1


def test_answering_keeps_the_place_in_the_lesson(say, lesson):
    say("short", "a list")
    kept = LessonProgress.objects.get()
    assert (kept.lesson_key, kept.last_block_id) == (lesson.translation_key, BLOCKS["short"])


@pytest.mark.parametrize("name", ["text", "no-such-block", ""])
def test_a_block_that_is_no_checkpoint_of_the_lesson_is_not_there(say, name):
    with pytest.raises(NoSuchCheckpoint):
        say(name, "0")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("single", []),
        ("single", ["0", "1"]),
        ("single", ["2"]),
        ("single", ["-1"]),
        ("single", ["²"]),
        ("single", ["one"]),
        ("single", ["9" * 40]),
        ("multiple", []),
        ("multiple", ["0", "7"]),
        ("multiple", ["0", "x"]),
        ("short", []),
        ("short", ["   "]),
        ("short", ["a\x00list"]),
        ("short", ["x" * 501]),
        ("short", ["a list", "lists"]),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_nothing_is_kept(say, name, values):
    with pytest.raises(UnusableAnswer):
        say(name, *values)
    assert (CheckpointAnswer.objects.count(), LessonProgress.objects.count()) == (0, 0)


def test_only_what_is_published_counts(say, lesson):
    draft = LessonPage.objects.get(pk=lesson.pk)
    draft.body = [("text", "<p>All questions are gone.</p>")]
    draft.save_revision()
    assert say("single", "0").correct


def test_a_choice_keeps_its_meaning_when_the_choices_change_places(say, member, lesson):
    stored = say("single", "0")
    raw = [dict(block) for block in lesson.body.raw_data]
    question = next(block for block in raw if block["id"] == BLOCKS["single"])
    question["value"] = {**question["value"], "choices": question["value"]["choices"][::-1]}
    lesson.body = lesson._meta.get_field("body").stream_block.to_python(raw)
    given = checkpoints.given(lesson=lesson, rows=[stored])
    assert given == {BLOCKS["single"]: checkpoints.Given(frozenset({1}), "", 1, True)}
