"""MkDocs: the navigation is the order, and its indented boxes are the boxes of a lesson."""

import pytest

from learning.importer.dialects import MKDOCS, MKDOCS_MATH
from learning.importer.formats import open_folder
from learning.importer.library import open_library

from .samples import blocks_of, code, complaints_of, outline, paragraph, problems_in, repository, write


def test_the_navigation_is_modules_and_lessons_in_order():
    library = repository("mkdocs")
    folder = library.folder

    assert outline(library) == [
        ("Letters and numbers", ["Welcome to letters"]),
        ("Letters", ["Words", "Joining"]),
        ("Letters: Deeper", ["Codes"]),
        ("Numbers", ["Counting"]),
        ("About", ["About"]),
    ]
    assert (folder.id, folder.title, folder.description, folder.lang, folder.license, folder.authors) == (
        "letters",
        "Letters and numbers",
        "A course of an afternoon.",
        "en",
        "CC BY-SA 4.0",
        ["Ada Example"],
    )
    assert problems_in(library) == [
        "not understood: docs/letters/deeper/codes.md:3: a formula; it is shown as its source",
        "not understood: docs/letters/deeper/codes.md:5: a formula; it is shown as its source",
        "not understood: docs/letters/deeper/codes.md:9: a template command (--8<--)",
        "not understood: docs/letters/joining.md:13: a formula; it is shown as its source",
        "note: docs/letters/words.md:32: tabs need at least two short headings",
        "note: docs/unlisted.md: the navigation does not name this page; left out",
        "note: mkdocs.yml:28: “The site” leads to another site and is no lesson",
    ]


def test_every_kind_of_block_of_mkdocs_arrives():
    lessons = {lesson.name: lesson for lesson in repository("mkdocs").read()}

    assert [(block["type"], block["value"]) for block in lessons["words"].blocks] == [
        ("heading", {"text": "What a word is", "level": "2", "anchor": "what-a-word-is"}),
        ("callout", {"kind": "note", "title": "Mind the gap", "content": [
            paragraph("A space ends a word."),
            dict(zip(("type", "value"), code(
                'text = "two words"\nprint(text.split())', "python", "gap.py", "1,2"), strict=True))]}),
        ("callout", {"kind": "note", "title": "Question", "content": [paragraph("How many words are here?")]}),
        ("reveal", {"summary": "Show the answer", "content": [
            paragraph("Two."),
            {"type": "callout", "value": {
                "kind": "warning", "title": "", "content": [paragraph("Unless you count the space.")]}}]}),
        ("tabs", {"tabs": [
            {"type": "item", "value": {"label": "Linux", "content": [
                dict(zip(("type", "value"), code("wc -w text.txt", "bash"), strict=True))]}},
            {"type": "item", "value": {"label": "Windows", "content": [
                paragraph("Use the <i>counter</i>.", "<b>Inner</b>", "Deep.")]}}]}),
        ("text", "<p>After the tabs.</p>"),
    ]  # fmt: skip
    assert [block["type"] for block in lessons["joining"].blocks] == ["text", "image", "text"]
    assert lessons["joining"].blocks[2]["value"] == (
        "<p><b>Word</b></p><p>Letters that stand together.</p><p><b>Line</b></p><p>Words that stand together,</p>"
        "<p>over several paragraphs.</p><p>The sum is <code>a + b</code>, see the note.<sup>sum</sup></p>"
        '<p><sup>sum</sup> Added, not multiplied.</p><p><a linktype="page" id="0">More</a> and '
        '<a href="https://letters.example.org/files/words.txt">a file</a> and <a linktype="page" id="0">back</a>.</p>'
    )
    assert [block["type"] for block in lessons["counting"].blocks] == ["text", "callout", "text"]


@pytest.mark.parametrize(
    ("line", "kind", "title"),
    [
        ("!!! note", "note", ""),
        ('!!! note ""', "note", ""),
        ('!!! danger highlight blink "Stop here"', "warning", "Stop here"),
        ('!!! info inline end "With "quotes""', "note", 'With "quotes"'),
        ("!!! example", "note", "Example"),
        ("!!! our-own-kind", "note", "Our own kind"),
        ("!!! success", "tip", "Success"),
    ],
)
def test_admonitions_become_boxes(line, kind, title):
    assert blocks_of(f"{line}\n    Words.", MKDOCS) == [
        ("callout", {"kind": kind, "title": title, "content": [paragraph("Words.")]})
    ]


@pytest.mark.parametrize("line", ["!!!", "!!!note", '!!! note "open', "!! note", "???", "!!! (a|b)", "==="])
def test_what_only_looks_like_a_marker_stays_text(line):
    assert [kind for kind, _value in blocks_of(f"{line}\n\nWords.", MKDOCS)] == ["text"]


