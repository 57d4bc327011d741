"""Notebooks: text is a lesson's text, code keeps what it printed, pictures come out of it, and no bomb goes off."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.importer import notebooks
from learning.importer.formats import open_folder
from learning.importer.library import open_library
from learning.importer.notebooks import without_colors
from learning.importer.report import Weight

from .samples import REPOSITORIES, code, outline, paragraph, problems_in, repository, tried, write


def notebook(*cells, **about) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **about})


def text(source: str, *tags: str, **more) -> dict:
    return {"cell_type": "markdown", "source": source, "metadata": {"tags": list(tags)}, **more}


def program(source: str, *outputs: dict, tags: tuple = ()) -> dict:
    return {"cell_type": "code", "source": source, "outputs": list(outputs), "metadata": {"tags": list(tags)}}


def data(**bundle) -> dict:
    media = {name.replace("_", "/"): value for name, value in bundle.items()}
    return {"output_type": "display_data", "data": media, "metadata": {}}


def library_of(tmp_path, *cells):
    return open_library(open_folder(write(tmp_path / "nb", {"a.ipynb": notebook(*cells)})))


def blocks_of(tmp_path, *cells) -> list[tuple]:
    return [(block["type"], block["value"]) for block in library_of(tmp_path, *cells).read()[0].blocks]


def test_notebooks_become_lessons_with_modules_and_titles():
    library = repository("notebooks")

    assert outline(library) == [("Notebooks", ["Rain in numbers", "The sun"]), ("Old", ["An old one"])]
    assert [(lesson.key, lesson.name, lesson.tags, lesson.authors) for lesson in library.read()] == [
        ("notebooks/rain", "rain", ["weather"], []),
        ("notebooks/02-sun", "sun", [], ["Grace Example"]),
        ("notebooks/old-third", "third", [], []),
    ]
    assert problems_in(library) == [
        "note: 01-rain.ipynb, cell 11: the cell is marked to be removed; left out",
        "not understood: 01-rain.ipynb, cell 6: an output as text/html; its words are kept",
        "not understood: 01-rain.ipynb, cell 7:5: a formula; it is shown as its source",
        "not understood: 02-sun.ipynb, cell 4: a raw cell; it is shown as its source",
        "note: 02-sun.ipynb/02-sun-3-1.svg: taken out of the picture: script",
    ]


def test_every_kind_of_cell_and_output_arrives():
    rain, sun, old = repository("notebooks").read()

    assert [(block["type"], block["value"]) for block in rain.blocks] == [
        ("text", '<p>How much fell? See <a linktype="page" id="0">the sun</a>.</p>'),
        code("rain = [3, 0, 5]\nsum(rain)", outputs=[("output", "8")]),
        code("print('wet')\nprint('days')", outputs=[("output", "wet\ndays"), ("error", "a warning")]),
        code("1 / 0", outputs=[("error", "ZeroDivisionError: division by zero\n      1 1 / 0")]),
        code("draw(rain)"),
        ("image", picture("01-rain.ipynb/01-rain-5-1.png", "Three bars, the last is the longest")),
        code("table(rain)", outputs=[("output", "   mm\n0   3")]),
        ("image", picture("01-rain.ipynb/01-rain-7-attached-1.png", "the sky")),
        ("heading", {"text": "Now you", "level": "2", "anchor": "now-you"}),
        ("text", "<p>Add up the days with <code>x &gt; 0</code>.</p>"),
        ("reveal", {"summary": "One way", "content": [
            paragraph("Count them."),
            dict(zip(("type", "value"), code("sum(day > 0 for day in rain)", outputs=[("output", "2")]), strict=True))]}),
        ("facilitator_note", {"title": "", "content": [paragraph("Ask who has an umbrella.")]}),
    ]  # fmt: skip
    assert [block["type"] for block in sun.blocks] == ["heading", "text", "code", "code", "image", "code"]
    assert (sun.blocks[2]["value"]["language"], sun.blocks[4]["value"]["image"]["alt_text"]) == (
        "bash",
        "Green",
    )
    assert [(block["type"], block["value"]) for block in old.blocks] == [
        ("text", "<p>Still <i>readable</i>.</p>"),
        code("2 + 2", outputs=[("output", "4"), ("error", "E: no")]),
    ]


def picture(path: str, alt: str) -> dict:
    image = {"image": path, "alt_text": alt, "decorative": False}
    return {"image": image, "caption": "", "credit": ""}


def test_pictures_are_read_from_the_notebook_and_drawings_are_cleaned():
    library = repository("notebooks")

    assert {path: library.open_picture(path).suffix for path in library.pictures} == {
        "01-rain.ipynb/01-rain-5-1.png": "png",
        "01-rain.ipynb/01-rain-7-attached-1.png": "png",
        "02-sun.ipynb/02-sun-3-1.svg": "svg",
    }
    assert b"script" not in library.open_picture("02-sun.ipynb/02-sun-3-1.svg").content


@pytest.mark.parametrize(
    ("tag", "blocks"),
    [
        ("solution", [("reveal", {"summary": "Solution", "content": [paragraph("W")]})]),
        ("hint", [("reveal", {"summary": "Hint", "content": [paragraph("W")]})]),
        ("hide-cell", [("reveal", {"summary": "Show more", "content": [paragraph("W")]})]),
        ("Instructor", [("facilitator_note", {"title": "", "content": [paragraph("W")]})]),
        ("remove-cell", []),
        ("anything", [("text", "<p>W</p>")]),
    ],
)
def test_tags_say_what_a_cell_is_for(tmp_path, tag, blocks):
    assert blocks_of(tmp_path, text("W", tag)) == blocks


def test_neighbors_of_one_role_share_a_box_and_others_do_not(tmp_path):
    blocks = blocks_of(tmp_path, text("1", "solution"), text("2", "solution"), text("3", "hint"), text("4"))

    assert [(kind, value["content"] if kind == "reveal" else value) for kind, value in blocks] == [
        ("reveal", [paragraph("1", "2")]),
        ("reveal", [paragraph("3")]),
        ("text", "<p>4</p>"),
    ]


@pytest.mark.parametrize(
    ("output", "outputs", "problem"),
    [
        (data(text_plain="x", application_widget={}), [("output", "x")],
         "not understood: a.ipynb, cell 1: an output as application/widget; its words are kept"),
        (data(text_html="<table><tr><td>a</td><td>b</td></tr></table>"), [("output", "a\nb")],
         "not understood: a.ipynb, cell 1: an output as text/html; its words are kept"),
        (data(application_javascript="alert(1)"), [],
         "dropped: a.ipynb, cell 1: an output as application/javascript"),
        ({"output_type": "strange"}, [], "dropped: a.ipynb, cell 1: an output of a kind nobody knows"),
        ("no output", [], "dropped: a.ipynb, cell 1: an output of a kind nobody knows"),
        ({"output_type": "stream", "text": "y" * 20_001}, [("output", "y" * 20_000)],
         "dropped: a.ipynb, cell 1: only the first 20000 of 20001 letters of an output are kept"),
        ({"output_type": "stream", "name": [], "text": "x"}, [("output", "x")], ""),
        ({"output_type": "error", "ename": "E", "evalue": "v", "traceback": []}, [("error", "E: v")], ""),
    ],
)  # fmt: skip
def test_outputs_are_kept_as_words_or_named(tmp_path, output, outputs, problem):
    library = library_of(tmp_path, text("# T"), program("p", output))
    problem = problem.replace("cell 1", "cell 2")

    [block] = library.read()[0].blocks
    assert ((block["type"], block["value"]), problems_in(library)) == (
        code("p", outputs=outputs),
        [problem] if problem else [],
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("no base64!", "the picture is not one"),
        (base64.b64encode(b"GIF89a, cut off").decode(), "the file is not a picture"),
        ("A" * 16_000_000, "the picture is larger than 10 MB"),
        (["QUJD", 7, None], "the file is not a picture"),
        ({"a": 1}, "the file is not a picture"),
    ],
)
def test_pictures_that_are_none_are_named(tmp_path, value, message):
    library = library_of(tmp_path, program("draw()", data(image_png=value)))
    name = "a.ipynb/a-1-1.png"

    assert library.broken == {name: message}
    assert f"dropped: a.ipynb, cell 1: the picture “{name}”: {message}" in problems_in(library)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "a.ipynb:1: the file is not a notebook: it is not JSON"),
        ("[1, 2]", "a.ipynb: the file is not a notebook"),
        ("[" * 200_000, "a.ipynb: the file is not a notebook: its JSON is nested too deep or its numbers too long"),
        ('{"nbformat": ' + "9" * 5000 + "}",
         "a.ipynb: the file is not a notebook: its JSON is nested too deep or its numbers too long"),
        ('{"nbformat": 7, "cells": []}', "a.ipynb: the notebook is of the version 7; versions 3 and 4 are read"),
        ("{}", "a.ipynb: the notebook is of the version None; versions 3 and 4 are read"),
        ('{"nbformat": 4, "cells": {"a": 1}}', "a.ipynb: the file is not a notebook: it has no cells"),
        (notebook(*[{}] * 2001), "a.ipynb: the notebook has 2001 cells; the limit is 2000"),
        (b"\xff\xfe", "a.ipynb:1: the file is not UTF-8 text"),
    ],
    ids=["cut", "list", "deep", "number", "version", "empty", "cells", "many", "bytes"],
)  # fmt: skip
def test_what_is_no_notebook_is_named_and_the_others_come(tmp_path, content, problem):
    root = write(tmp_path / "nb", {"a.ipynb": content, "b.ipynb": notebook(text("# B"))})
    library = open_library(open_folder(root))

    assert [lesson.title for lesson in library.read()] == ["B"]
    assert problems_in(library) == [f"dropped: {problem}"]


def test_a_notebook_of_100_megabytes_is_refused_without_being_read(tmp_path):
    with (write(tmp_path / "nb", {"b.ipynb": notebook()}) / "a.ipynb").open("wb") as big:
        big.truncate(100_000_000)

    assert problems_in(open_library(open_folder(tmp_path / "nb")))[0] == (
        "dropped: a.ipynb: the file has 100.0 MB; the limit is 30 MB"
    )


def test_cells_that_are_none_are_named_with_their_number(tmp_path):
    library = library_of(tmp_path, text("# T"), "words", {"cell_type": "code", "source": 7}, {"cell_type": 3})

    assert [problem for problem in problems_in(library) if problem.startswith("dropped")] == [
        "dropped: a.ipynb, cell 2: the cell is not one",
        "dropped: a.ipynb, cell 3: a cell of the kind “code” without text",
        "dropped: a.ipynb, cell 4: a cell of the kind “” without text",
    ]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("\x1b[0;31mred\x1b[0m", "red"),
        ("\x1b[38;5;28;01mbold\x1b[39;00m x", "bold x"),
        ("a\x1bMb", "ab"),
        ("\x1b[", ""),
        ("\x1b", ""),
        ("plain [31m", "plain [31m"),
    ],
)
def test_colors_of_a_terminal_are_left_out(said, left):
    assert without_colors(said) == left


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def mutated(draw) -> dict:
    """A real notebook with some values anywhere in it replaced by anything."""
    found = json.loads((REPOSITORIES / "notebooks" / "01-rain.ipynb").read_text())
    for _change in range(draw(st.integers(1, 4))):
        place = found
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(place[key], dict | list) and draw(st.integers(0, 4)):
                place = place[key]
                continue
            place[key] = draw(ANYTHING)
            break
    return found


@given(mutated())
@tried(60)
def test_whatever_a_notebook_holds_it_becomes_a_lesson_or_is_named(tmp_path_factory, found):
    root = write(tmp_path_factory.mktemp("nb"), {"a.ipynb": json.dumps(found)})
    library = open_library(open_folder(root))

    lessons = library.read()
    named = [problem for problem in library.problems if problem.weight == Weight.DROPPED]
    assert lessons or named
    assert [problem for problem in named if "could not be read:" in problem.message] == []
    assert json.loads(json.dumps([lesson.blocks for lesson in lessons])) == [
        lesson.blocks for lesson in lessons
    ]


@given(st.dictionaries(st.sampled_from(["nbformat", "cells", "metadata", "worksheets"]), ANYTHING))
@tried(60)
def test_any_json_is_a_notebook_or_is_refused(found):
    try:
        notebooks.read(found)
    except notebooks.Unreadable:
        return
    assert found["nbformat"] in {3, 4}
