"""Repositories of every kind come in, a second run changes nothing, and a changed file changes its own lesson only."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from cms.models import SiteImage
from learning.importer.report import Change, Report
from learning.models import LessonPage, TrackPage
from learning.services import imports
from tests.factories.remembered import remembered
from tests.learning.importer.samples import REPOSITORIES, write

pytestmark = pytest.mark.usefixtures("one_language")

KINDS = ["plain", "mkdocs", "gitbook", "notebooks"]
# kind: what the report says, lessons, modules of the track, blocks by type, pictures
EXPECTED = {
    "plain": (
        "a plain folder of Markdown", 7, 3,
        {"text": 11, "callout": 1, "reveal": 1, "heading": 1, "image": 1, "code": 1, "table": 1}, 1,
    ),
    "mkdocs": (
        "MkDocs (mkdocs.yml)", 6, 5,
        {"text": 15, "callout": 4, "reveal": 1, "heading": 1, "image": 1, "code": 3, "tabs": 1}, 1,
    ),
    "gitbook": (
        "GitBook (.gitbook.yaml)", 5, 3,
        {"text": 8, "callout": 2, "tabs": 1, "code": 2, "image": 1, "heading": 1, "reveal": 1}, 1,
    ),
    "notebooks": (
        "Jupyter notebooks (01-rain.ipynb)", 3, 2,
        {"text": 6, "code": 10, "image": 3, "heading": 2, "reveal": 1, "facilitator_note": 1}, 2,
    ),
}  # fmt: skip
CHANGES = {
    "plain": ("02-tools/apple.md", "Second by weight.", "Second, by its weight."),
    "mkdocs": ("docs/about.md", "one afternoon", "two afternoons"),
    "gitbook": ("book/winter.md", "Bees rest.", "Bees rest, and so do we."),
    "notebooks": ("02-sun.ipynb", "echo bright", "echo dark"),
}


@pytest.fixture
def repositories(tmp_path, home) -> Path:
    for kind in KINDS:
        shutil.copytree(REPOSITORIES / kind, tmp_path / kind)
    return tmp_path


def run(folder: Path, **options) -> Report:
    return imports.import_folder(directory=folder, locale=Locale.get_default(), track_title="", **options)


@remembered
def first_run(kind: str) -> Report:
    """What comes of a repository as it is."""
    return run(REPOSITORIES / kind)


def revisions() -> dict[str, tuple[int, str, int | None]]:
    pages = LessonPage.objects.filter(locale=Locale.get_default())
    return {page.import_source: (page.pk, page.slug, page.latest_revision_id) for page in pages}


@pytest.mark.parametrize("kind", KINDS)
def test_a_repository_comes_in_whole_and_a_second_run_changes_nothing(repositories, kind):
    report = first_run(kind)

    track = TrackPage.objects.get(locale=Locale.get_default())
    found = (
        report.format,
        len(report.lessons),
        track.modules.count(),
        dict(report.blocks),
        SiteImage.objects.count(),
    )
    assert found == EXPECTED[kind]
    assert (report.dropped, Counter(change for change, _file, _title in report.lessons)) == (
        0,
        {Change.CREATED: EXPECTED[kind][1]},
    )
    before = revisions()
    again = run(repositories / kind)
    assert (again.changes, again.renamed, revisions()) == (0, {}, before)
    assert run(repositories / kind, dry_run=True).changes == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_file_is_a_new_revision_of_its_own_lesson(repositories, kind):
    first_run(kind)
    before = revisions()
    name, old, new = CHANGES[kind]
    path = repositories / kind / name
    path.write_text(path.read_text().replace(old, new))

    report = run(repositories / kind)

    after = revisions()
    changed = [key for key in before if before[key] != after[key]]
    assert [(change, file) for change, file, _title in report.lessons if change != Change.UNCHANGED] == [
        (Change.UPDATED, name)
    ]
    assert (len(changed), [before[key][:2] for key in changed]) == (1, [after[key][:2] for key in changed])


@pytest.mark.parametrize("kind", KINDS)
def test_a_renamed_file_is_the_same_lesson(repositories, kind):
    first_run(kind)
    before = {pk: (slug, revision) for pk, slug, revision in revisions().values()}
    name, _old, _new = CHANGES[kind]
    path = repositories / kind / name
    path.rename(path.with_stem("moved"))
    for contents in ("mkdocs.yml", "book/SUMMARY.md"):
        if (file := repositories / kind / contents).is_file():
            file.write_text(file.read_text().replace(path.name, path.with_stem("moved").name))
    for other in (repositories / kind).rglob("*.md"):
        other.write_text(other.read_text().replace(f"{path.name}", path.with_stem("moved").name))

    report = run(repositories / kind)

    moved = str(Path(name).with_stem("moved"))
    assert [file for file in report.renamed] == [moved]  # noqa: C416
    assert (report.dropped, {pk: (slug, revision) for pk, slug, revision in revisions().values()}.keys()) == (
        0,
        before.keys(),
    )
    again = run(repositories / kind)
    assert (again.changes, again.renamed) == (0, {})


def test_a_broken_file_is_named_and_the_rest_comes(repositories):
    (repositories / "notebooks" / "02-sun.ipynb").write_text("{")

    report = run(repositories / "notebooks")

    assert [str(problem) for problem in report.problems if problem.weight == "dropped"] == [
        "02-sun.ipynb:1: the file is not a notebook: it is not JSON"
    ]
    assert [title for _change, _file, title in report.lessons] == ["Rain in numbers", "An old one"]


def test_a_track_that_cannot_be_saved_is_named_and_the_lessons_stay(repositories, monkeypatch):
    def fail(self, *args, **kwargs):
        raise imports.ValidationError("No.")

    monkeypatch.setattr(TrackPage, "full_clean", fail)
    report = run(write(repositories / "small", {"a.md": "# A"}))

    assert (report.track, [str(problem) for problem in report.problems if problem.weight == "dropped"]) == (
        Change.FAILED,
        ["small: the track could not be saved: No."],
    )
    assert (TrackPage.objects.count(), len(report.lessons)) == (0, 1)


def test_the_command_says_what_it_took_and_takes_what_it_is_told(repositories, capsys):
    head = repositories / "plain" / ".git" / "HEAD"
    head.parent.mkdir()
    head.write_text("0123456789abcdef0123456789abcdef01234567\n")

    call_command("import_lessons", str(repositories / "plain"), "--dry-run")
    call_command("import_lessons", str(repositories / "mkdocs"), "--format", "plain", "--dry-run")
    with pytest.raises(CommandError, match="there is no mkdocs.yml"):
        call_command("import_lessons", str(repositories / "plain"), "--format", "mkdocs")

    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("Read as")] == [
        "Read as a plain folder of Markdown, commit 0123456789ab",
        "Read as a plain folder of Markdown",
    ]
