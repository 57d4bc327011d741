"""What of a lesson everybody may take home: no answers, no notes for facilitators, no solution before its time."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .content import ExerciseText, LessonText, TrackText


@dataclass(frozen=True)
class Words:
    """The words for a checkpoint that has become a note, in the language of the lessons."""

    checkpoint: str = "Checkpoint"


def public_track(
    track: TrackText, today: date, words: Words, held: frozenset[str] = frozenset()
) -> TrackText:
    """The track for everybody, without the keys of this site; `held` has those of exercises that keep their solution."""
    lessons = [public_lesson(lesson, today, words, held) for lesson in track.lessons]
    return replace(track, key="", slug="", lessons=lessons)


def public_lesson(
    lesson: LessonText, today: date, words: Words, held: frozenset[str] = frozenset()
) -> LessonText:
    """The lesson for everybody."""
    blocks = [
        _question(block["value"], words) if block["type"] == "checkpoint" else block
        for block in lesson.blocks
        if block["type"] != "facilitator_note"
    ]
    return replace(
        lesson,
        key="",
        slug="",
        requires_elsewhere=[],
        blocks=[{"type": block["type"], "value": block["value"]} for block in blocks],
        exercises={name: _exercise(text, today, held) for name, text in lesson.exercises.items()},
    )


def is_out(release: str, release_on: str | None, today: date) -> bool:
    """Whether everybody may read a solution today."""
    if release == "after_date":
        return bool(release_on) and date.fromisoformat(release_on or "") <= today
    return release == "always"


def _exercise(text: ExerciseText, today: date, held: frozenset[str]) -> ExerciseText:
    data = text.data
    if text.key not in held and is_out(data["release"], data["release_on"], today):
        return replace(text, key="")
    return replace(text, key="", data={**data, "solution": []})


def _question(value: dict[str, Any], words: Words) -> dict[str, Any]:
    """A checkpoint as a note that asks; which choices are right, and why, is not in it."""
    content: list[dict[str, Any]] = [{"type": "text", "value": value["question"]}]
    if value["code"]:
        code = {
            "language": value["language"],
            "code": value["code"],
            "caption": "",
            "highlight": "",
            "outputs": [],
        }
        content.append({"type": "code", "value": code})
    if value["kind"] in {"single", "multiple"} and value["choices"]:
        choices = "".join(f"<li>{_escaped(entry['value']['text'])}</li>" for entry in value["choices"])
        content.append({"type": "text", "value": f"<ul>{choices}</ul>"})
    return {"type": "callout", "value": {"kind": "note", "title": words.checkpoint, "content": content}}


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
