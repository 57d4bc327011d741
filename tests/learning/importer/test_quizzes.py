"""Checkpoints written in Markdown."""

import pytest

from .samples import blocks_of, complaints_of, lesson_of


def items(*values):
    return [{"type": "item", "value": value} for value in values]


def test_one_right_choice_with_explanations():
    text = (
        '::: checkpoint\nWhat does `3 + "4"` give?\n\n- [ ] `7`\n  No number\n  from text.\n- [x] An error\n\n'
        "::: explanation\nSay which one you mean.\n:::\n:::"
    )

    assert blocks_of(text) == [
        (
            "checkpoint",
            {
                "kind": "single",
                "question": '<p>What does <code>3 + "4"</code> give?</p>',
                "code": "",
                "language": "python",
                "choices": items(
                    {"text": "7", "correct": False, "explanation": "No number from text."},
                    {"text": "An error", "correct": True, "explanation": ""},
                ),
                "answers": [],
                "explanation": "<p>Say which one you mean.</p>",
            },
        )
    ]


def test_several_right_choices_or_the_word_for_it():
    two = "::: checkpoint\nQ\n- [x] a\n- [x] b\n:::"
    one = "::: {.checkpoint kind=multiple}\nQ\n- [x] a\n- [ ] b\n:::"

    assert [blocks_of(text)[0][1]["kind"] for text in (two, one)] == ["multiple", "multiple"]


def test_a_short_answer_in_several_spellings():
    value = blocks_of("::: checkpoint\nWhich word?\n\nanswer: `def`\nanswer: the word def\n:::")[0][1]

    assert (value["kind"], value["question"], value["answers"]) == (
        "short",
        "<p>Which word?</p>",
        items("def", "the word def"),
    )


def test_code_whose_output_is_asked_for():
    value = blocks_of("::: checkpoint\nWhat?\n```python\nprint(0)\nprint(1)\n```\n```answer\n0\n1\n```\n:::")[
        0
    ][1]

    assert (value["kind"], value["code"], value["answers"]) == (
        "predict",
        "print(0)\nprint(1)",
        items("0\n1"),
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Q", "a checkpoint without choices or answers"),
        ("Q\n- [ ] a\n- [ ] b", "a checkpoint without a right choice"),
        ("Q\n- [x] a", "a checkpoint with one choice only"),
        ("- [x] a\n- [ ] b", "a checkpoint without a question"),
        ("Q\n- [x] a\n- [ ] b\n\nanswer: c", "a checkpoint with both choices and answers"),
    ],
)
def test_what_makes_no_checkpoint_stays_as_a_note(text, complaint):
    said = f"::: checkpoint\n{text}\n:::"

    assert [block["type"] for block in lesson_of(said).blocks] == ["callout"]
    assert complaints_of(said) == [f"not understood: 1: {complaint}"]


def test_a_picture_stands_before_the_checkpoint_that_cannot_hold_it():
    lesson = lesson_of("::: checkpoint\n![m](fig/a.png)\n\nQ\n\n- [x] a\n- [ ] b\n:::")

    assert [block["type"] for block in lesson.blocks] == ["image", "checkpoint"]


def test_a_checkpoint_leaves_the_box_it_stands_in():
    lesson = lesson_of("::: callout\nx\n::: checkpoint\nQ\n- [x] a\n- [ ] b\n:::\n:::")

    assert [block["type"] for block in lesson.blocks] == ["callout", "checkpoint"]
