"""The demo's lessons keep their word: they read whole, their code prints what they say, the Spanish text is parallel."""

import contextlib
import io
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learning.importer.lessons import Lesson, open_source, read
from learning.importer.library import Library, open_library, requirements
from learning.importer.links import Map
from learning.importer.source import open_folder
from learning.importer.streams import raw

TRACKS = Path(__file__).resolve().parents[3] / "learning" / "demo" / "tracks"
NAMES = sorted(folder.name for folder in TRACKS.iterdir() if folder.is_dir())
SPANISH = TRACKS / "first-python-evenings" / "es"
UNTRANSLATED = {"anchor", "code", "correct", "credit", "image", "kind", "language", "session", "shell", "url"}


@pytest.fixture(params=NAMES)
def library(request) -> Library:
    return open_library(open_folder(TRACKS / request.param))


def test_every_lesson_is_understood_whole(library):
    lessons = library.read()
    assert [*library.problems, *(problem for lesson in lessons for problem in lesson.problems)] == []
    assert requirements(library, lessons)[1] == []


def test_every_lesson_has_the_parts_of_a_lesson(library):
    for lesson in library.read():
        kinds = {block["type"] for block in lesson.blocks}
        assert {"checkpoint", "facilitator_note"} <= kinds, lesson.key
        assert lesson.summary
        assert lesson.questions
        assert lesson.objectives
        assert lesson.key_points


def test_the_first_track_asks_in_all_four_ways():
    library = open_library(open_folder(TRACKS / "first-python-evenings"))
    kinds = {
        block["value"]["kind"]
        for lesson in library.read()
        for block in lesson.blocks
        if block["type"] == "checkpoint"
    }
    assert kinds == {"single", "multiple", "short", "predict"}


def test_every_sample_prints_what_the_lesson_says(library, tmp_path, monkeypatch):
    for lesson in library.read():
        folder = tmp_path / lesson.key.replace("/", "-")
        folder.mkdir()
        monkeypatch.chdir(folder)
        earlier = ""
        for code, said in _samples(lesson):
            if said is None:
                earlier += "\n" if "input(" in code else f"\n{code}\n"
            elif "input(" not in code:
                assert _run(code, earlier) == said, f"{lesson.key}\n{code}"


def _samples(lesson: Lesson) -> Iterator[tuple[str, str | None]]:
    """The Python samples of a lesson in order, with what they print; None where the lesson does not say."""
    streams: list[Any] = [lesson.blocks]
    for exercise in lesson.exercises:
        streams.append(raw(exercise.solution))
    for block in (block for stream in streams for block in stream):
        value = block["value"]
        if block["type"] == "code" and value["language"] == "python":
            outputs = [_without_frames(part["value"]["text"].strip()) for part in value["outputs"]]
            yield value["code"], "\n".join(outputs) if outputs else None
        elif block["type"] == "checkpoint" and value["kind"] == "predict":
            yield value["code"], value["answers"][0]["value"].strip()


def _without_frames(text: str) -> str:
    """An error message without the lines that tell files and places."""
    return re.sub(r"(?ms)^(Traceback| *File ).*\n(?=[^\n]+\Z)", "", text)


def _run(code: str, earlier: str) -> str:
    """What the sample prints; of an error, its last line after the lines printed before it."""
    names: dict[str, Any] = {}
    exec(earlier, names)
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        try:
            exec(code, names)
        except Exception as error:
            shown.write(traceback.format_exception_only(error)[-1])
    return shown.getvalue().strip()


def test_the_spanish_text_has_the_same_shape_as_the_english():
    folder = open_folder(SPANISH.parent)
    library = open_library(folder)
    links = Map(library.keys, dict.fromkeys(library.keys.values(), 0), library.anchors, folder.files)
    assert sorted(path.name for path in SPANISH.glob("*.md")) == [
        Path(source.path).name for source in library.sources
    ]
    for source, english in zip(library.sources, library.read(), strict=True):
        text = (SPANISH / Path(source.path).name).read_text(encoding="utf-8")
        spanish = read(open_source(source.path, text, folder.id), links.of(source.path))
        assert spanish.problems == []
        assert _shape(spanish) == _shape(english)
        assert spanish.title != english.title


def _shape(lesson: Lesson) -> list[Any]:
    """The lesson without its words: blocks, paragraphs, list items and cells, and what is the same in every language."""
    streams = [
        _outline("", raw(stream))
        for exercise in lesson.exercises
        for stream in (exercise.prompt, *exercise.hints, exercise.solution)
    ]
    fields = [_segments(text) for text in (lesson.questions, lesson.objectives, lesson.key_points)]
    exercises = [(exercise.key, exercise.kind, exercise.starter) for exercise in lesson.exercises]
    return [
        _outline("", lesson.blocks),
        streams,
        fields,
        exercises,
        lesson.requires,
        lesson.topics,
    ]


def _outline(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _outline(key, part) for key, part in value.items() if key != "anchor"}
    if isinstance(value, list):
        return [_outline(name, part) for part in value]
    if isinstance(value, str) and name not in UNTRANSLATED:
        return _segments(value) if value else ""
    return value


def _segments(html: str) -> list[str]:
    """The tags that divide a text into segments, and its links."""
    return re.findall(r"<(/?(?:p|ul|ol|li|a|br))\b", html)


def test_every_word_around_the_spanish_lessons_is_spanish_too():
    folder, foreign = open_folder(SPANISH.parent), open_folder(SPANISH)
    pairs = [(folder.title, foreign.title), (folder.description, foreign.description)]
    pairs += [(folder.audience, foreign.audience), *zip(folder.outcomes, foreign.outcomes, strict=True)]
    for mine, other in zip(folder.modules, foreign.modules, strict=True):
        pairs += [(mine.title, other.title), (mine.summary, other.summary)]
        pairs += [(a.note, b.note) for a, b in zip(mine.episodes, other.episodes, strict=True) if a.note]
    assert [ours for ours, theirs in pairs if not theirs or theirs == ours] == []


def test_every_exercise_and_summary_of_the_track_is_spanish_too():
    folder = open_folder(SPANISH.parent)
    library = open_library(folder)
    links = Map(library.keys, dict.fromkeys(library.keys.values(), 0), library.anchors, folder.files)
    same = []
    for source, english in zip(library.sources, library.read(), strict=True):
        text = (SPANISH / Path(source.path).name).read_text(encoding="utf-8")
        spanish = read(open_source(source.path, text, folder.id), links.of(source.path))
        fields = ("title", "summary", "questions", "objectives", "key_points")
        same += [name for name in fields if getattr(spanish, name) == getattr(english, name)]
        same += [
            ours.title
            for ours, theirs in zip(english.exercises, spanish.exercises, strict=True)
            if ours.title == theirs.title or raw(ours.prompt) == raw(theirs.prompt)
        ]
    assert same == []
