"""Blocks of a lesson: sessions, checkpoints, exercises, and what a body refuses."""

import re

import pytest
from django.core.exceptions import ValidationError

from learning.blocks.body import LessonBody
from learning.blocks.terminal import Line, session_lines

MENU = LessonBody()


def stored(*children) -> list:
    return [{"type": kind, "value": value, "id": block_id} for kind, value, block_id in children]


def drawn(kind: str, /, context=None, **value) -> str:
    block = MENU.child_blocks[kind]
    return re.sub(r"\s+", " ", block.render(block.normalize(value), context=context or {}))


@pytest.mark.parametrize(
    ("shell", "session", "lines"),
    [
        ("bash", "$ ls -l\na  b\n$", [("$ ", "ls -l"), ("", "a  b"), ("$", "")]),
        ("bash", "(venv) ana@host:~/x$ cd ..\n> more", [("(venv) ana@host:~/x$ ", "cd .."), ("> ", "more")]),
        (
            "bash",
            "$ cat README.md\n# A title\n$5 each",
            [("$ ", "cat README.md"), ("", "# A title"), ("", "$5 each")],
        ),
        ("zsh", "% pwd\n/home", [("% ", "pwd"), ("", "/home")]),
        ("powershell", "PS C:\\Users\\Ana> dir\n>> x", [("PS C:\\Users\\Ana> ", "dir"), (">> ", "x")]),
        ("cmd", "C:\\>dir\nC:\\Users> cd x", [("C:\\>", "dir"), ("C:\\Users> ", "cd x")]),
        (
            "python",
            ">>> if a:\n...     b\n...\n1",
            [(">>> ", "if a:"), ("... ", "    b"), ("...", ""), ("", "1")],
        ),
        ("klingon", "$ x", [("$ ", "x")]),
    ],
)
def test_a_session_is_told_apart_from_its_answers(shell, session, lines):
    assert session_lines(session, shell) == [Line(*line) for line in lines]


def test_only_what_is_typed_is_copied():
    html = drawn("terminal", shell="bash", session="$ echo <1>\n<1>", caption="")
    assert re.findall(r"<kbd data-typed>(.*?)</kbd>", html) == ["echo &lt;1&gt;"]


def test_tabs_can_all_be_read_without_a_script():
    tabs = [{"label": name, "content": [("text", f"<p>On {name}</p>")]} for name in ("Windows", "macOS")]
    html = drawn("tabs", tabs=tabs)
    assert re.findall(r'<p class="tabs__label">(\w+)</p>.*?<p>(.*?)</p>', html) == [
        ("Windows", "On Windows"),
        ("macOS", "On macOS"),
    ]
    assert "hidden" not in html


def test_a_note_for_facilitators_draws_nothing_for_anybody_else():
    note = {"title": "Mind", "content": [("text", "<p>SECRET</p>")]}
    assert [
        bool(drawn("facilitator_note", context=context, **note))
        for context in ({}, {"facilitator": False}, {"facilitator": 1}, {"facilitator": True})
    ] == [False, False, False, True]


QUESTION = {
    "question": "<p>Q</p>",
    "code": "",
    "language": "python",
    "explanation": "",
    "answers": [],
    "choices": [],
}


def choice(text: str, correct: bool) -> dict:
    return {"text": text, "correct": correct, "explanation": ""}


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ({"kind": "single", "choices": [choice("a", True)]}, ["choices"]),
        ({"kind": "single", "choices": [choice("a", False), choice("b", False)]}, ["choices"]),
        ({"kind": "single", "choices": [choice("a", True), choice("b", True)]}, ["choices"]),
        ({"kind": "short"}, ["answers"]),
        ({"kind": "predict", "answers": ["1"]}, ["code"]),
    ],
)
def test_a_checkpoint_nobody_can_answer_is_refused(value, wrong):
    block = MENU.child_blocks["checkpoint"]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize(QUESTION | value))
    assert sorted(refused.value.block_errors) == wrong


def test_a_question_of_two_paragraphs_is_one_legend():
    html = drawn(
        "checkpoint",
        **QUESTION | {"kind": "single", "question": "<p>One</p><p>Two</p>", "choices": [choice("a", True)]},
    )
    assert '<legend class="checkpoint__question">One<br>Two</legend>' in html


def body(*children):
    return MENU.clean(MENU.to_python(stored(*children)))


def test_two_blocks_with_one_id_are_refused():
    with pytest.raises(ValidationError) as refused:
        body(("text", "<p>a</p>", "one"), ("text", "<p>b</p>", "two"), ("text", "<p>c</p>", "one"))
    assert list(refused.value.block_errors) == [2]


def test_an_id_used_again_inside_a_copy_is_refused():
    inner = stored(("text", "<p>a</p>", "inner"))
    callout = {"kind": "note", "title": "", "content": inner}
    with pytest.raises(ValidationError) as refused:
        body(("callout", callout, "one"), ("facilitator_note", {"title": "", "content": inner}, "two"))
    assert list(refused.value.block_errors) == [1]


def test_blocks_with_ids_of_their_own_are_kept():
    kept = body(("text", "<p>a</p>", "one"), ("text", "<p>b</p>", "two"))
    assert [child.id for child in kept] == ["one", "two"]
