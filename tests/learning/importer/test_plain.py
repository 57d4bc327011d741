"""A folder of Markdown that nobody configured becomes modules and lessons, and nothing gets lost."""

import pytest

from learning.importer.dialects import PLAIN
from learning.importer.formats import open_folder
from learning.importer.library import open_library

from .samples import blocks_of, code, outline, paragraph, problems_in, repository, write


def test_folders_are_modules_and_the_readme_gives_the_title():
    library = repository("plain")
    folder = library.folder

    assert outline(library) == [
        ("A garden of small programs", ["Welcome"]),
        ("Seeds", ["The first seed", "The second seed", "The last seed"]),
        ("Tools", ["Tools", "Zebra grass", "Apple"]),
    ]
    assert (folder.title, folder.description, folder.license, folder.modules[1].summary) == (
        "A garden of small programs",
        "Six short texts for an evening with friends.",
        "MIT",
        "What every program grows from.",
    )
    assert problems_in(library) == [
        "note: 02-tools/draft.md:1: a draft; it is left out",
        "note: README.md: it gives the title and the description, and is not a lesson",
    ]


def test_lessons_are_known_by_their_whole_path_and_called_by_their_file():
    assert [(lesson.key, lesson.name) for lesson in repository("plain").read()] == [
        ("plain/welcome", "welcome"),
        ("plain/01-seeds-01-first-seed", "first-seed"),
        ("plain/01-seeds-02-second-seed", "second-seed"),
        ("plain/01-seeds-10-last-seed", "last-seed"),
        ("plain/02-tools", "tools"),
        ("plain/02-tools-zebra-grass", "zebra-grass"),
        ("plain/02-tools-apple", "apple"),
    ]


def test_every_kind_of_block_of_a_plain_text_arrives():
    blocks = {
        lesson.name: [block["type"] for block in lesson.blocks] for lesson in repository("plain").read()
    }

    assert blocks == {
        "welcome": ["text", "callout", "reveal"],
        "first-seed": ["text", "heading", "image", "text"],
        "second-seed": ["text", "code", "text"],
        "last-seed": ["text"],
        "tools": ["text", "table"],
        "zebra-grass": ["text"],
        "apple": ["text"],
    }


def test_weight_comes_before_number_and_number_before_name(tmp_path):
    root = write(
        tmp_path / "f",
        {
            "b.md": "# B",
            "a.md": "# A",
            "10-x.md": "# Ten",
            "9-x.md": "# Nine",
            "z.md": "---\norder: 2\n---\n# Two",
            "y.md": "---\nweight: -1.5\n---\n# Below zero",
            "w.md": "---\nsidebar_position: 0\n---\n# Zero",
            "v.md": "---\nweight: .nan\n---\n# C",
        },
    )

    assert outline(open_library(open_folder(root))) == [
        ("F", ["Below zero", "Zero", "Two", "Nine", "Ten", "A", "B", "C"])
    ]


def test_folders_within_folders_stay_in_their_module_and_in_their_place(tmp_path):
    root = write(
        tmp_path / "f",
        {
            "2-late/a.md": "# Late",
            "1-early/2-b/x.md": "# B",
            "1-early/1-a/README.md": "# A\n\nText with `code`.",
            "1-early/1-a/x.md": "# A, x",
            "1-early/own.md": "# Own",
        },
    )

    assert outline(open_library(open_folder(root))) == [
        ("Early", ["Own", "A", "A, x", "B"]),
        ("Late", ["Late"]),
    ]


def test_a_folder_of_one_folder_begins_there_but_keeps_its_names(tmp_path):
    root = write(tmp_path / "f", {"README.md": "# Title\n\nWords.", "texts/b.md": "# B", "texts/a.md": "# A"})
    library = open_library(open_folder(root))

    assert (outline(library), library.sources[0].key) == ([("Title", ["A", "B"])], "f/texts-a")


def test_a_readme_alone_is_the_lesson(tmp_path):
    library = open_library(open_folder(write(tmp_path / "f", {"README.md": "# All\n\nThere is."})))

    assert (outline(library), problems_in(library)) == ([("F", ["All"])], [])


def test_a_text_and_a_notebook_of_one_name_are_two_lessons(tmp_path):
    notebook = '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "# Code"}]}'
    root = write(tmp_path / "f", {"a.md": "# Text", "a.ipynb": notebook})

    assert [lesson.key for lesson in open_library(open_folder(root)).read()] == ["f/a", "f/a-md"]


def test_a_folder_without_a_lesson_says_so(tmp_path):
    library = open_library(open_folder(write(tmp_path / "f", {"LICENSE": "MIT License"})))

    assert problems_in(library) == ["dropped: f: no lesson was found in this folder"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Front\n---\n# Head\n", "Front"),
        ("words\n\n# Head\n", "Head"),
        ("## Second\n\n# First\n", "First"),
        ("words\n\n## Second *level* {#x}\n", "Second level"),
        ("only words", "Big red dog"),
    ],
)
def test_the_title_is_said_by_front_matter_a_heading_or_the_file(tmp_path, text, title):
    root = write(tmp_path / "f", {"03_big-red_dog.md": text, "other.md": ""})

    assert open_library(open_folder(root)).read()[0].title == title


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "> [!WARNING]\n> Hot.\n>\n> - very",
            [("callout", {"kind": "warning", "title": "", "content": [
                {"type": "text", "value": "<p>Hot.</p><ul><li>very</li></ul>"}]})],
        ),
        ("> [!STRANGE]\n> Words.", [("quote", {"text": "[!STRANGE] Words.", "attribution": "", "url": ""})]),
        (
            "<details><summary>More <b>of it</b></summary>\n\nInside.\n</details>\n\nAfter.",
            [("reveal", {"summary": "More of it", "content": [paragraph("Inside.")]}), ("text", "<p>After.</p>")],
        ),
        ("<details>\n\nInside.\n\n</details>", [("reveal", {"summary": "Show more", "content": [paragraph("Inside.")]})]),
        ("One[^a].\n\n[^a]: Note.\n[^b]: Never called.", [
            ("text", "<p>One<sup>a</sup>.</p><p><sup>a</sup> Note.</p><p><sup>b</sup> Never called.</p>")]),
        ('```js {title="a.js"}\n1\n```', [code("1", "javascript", "a.js")]),
    ],
)  # fmt: skip
def test_what_people_write_on_github_is_understood(text, blocks):
    assert blocks_of(text, PLAIN) == blocks


def test_details_that_never_end_are_named_and_kept(tmp_path):
    library = open_library(
        open_folder(write(tmp_path / "f", {"a.md": "<details>\n<summary>S</summary>\n\nInside.\n"}))
    )

    assert problems_in(library)[0] == "not understood: a.md:1: the div “reveal” is never closed"
    assert [block["type"] for block in library.read()[0].blocks] == ["reveal"]