def test_a_box_ends_with_its_indentation_and_interrupts_a_paragraph():
    assert blocks_of("Before\n!!! tip\n    In.\n\n    In too.\n\nAfter.", MKDOCS) == [
        ("text", "<p>Before</p>"),
        ("callout", {"kind": "tip", "title": "", "content": [paragraph("In.", "In too.")]}),
        ("text", "<p>After.</p>"),
    ]


def test_three_equals_signs_under_words_are_still_a_heading():
    assert blocks_of("Words\n\nTitle\n===\n", MKDOCS)[1][0] == "heading"


def test_a_heading_in_a_box_with_a_title_stays_a_heading():
    [(_kind, value)] = blocks_of('!!! note "Title"\n    ## Inside\n\n    Words.', MKDOCS)

    assert (value["title"], [block["type"] for block in value["content"]]) == ("Title", ["heading", "text"])


def test_our_own_divs_work_in_mkdocs_too():
    assert [kind for kind, _value in blocks_of("::: challenge\n## Do\n!!! tip\n    So.\n:::\n", MKDOCS)] == [
        "exercise"
    ]


def test_dollars_are_formulas_only_where_the_project_says_so():
    assert blocks_of("It costs $a$ b.", MKDOCS) == [("text", "<p>It costs $a$ b.</p>")]
    assert complaints_of("It costs $a$ b.", MKDOCS_MATH) == [
        "not understood: 1: a formula; it is shown as its source"
    ]


def test_without_a_navigation_every_page_counts(tmp_path):
    root = write(
        tmp_path / "site",
        {
            "mkdocs.yml": "site_name: S\ndocs_dir: text\n",
            "text/index.md": "# Home",
            "text/b/index.md": "# B\n\n- list",
            "text/b/x.md": "# X",
            "text/a.md": "# A",
            "elsewhere.md": "# No",
        },
    )
    library = open_library(open_folder(root))

    assert outline(library) == [("S", ["Home", "A"]), ("B", ["B", "X"])]
    assert [lesson.key for lesson in library.read()] == ["site/index", "site/a", "site/b", "site/b-x"]


@pytest.mark.parametrize(
    ("config", "problems"),
    [
        ("site_name: [", ["dropped: mkdocs.yml:1: this is not YAML: expected the node content, but found '<stream end>'"]),
        ("nav: [gone.md, a.md, a.md]", [
            "dropped: mkdocs.yml:1: the lesson file “docs/gone.md” does not exist",
            "note: mkdocs.yml:1: the lesson “docs/a.md” is named twice"]),
        ("docs_dir: ../..", ["dropped: mkdocs.yml: docs_dir “../..” lies outside of the folder"]),
        ("INHERIT: ../base.yml", ["not understood: mkdocs.yml:1: the file it inherits from is not read"]),
        ("nav: [a.md, 'more/*.md', {X: }, ../../etc/passwd]", [
            "not understood: mkdocs.yml:1: the entry “more/*.md” of the navigation",
            "not understood: mkdocs.yml: the entry “X” of the navigation",
            "dropped: mkdocs.yml:1: the lesson file “../etc/passwd” does not exist"]),
        ("nav: &n [a.md, {S: *n}]", None),
        ("nav: &a [[x],[x],[x]]\nb: &b [*a,*a,*a]", None),
    ],
)  # fmt: skip
def test_a_broken_configuration_is_named_and_the_pages_come(tmp_path, config, problems):
    library = open_library(open_folder(write(tmp_path / "site", {"mkdocs.yml": config, "docs/a.md": "# A"})))

    found = [f"{problem.weight}: {problem}" for problem in library.problems]
    assert problems is None or found == problems
    assert problems is None or [lesson.title for lesson in library.read()] == ["A"]


def test_pages_are_found_by_the_addresses_mkdocs_publishes(tmp_path):
    root = write(
        tmp_path / "site",
        {
            "mkdocs.yml": "site_url: https://x.org/s/\n",
            "docs/index.md": "[a](guide/) [b](/guide/b/) [c](other/b/) [d](guide/b.html) <img src='../i.png' alt='i'>",
            "docs/guide/index.md": "# Guide\n\n[up](../index.md) [gone](gone.md)",
            "docs/guide/b.md": "# B",
            "docs/i.png": "no picture",
        },
    )
    home, *others = open_library(open_folder(root)).read()

    assert home.blocks[0]["value"] == (
        '<p><a linktype="page" id="0">a</a> <a linktype="page" id="0">b</a> '
        '<a href="https://x.org/s/other/b">c</a> <a linktype="page" id="0">d</a></p><p>i</p>'
    )
    guide = next(lesson for lesson in others if lesson.key == "site/guide")
    assert '<a href="https://x.org/s/guide/gone/">' in guide.blocks[0]["value"]
