"""A folder shows by its files what kind it is, and a checkout where it comes from."""

import pytest

from learning.importer.checkouts import commit_of, origin_of
from learning.importer.files import Unreadable
from learning.importer.formats import Format, open_folder, told

from .samples import REPOSITORIES, write

COMMIT = "0123456789abcdef0123456789abcdef01234567"
EPISODE = {"episodes/a.md": "# A"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"config.yaml": "carpentry: swc\nid: x\nepisodes: [a.md]", **EPISODE},
         "the Carpentries Workbench (config.yaml)"),
        ({"_config.yml": "title: T", "_episodes/a.md": ""}, "the Carpentries Workbench (_config.yml)"),
        ({"config.yaml": "id: x\ntitle: X", **EPISODE}, "our own format (config.yaml)"),
        ({"config.yaml": "modules: []", **EPISODE}, "our own format (config.yaml)"),
        (EPISODE, "our own format (episodes/)"),
        ({"mkdocs.yml": "", "docs/a.md": ""}, "MkDocs (mkdocs.yml)"),
        ({"SUMMARY.md": "", "a.md": ""}, "GitBook (SUMMARY.md)"),
        ({".gitbook.yaml": "", "a.md": ""}, "GitBook (.gitbook.yaml)"),
        ({"src/SUMMARY.md": "", "src/a.md": ""}, "GitBook (src/SUMMARY.md)"),
        ({"README.md": "", "b/a.ipynb": "{}"}, "Jupyter notebooks (b/a.ipynb)"),
        ({"a.md": "", "a.ipynb": "{}"}, "a plain folder of Markdown"),
        ({"_config.yml": "theme: minima", "a.md": ""}, "a plain folder of Markdown"),
        ({}, "a plain folder of Markdown"),
    ],
)  # fmt: skip
def test_the_files_of_a_folder_show_its_kind(tmp_path, files, said):
    assert told(open_folder(write(tmp_path, files))) == said


def test_a_kind_can_be_asked_for():
    folder = open_folder(REPOSITORIES / "mkdocs", Format.PLAIN)

    assert (told(folder), [module.title for module in folder.modules]) == (
        "a plain folder of Markdown",
        ["Welcome to letters", "Letters", "Numbers"],
    )


def test_notebooks_alone_can_be_asked_for(tmp_path):
    folder = open_folder(write(tmp_path, {"a.md": "", "b.ipynb": "{}"}), Format.NOTEBOOKS)

    assert [episode.path for episode in folder.episodes] == ["b.ipynb"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Format.MKDOCS, "there is no mkdocs.yml in the folder"),
        (Format.GITBOOK, "there is no SUMMARY.md and no .gitbook.yaml in the folder"),
        (Format.NOTEBOOKS, "there is no notebook (.ipynb) in the folder"),
    ],
)
def test_a_folder_of_another_kind_is_refused(tmp_path, wanted, message):
    with pytest.raises(Unreadable) as refused:
        open_folder(write(tmp_path, {"a.md": ""}), wanted)

    assert refused.value.message == message


def test_a_configuration_that_names_no_lessons_leaves_the_order_to_the_folders(tmp_path):
    folder = open_folder(
        write(tmp_path, {"config.yaml": "id: x\ntitle: X", "1/a.md": "# A", "2/b.md": "# B"})
    )

    assert [(module.title, module.episodes[0].path) for module in folder.modules] == [
        ("1", "1/a.md"),
        ("2", "2/b.md"),
    ]


@pytest.mark.parametrize(
    ("files", "commit"),
    [
        ({".git/HEAD": f"{COMMIT}\n"}, COMMIT),
        ({".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": f"{COMMIT}\n"}, COMMIT),
        ({".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": f"# pack\n{COMMIT} refs/heads/main\n"}, COMMIT),
        ({".git": "gitdir: kept/w", "kept/w/HEAD": "ref: refs/heads/w", "kept/w/commondir": "..",
          "kept/refs/heads/w": COMMIT}, COMMIT),
        ({".git/HEAD": "ref: refs/../../secret\n", "secret": COMMIT}, ""),
        ({".git/HEAD": "ref: ../secret\n", "secret": COMMIT}, ""),
        ({".git/HEAD": "a secret"}, ""),
        ({".git": "gitdir: /nowhere"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_commit_of_a_checkout_is_read_from_its_files(tmp_path, files, commit):
    assert commit_of(write(tmp_path, files)) == commit


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://code.example.org/team/lessons.git", "https://code.example.org/team/lessons"),
        ("https://ada:secret@code.example.org/team/lessons/", "https://code.example.org/team/lessons"),
        ("git@code.example.org:team/lessons.git", "lessons"),
        ("/home/ada/lessons", "lessons"),
        ("https://[x/lessons", ""),
    ],
)
def test_where_a_checkout_comes_from_is_told_without_passwords(tmp_path, url, origin):
    config = f'[core]\n\tbare = false\n[remote "fork"]\n\turl = x\n[remote "origin"]\n\turl = {url}\n'

    assert origin_of(write(tmp_path, {".git/config": config})) == origin


def test_a_checkout_is_known_by_its_repository_and_not_by_where_it_lies(tmp_path):
    config = '[remote "origin"]\nurl = https://code.example.org/team/Little-Lessons.git\n'
    root = write(tmp_path / "work-7", {"a.md": "# A", ".git/config": config, ".git/HEAD": COMMIT})
    folder = open_folder(root)

    assert (folder.id, folder.source, folder.commit) == (
        "little-lessons",
        "https://code.example.org/team/Little-Lessons",
        COMMIT,
    )


def test_what_tools_leave_behind_is_no_lesson(tmp_path):
    root = write(
        tmp_path,
        {
            "a.md": "",
            "node_modules/x/a.md": "",
            ".git/a.md": "",
            ".cache/a.md": "",
            "LICENSE.md": "",
            "CITATION.md": "",
        },
    )

    assert [episode.path for episode in open_folder(root).episodes] == ["a.md"]
