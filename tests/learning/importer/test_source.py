"""Folders of every kind, and the files in them that are not as they should be."""

import os

import pytest

from learning.importer.files import Unreadable, read_text
from learning.importer.library import open_library, requirements
from learning.importer.report import Weight
from learning.importer.source import Episode, Module, open_folder

from .samples import write


def test_a_workbench_repository_says_title_license_and_order(tmp_path):
    root = write(
        tmp_path / "python-intro",
        {
            "config.yaml": "title: 'Intro'\nlicense: 'CC-BY 4.0'\nurl: 'https://example.org'\nepisodes:\n- b.md\n- a.md\n",
            "episodes/a.md": "---\ntitle: A\n---\n",
            "episodes/b.md": "---\ntitle: B\n---\n",
            "CITATION": "Please cite as:\n\nAda: Intro.\n",
            "links.md": "[docs]: https://docs.python.org",
        },
    )
    folder = open_folder(root)

    assert (folder.id, folder.title, folder.license, folder.citation) == (
        "python-intro",
        "Intro",
        "CC BY 4.0",
        "Ada: Intro.",
    )
    assert folder.modules == [Module("Intro", "", [Episode("episodes/b.md"), Episode("episodes/a.md")])]
    assert folder.definitions == "[docs]: https://docs.python.org"


def test_modules_with_optional_lessons(tmp_path):
    root = write(
        tmp_path,
        {
            "config.yaml": "id: t\ntitle: T\nmodules:\n- title: One\n  summary: S\n  episodes:\n  - a.md\n"
            "  - {file: b.md, required: false, note: Later}\n",
            "episodes/a.md": "",
            "episodes/b.md": "",
        },
    )

    assert open_folder(root).modules == [
        Module("One", "S", [Episode("episodes/a.md"), Episode("episodes/b.md", False, "Later")])
    ]


def test_a_plain_folder_of_markdown_files(tmp_path):
    root = write(
        tmp_path / "notes", {"02.md": "# Two", "01.md": "# One", "README.md": "No", "LICENSE": "MIT License"}
    )
    folder = open_folder(root)

    assert ([episode.path for episode in folder.episodes], folder.license) == (["01.md", "02.md"], "MIT")
    assert [lesson.title for lesson in open_library(folder).read()] == ["One", "Two"]


def test_the_license_of_a_creative_commons_text_is_recognized(tmp_path):
    text = "# Licenses\n\nmade available under the [Creative Commons\nAttribution 4.0 International]"
    assert open_folder(write(tmp_path, {"LICENSE.md": text})).license == "CC BY 4.0"


def test_a_missing_lesson_and_one_named_twice_are_reported_with_their_line(tmp_path):
    root = write(
        tmp_path, {"config.yaml": "title: T\nepisodes:\n- a.md\n- gone.md\n- a.md\n", "episodes/a.md": ""}
    )

    assert [(str(problem), problem.weight) for problem in open_folder(root).problems] == [
        ("config.yaml:4: the lesson file “gone.md” does not exist", Weight.DROPPED),
        ("config.yaml:3: the lesson “a.md” is named twice", Weight.NOTE),
    ]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"one\ntwo\n\xff\xfe", 3, "the file is not UTF-8 text"),
        (b"GIF89a\n\0\0", 2, "the file is not text"),
        (b"x" * 1_000_001, 0, "the file has 1.0 MB; the limit is 1 MB"),
    ],
)
def test_files_that_are_no_lesson_text(tmp_path, content, line, message):
    write(tmp_path, {"a.md": content})

    with pytest.raises(Unreadable) as refused:
        read_text(tmp_path, tmp_path / "a.md")

    assert (refused.value.line, refused.value.message) == (line, message)


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path):
    with (tmp_path / "big.md").open("wb") as big:
        big.truncate(50_000_000)

    with pytest.raises(Unreadable, match=r"the file has 50.0 MB"):
        read_text(tmp_path, tmp_path / "big.md")


def test_links_in_the_file_system_lead_neither_out_nor_in_circles(tmp_path):
    root = write(tmp_path / "root", {"ok.md": ""})
    write(tmp_path, {"secret.md": "secret"})
    (root / "out.md").symlink_to(tmp_path / "secret.md")
    (root / "circle.md").symlink_to(root / "circle.md")

    said = []
    for name in ("out.md", "circle.md", "../secret.md", "none.md"):
        with pytest.raises(Unreadable) as refused:
            read_text(root, root / name)
        said.append(refused.value.message)
    assert said == [
        "the file lies outside of the imported folder",
        "the file is a link that leads in a circle",
        "the file lies outside of the imported folder",
        "the file does not exist",
    ]


def test_broken_front_matter_is_named_and_the_lesson_still_comes(tmp_path):
    root = write(tmp_path, {"a.md": "---\ntitle: A\nteaching: [1\n---\n\n# Real\n\nText\n"})
    library = open_library(open_folder(root))
    [lesson] = library.read()

    assert lesson.title == "Real"
    assert [(problem.line, problem.weight) for problem in lesson.problems] == [(3, Weight.DROPPED)]


def test_yaml_tricks_do_not_work(tmp_path):
    bomb = "---\na: &a [x,x,x,x,x,x,x,x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a,*a,*a]\n" for n in range(3))
    root = write(
        tmp_path,
        {"a.md": f"{bomb}title: *a\nid: !!python/object:os.system x\n---\n", "b.md": "---\n" + "[" * 5000},
    )

    assert [lesson.title for lesson in open_library(open_folder(root)).read()] == ["a", "b"]


def test_two_lessons_with_one_id_are_not_mixed_up(tmp_path):
    root = write(tmp_path, {"a.md": "---\ntitle: A\nid: x\n---\n", "b.md": "---\ntitle: B\nid: x\n---\n"})
    library = open_library(open_folder(root))

    assert [lesson.title for lesson in library.read()] == ["A"]
    assert [str(problem) for problem in library.problems] == [
        "b.md:1: two lessons have the same id; this one is left out"
    ]


def test_prerequisites_by_id_or_file_name_without_circles(tmp_path):
    root = write(
        tmp_path / "f",
        {
            "a.md": "---\ntitle: A\nid: first\nrequires: [c]\n---\n",
            "b.md": "---\ntitle: B\nrequires: [first, a.md, nothing]\n---\n",
            "c.md": "---\ntitle: C\nrequires: b\n---\n",
        },
    )
    library = open_library(open_folder(root))
    wanted, problems = requirements(library, library.read())

    assert wanted == {"f/first": ["f/c"], "f/b": [], "f/c": ["f/b"]}
    assert [str(problem) for problem in problems] == [
        "b.md:1: it requires “nothing”, which is no other lesson of this folder",
        "b.md:1: “requires” leads in a circle; “first” is left out",
    ]


def test_a_file_whose_name_is_not_utf_8_is_named_and_left_out(tmp_path):
    root = write(tmp_path, {"episodes/a.md": "---\ntitle: A\n---\n"})
    with open(os.fsencode(root / "episodes") + b"/b\xff.md", "wb") as file:
        file.write(b"B")
    folder = open_folder(root)
    problems = [(problem.file, problem.message, problem.weight) for problem in folder.problems]

    assert [episode.path for episode in folder.episodes] == ["episodes/a.md"]
    assert problems == [("episodes/b?.md", "the file's name is not UTF-8", Weight.DROPPED)]
