"""GitBook: SUMMARY.md is the order, and its tags are the boxes of a lesson."""

import pytest

from learning.importer.dialects import GITBOOK
from learning.importer.formats import open_folder
from learning.importer.library import open_library

from .samples import blocks_of, code, complaints_of, outline, paragraph, problems_in, repository, write


def test_the_summary_is_modules_and_lessons_in_order():
    library = repository("gitbook")

    assert outline(library) == [
        ("Bees", ["Bees"]),
        ("The hive", ["The hive", "Frames", "Honey"]),
        ("Afterwards", ["Winter"]),
    ]
    assert (library.folder.title, library.folder.description) == ("Bees", "How to keep bees in a terminal.")
    assert [(lesson.key, lesson.name) for lesson in library.read()] == [
        ("gitbook/readme", "bees"),
        ("gitbook/hive", "hive"),
        ("gitbook/hive-frames", "frames"),
        ("gitbook/hive-honey", "honey"),
        ("gitbook/winter", "winter"),
    ]
    assert problems_in(library) == [
        "note: book/SUMMARY.md:14: “Shop” leads to another site and is no lesson",
        "not understood: book/hive/honey.md:11: a template command ({%)",
        "not understood: book/hive/honey.md:12: the link “honey.yaml” leads to a file that is not a lesson",
    ]


def test_every_kind_of_block_of_gitbook_arrives():
    lessons = {lesson.name: lesson for lesson in repository("gitbook").read()}

    assert [(block["type"], block["value"]) for block in lessons["hive"].blocks] == [
        ("callout", {"kind": "warning", "title": "", "content": [paragraph("Bees <b>sting</b>.")]}),
        ("callout", {"kind": "tip", "title": "Calm down", "content": [paragraph("They rarely do.")]}),
        ("tabs", {"tabs": [
            {"type": "item", "value": {"label": "Python", "content": [
                dict(zip(("type", "value"), code('print("hum")'), strict=True))]}},
            {"type": "item", "value": {"label": "Shell", "content": [paragraph("Say <code>hum</code>.")]}}]}),
    ]  # fmt: skip
    assert [(block["type"], block["value"]) for block in lessons["frames"].blocks] == [
        code("frames = 10", "python", "frames.py"),
        ("image", {"image": {
            "image": "book/.gitbook/assets/frame one.svg", "alt_text": "A frame with wax", "decorative": False,
        }, "caption": "", "credit": ""}),
        ("text", '<p>The first frame</p><p><a linktype="page" id="0">honey.md</a></p>'
         '<p><a href="https://example.org/film">https://example.org/film</a></p>'),
    ]  # fmt: skip
    assert [block["type"] for block in lessons["honey"].blocks] == ["heading", "text", "reveal"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{% hint style=\"info\" %}\nOpen.", "not understood: 1: the div “info” is never closed"),
        ("{% endhint %}\n\nClosed.", "not understood: 1: a template command ({%)"),
        ("{% strange %}\nWords.", "not understood: 1: a template command ({%)"),
        ("{% hint style= %}\nWords.", "not understood: 1: a template command ({%)"),
        ("{% include \"a.md\" %}", "not understood: 1: a template command ({%)"),
    ],
)  # fmt: skip
def test_tags_that_are_not_understood_are_named(text, problem):
    assert complaints_of(text, GITBOOK) == [problem]


def test_tags_in_code_are_code():
    assert blocks_of("```\n{% hint %}\n{% endhint %}\n```\n", GITBOOK) == [
        code("{% hint %}\n{% endhint %}", "text")
    ]


def test_without_headings_chapters_with_pages_are_modules(tmp_path):
    root = write(
        tmp_path / "book",
        {
            "SUMMARY.md": "# Summary\n\n* [Hello](README.md)\n* [One](one/README.md)\n  * [Deep](one/a.md)\n"
            "    * [Deeper](one/b.md)\n* [Last](last.md)\n  * [Part](last.md#part)\n",
            "README.md": "# The book\n\nWords.",
            "one/README.md": "",
            "one/a.md": "",
            "one/b.md": "",
            "last.md": "",
        },
    )

    assert outline(open_library(open_folder(root))) == [
        ("The book", ["The book"]),
        ("One", ["One", "Deep", "Deeper"]),
        ("Last", ["Last"]),
    ]


def test_a_book_of_mdbook_has_its_summary_in_src(tmp_path):
    root = write(
        tmp_path / "book",
        {
            "book.toml": "",
            "src/SUMMARY.md": "# Summary\n\n[Before](before.md)\n\n- [One](one.md)\n",
            "src/before.md": "# Before",
            "src/one.md": "# One\n\n[back](./before.md)",
        },
    )
    library = open_library(open_folder(root))

    assert (outline(library), problems_in(library)) == ([("Book", ["Before", "One"])], [])


@pytest.mark.parametrize(
    ("files", "problems"),
    [
        ({"SUMMARY.md": "* [A](a.md)\n* [Gone](gone.md)\n* [Bad](http://[x)"}, [
            "dropped: SUMMARY.md:2: the lesson file “gone.md” does not exist",
            "note: SUMMARY.md:3: “Bad” leads to another site and is no lesson"]),
        ({".gitbook.yaml": "root: ["}, [
            "dropped: .gitbook.yaml:1: this is not YAML: expected the node content, but found '<stream end>'",
            "note: .gitbook.yaml: “SUMMARY.md” does not exist; every page counts"]),
        ({".gitbook.yaml": "root: ../../x"}, [
            "dropped: .gitbook.yaml: root “../../x” lies outside of the folder",
            "note: .gitbook.yaml: “SUMMARY.md” does not exist; every page counts"]),
        ({"SUMMARY.md": b"* [A](a.md)\n\xff"}, [
            "dropped: SUMMARY.md:2: the file is not UTF-8 text", "dropped: book: no lesson was found in this folder"]),
    ],
)  # fmt: skip
def test_a_broken_book_is_named(tmp_path, files, problems):
    library = open_library(open_folder(write(tmp_path / "book", {"a.md": "# A", **files})))

    assert [f"{problem.weight}: {problem}" for problem in library.problems] == problems
