"""What everybody may take home holds no answer, no note for facilitators, and no solution before its time."""

from dataclasses import replace
from datetime import date

import pytest

from learning.exporter.bundles import bundle
from learning.exporter.content import EpisodeText, ExerciseText, LessonText, ModuleText, TrackText
from learning.exporter.public import Words, is_out, public_lesson, public_track

from .samples import every_block, exercise, items, lesson, text

TODAY = date(2026, 12, 5)


def checkpoint(kind: str, **said) -> dict:
    choices = items(
        {"text": "right <one>", "correct": True, "explanation": "SECRET"},
        {"text": "other", "correct": False, "explanation": "SECRET"},
    )
    value = {
        "kind": kind, "question": "<p>Which?</p>", "code": "", "language": "python",
        "choices": choices if kind == "single" else [],
        "answers": [] if kind == "single" else items("SECRET"), "explanation": "<p>SECRET</p>", **said,
    }  # fmt: skip
    return {"type": "checkpoint", "value": value}


def test_a_question_is_asked_and_not_answered():
    made = lesson([checkpoint("single"), checkpoint("predict", code="print(1)")])

    [chosen, predicted] = public_lesson(made, TODAY, Words("Quiz")).blocks

    assert (chosen["type"], chosen["value"]["title"]) == ("callout", "Quiz")
    assert [part["value"] for part in chosen["value"]["content"]] == [
        "<p>Which?</p>",
        "<ul><li>right &lt;one&gt;</li><li>other</li></ul>",
    ]
    assert predicted["value"]["content"][1]["value"]["code"] == "print(1)"


def test_notes_for_facilitators_are_left_out():
    note = {"type": "facilitator_note", "value": {"title": "SECRET", "content": [text("SECRET")]}}

    assert [block["type"] for block in public_lesson(lesson([note, text("x")]), TODAY, Words()).blocks] == [
        "text"
    ]


@pytest.mark.parametrize(
    ("release", "day", "out"),
    [
        ("always", None, True),
        ("never", None, False),
        ("after_accept", None, False),
        ("after_date", "2026-12-05", True),
        ("after_date", "2026-12-06", False),
        ("after_date", None, False),
    ],
)
def test_a_solution_is_there_when_everybody_may_read_it(release, day, out):
    data = exercise("x", release=release, release_on=day, solution=[text("SECRET")])
    made = lesson(
        [{"type": "exercise", "value": {"exercise": "swap", "note": ""}}],
        exercises={"swap": ExerciseText("swap", "key", data)},
    )

    kept = public_lesson(made, TODAY, Words()).exercises["swap"]

    assert (bool(kept.data["solution"]), kept.key, is_out(release, day, TODAY)) == (out, "", out)


def test_the_public_text_of_a_track_says_nothing_that_is_secret():
    secret = exercise("Swap", release="never", release_on=None, solution=[text("SECRET")])
    first = lesson(
        [
            *every_block("Ordinary words"),
            checkpoint("single"),
            checkpoint("short"),
            {"type": "facilitator_note", "value": {"title": "SECRET", "content": [text("SECRET")]}},
            {"type": "exercise", "value": {"exercise": "swap", "note": ""}},
        ],
        exercises={"swap": ExerciseText("swap", "8fa98d4b-e406-48d0-bd1f-bde19646b0f4", secret)},
        key="c475fc27-c8a9-4fe8-a270-9a171acb6767",
        slug="words",
    )
    track = TrackText(
        "track", "A track", "en", key="b5afe648-d70c-45e2-9a47-2ad1dcd46f99",
        modules=[ModuleText("All", "", [EpisodeText("01-words.md")])], lessons=[first],
    )  # fmt: skip

    files = bundle(public_track(track, TODAY, Words())).files

    whole = "\n".join(files.values())
    assert "SECRET" not in whole
    assert "identity" not in whole
    assert "[x]" not in whole
    assert "Swap" in whole


def test_a_config_says_what_is_optional_and_why():
    episodes = [
        EpisodeText("01-words.md"),
        EpisodeText("02-more.md", required=False, note="For: the curious"),
    ]
    track = TrackText(
        "t", "T: one", "es", outcomes="<ul><li>plain &amp; simple</li><li>two</li></ul>",
        modules=[ModuleText("M", "s", episodes)], license="CC0 1.0",
        lessons=[LessonText("words", "episodes/01-words.md", "Words")],
    )  # fmt: skip

    assert bundle(track).files["config.yaml"] == (
        "id: t\ntitle: 'T: one'\nlang: es\noutcomes:\n- plain & simple\n- two\nlevel: 1\nlicense: CC0 1.0\n"
        "modules:\n- title: M\n  summary: s\n  episodes:\n  - 01-words.md\n"
        "  - file: 02-more.md\n    required: false\n    note: 'For: the curious'\n"
    )
    rich = replace(track, outcomes="<p>a <b>b</b></p><p>c</p>")
    assert "outcomes: |-\n  a **b**\n\n  c\n" in bundle(rich).files["config.yaml"]
