"""A lesson under another file name keeps its page, its exercises and what people did; nothing is guessed."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from wagtail.models import Locale, Revision

from learning.importer.report import Change, Report
from learning.models import Exercise, LessonPage
from learning.services import imports, renamed_lessons
from tests.factories.remembered import remembered
from tests.learning.importer.samples import write

pytestmark = pytest.mark.usefixtures("one_language")

WORDS = (
    "A name is a label that a program puts on a value so that it can find the value again when it is needed. "
)
LESSON = f"""---
title: Names
---

{WORDS * 3}

::: challenge
## Swap
Make a and b change places.
::: solution
Use a third name.
:::
:::
"""
OTHER = "---\ntitle: Beans\n---\n\nWater the beans in the morning. See [names](01-names.md).\n"


FILES = {"episodes/01-names.md": LESSON, "episodes/02-beans.md": OTHER}


@pytest.fixture
def folder(tmp_path, home) -> Path:
    return write(tmp_path / "f", FILES)


def run(folder: Path, **options) -> Report:
    return imports.import_folder(directory=folder, locale=Locale.get_default(), track_title="", **options)


@remembered
def first_run() -> Report:
    """What comes of the folder as it is."""
    with TemporaryDirectory() as place:
        return run(write(Path(place) / "f", FILES))


def rename(folder: Path, old: str, new: str) -> Path:
    for path in (folder / "episodes").iterdir():
        path.write_text(path.read_text().replace(old, new))
    return (folder / "episodes" / old).rename(folder / "episodes" / new)


def page(name: str, locale: str = "en") -> LessonPage:
    return LessonPage.objects.get(import_source=f"f/{name}", locale__language_code=locale)


def told(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


def identity(found: LessonPage) -> tuple:
    return (found.pk, found.translation_key, found.slug, found.live_revision_id, found.body.get_prep_value())


@pytest.mark.usefixtures("every_language")
def test_a_renamed_lesson_is_the_same_page_with_the_same_exercises(folder):
    first_run()
    before, exercise = page("01-names"), Exercise.objects.get(locale=Locale.get_default())
    rename(folder, "01-names.md", "01-labels.md")

    report = run(folder)

    after = Exercise.objects.get(locale=Locale.get_default())
    assert identity(page("01-labels")) == identity(before)
    assert (after.pk, after.translation_key, after.import_source) == (
        exercise.pk,
        exercise.translation_key,
        "f/01-labels#swap",
    )
    assert (report.renamed, report.problems) == ({"episodes/01-labels.md": "01-names"}, [])
    assert "  unchanged  Names  (episodes/01-labels.md, renamed from 01-names)" in report.lines()
    assert {change for change, _file, _title in report.lessons} == {Change.UNCHANGED}
    again = run(folder)
    assert (again.changes, again.renamed, LessonPage.objects.filter(alias_of=None).count()) == (0, {}, 2)


@pytest.mark.usefixtures("every_language")
def test_other_languages_of_a_renamed_lesson_follow(folder):
    first_run()
    spanish = page("01-names", "es").pk
    rename(folder, "01-names.md", "01-labels.md")

    run(folder)

    assert page("01-labels", "es").pk == spanish


def test_a_dry_run_foresees_a_rename_and_writes_nothing(folder):
    first_run()
    rename(folder, "01-names.md", "01-labels.md")

    report = run(folder, dry_run=True)

    assert (report.changes, report.renamed) == (0, {"episodes/01-labels.md": "01-names"})
    assert page("01-names")


def test_a_lesson_renamed_and_rewritten_in_part_is_a_new_revision_of_its_page(folder):
    first_run()
    before = page("01-names")
    path = rename(folder, "01-names.md", "labels.md")
    path.write_text(
        path.read_text().replace("title: Names", "title: Labels").replace(WORDS * 3, WORDS * 2 + "New.")
    )

    report = run(folder)

    after = page("labels")
    assert (after.pk, after.slug, after.title, report.renamed) == (
        before.pk,
        before.slug,
        "Labels",
        {"episodes/labels.md": "01-names"},
    )
    assert after.live_revision_id != before.live_revision_id
    assert run(folder).changes == 0


def test_an_id_is_stronger_than_what_a_text_says(folder):
    write(folder, {"episodes/01-names.md": LESSON.replace("title:", "id: names\ntitle:")})
    run(folder)
    before = page("names")
    path = rename(folder, "01-names.md", "moved.md")
    path.write_text("---\nid: names\ntitle: Names\n---\n\nAll words are new here.\n")

    report = run(folder)

    assert (page("names").pk, report.renamed) == (before.pk, {})


def test_a_lesson_that_gets_an_id_later_stays_the_same(folder):
    first_run()
    before = page("01-names")
    write(folder, {"episodes/01-names.md": LESSON.replace("title:", "id: names\ntitle:")})

    report = run(folder)

    assert (page("names").pk, report.changes, report.renamed) == (
        before.pk,
        0,
        {"episodes/01-names.md": "01-names"},
    )


def test_a_file_that_is_still_there_is_not_renamed_but_copied(folder):
    first_run()
    before = page("01-names")
    write(folder, {"episodes/04-copy.md": LESSON})

    report = run(folder)

    assert (page("01-names").pk, report.renamed) == (before.pk, {})
    assert page("04-copy").pk != before.pk


def test_a_new_lesson_under_the_old_name_of_a_renamed_one_is_new(folder):
    first_run()
    before = page("01-names")
    rename(folder, "01-names.md", "01-labels.md")
    run(folder)
    write(folder, {"episodes/01-names.md": "---\ntitle: Again\n---\n\nSomething else altogether.\n"})

    run(folder)

    assert (page("01-labels").pk, page("01-names").title) == (before.pk, "Again")


def test_what_might_be_two_lessons_is_neither_and_is_said(folder):
    write(folder, {"episodes/03-twin.md": LESSON.replace("Names", "Twin")})
    run(folder)
    for name in ("01-names.md", "03-twin.md"):
        (folder / "episodes" / name).unlink()
    write(folder, {"episodes/05-which.md": LESSON.replace("Names", "Which")})

    report = run(folder)

    assert [problem for problem in told(report) if "02-beans" not in problem] == [
        "episodes/05-which.md: it may be “01-names”, “03-twin” under another name, but not surely; it is a new lesson",
        "01-names: the lesson “Names” is no longer in the folder; its page stays",
        "03-twin: the lesson “Twin” is no longer in the folder; its page stays",
    ]
    assert report.renamed == {}
    assert run(folder).changes == 0


def test_an_editors_draft_and_an_older_revision_do_not_bring_back_the_old_name(folder):
    first_run()
    draft = page("01-names").save_revision()
    rename(folder, "01-names.md", "01-labels.md")
    run(folder)

    Revision.objects.get(pk=draft.pk).publish()

    assert page("01-labels").live
    assert run(folder).renamed == {}


def test_an_editors_words_survive_a_rename(folder):
    first_run()
    found = page("01-names")
    found.title = "Edited"
    found.save_revision().publish()
    rename(folder, "01-names.md", "01-labels.md")

    assert run(folder).changes == 0
    assert page("01-labels").title == "Edited"


def test_a_rename_that_fails_leaves_everything_as_it_was(folder, monkeypatch):
    first_run()
    rename(folder, "01-names.md", "01-labels.md")

    def fail(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(renamed_lessons, "Concat", fail)
    report = run(folder)

    assert "episodes/01-labels.md: the lesson could not be saved: the disk is full" in told(report)
    assert (page("01-names").live, report.dropped) == (True, 1)


def test_a_lesson_whose_file_is_gone_keeps_its_page_and_is_named(folder):
    first_run()
    (folder / "episodes" / "02-beans.md").unlink()

    report = run(folder)

    assert (told(report), report.dropped) == (
        ["02-beans: the lesson “Beans” is no longer in the folder; its page stays"],
        0,
    )
    assert page("02-beans").live
