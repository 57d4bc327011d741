"""Folders of Markdown become lessons that keep their identity."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.models import Locale, Page

from cms.models import SiteImage
from learning.importer.report import Change, Report
from learning.models import Exercise, LessonPage, Topic, TrackPage
from learning.services import imports
from tests.factories.remembered import remembered
from tests.learning.importer.samples import write

pytestmark = pytest.mark.usefixtures("one_language")

ONE = """---
title: One
id: one
teaching: 15
tags: [first]
---
::: objectives
- Begin
:::

## Start

Read [two](02-two.md#end) first. ![A square](fig/square.png){alt="Red"}

```python
1 + 1
```
```output
2
```

::: checkpoint
Q?
- [x] a
- [ ] b
:::

::: challenge
## Swap
Do it. ![Again](fig/square.png){alt="Red"}
::: solution
Done.
:::
:::
"""
TWO = "---\ntitle: Two\nrequires: [one]\n---\n\n## End\n\nBack to [one](01-one.md). See [docs].\n"
CONFIG = """id: folder
title: A folder
license: CC BY 4.0
authors: [Ada]
level: 2
topics: [Python basics]
description: Two lessons.
outcomes: [begin]
modules:
- title: All
  episodes: [01-one.md, {file: 02-two.md, required: false, note: Later}]
"""


def png(color: str = "red") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (8, 8), color).save(stream, "PNG")
    return stream.getvalue()


FILES = {
    "config.yaml": CONFIG,
    "links.md": "[docs]: https://docs.python.org/",
    "episodes/01-one.md": ONE,
    "episodes/02-two.md": TWO,
    "episodes/fig/square.png": png(),
}


@pytest.fixture
def folder(tmp_path, home) -> Path:
    return write(tmp_path / "folder", FILES)


def run(folder: Path, **options) -> Report:
    return imports.import_folder(
        directory=folder, locale=Locale.get_default(), track_title="The track", **options
    )


@remembered
def first_run() -> Report:
    """What comes of the folder as it is."""
    with TemporaryDirectory() as place:
        return run(write(Path(place) / "folder", FILES))


def lesson(name: str, locale: str = "en") -> LessonPage:
    return LessonPage.objects.get(import_source=f"folder/{name}", locale__language_code=locale)


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "episodes" / name
    path.write_text(path.read_text().replace(old, new))


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Page, Exercise, SiteImage, Topic))


def test_a_folder_becomes_lessons_a_track_and_pictures(folder):
    report = first_run()

    assert [(change, title) for change, _file, title in report.lessons] == [
        (Change.CREATED, "One"),
        (Change.CREATED, "Two"),
    ]
    assert (report.dropped, report.exercises, report.pictures, report.track) == (
        0,
        {Change.CREATED: 1},
        {Change.CREATED: 1},
        Change.CREATED,
    )
    one, two = lesson("one"), lesson("02-two")
    assert (one.live, one.teach_minutes, one.level, one.license, one.authors) == (
        True,
        15,
        2,
        "CC BY 4.0",
        "Ada",
    )
    assert [tag.name for tag in one.tags.all()] == ["first"]
    assert [entry.topic.name for entry in one.topics.all()] == ["Python basics"]
    assert [entry.requires_id for entry in two.prerequisites.all()] == [one.pk]
    assert one.objectives == "<ul><li>Begin</li></ul>"
    assert [block.block_type for block in one.body] == [
        "heading",
        "text",
        "image",
        "code",
        "checkpoint",
        "exercise",
    ]
    assert f'<a linktype="page" id="{two.pk}" fragment="end">two</a>' in one.body[1].value.source
    image = SiteImage.objects.get()
    shown = one.body[2].value["image"]
    assert (shown.pk, shown.contextual_alt_text, image.title) == (image.pk, "Red", "square")
    exercise = Exercise.objects.get()
    assert (one.body[5].value["exercise"], exercise.title) == (exercise, "Swap")
    assert exercise.prompt[1].value["image"].pk == image.pk
    track = TrackPage.objects.get(locale=Locale.get_default())
    [module] = track.modules.all()
    assert [(item.lesson_id, item.required, item.note) for item in module.items.all()] == [
        (one.pk, True, ""),
        (two.pk, False, "Later"),
    ]


@pytest.mark.usefixtures("every_language")
def test_the_pages_stand_in_every_language_and_can_be_read(folder, client):
    first_run()

    assert (lesson("one", "es").alias_of_id, lesson("one", "fr").alias_of_id) == (
        lesson("one").pk,
        lesson("one").pk,
    )
    spanish = TrackPage.objects.get(locale__language_code="es")
    assert [item.locale.language_code for module in spanish.modules.all() for item in module.items.all()] == [
        "es",
        "es",
    ]
    for code in ("en", "es"):
        assert client.get(lesson("one", code).url).status_code == 200


@pytest.mark.usefixtures("every_language")
def test_a_second_run_changes_nothing(folder):
    first_run()
    before = (rows(), lesson("one").latest_revision_id, lesson("one").body.get_prep_value())

    report = run(folder)

    assert report.changes == 0
    assert (rows(), lesson("one").latest_revision_id, lesson("one").body.get_prep_value()) == before


@pytest.mark.usefixtures("every_language")
def test_a_changed_source_becomes_a_new_revision_of_the_same_page_with_the_same_block_ids(folder):
    first_run()
    before = lesson("one")
    before_ids = {block.block_type: block.id for block in before.body}
    change(folder, "01-one.md", "## Start", "New words.\n\n## Start")
    change(folder, "01-one.md", "Q?", "Which?")
    change(folder, "01-one.md", "title: One", "title: First")

    report = run(folder)

    after = lesson("one")
    assert [(changed, title) for changed, _file, title in report.lessons] == [
        (Change.UPDATED, "First"),
        (Change.UNCHANGED, "Two"),
    ]
    assert (after.pk, after.translation_key, after.slug, after.title) == (
        before.pk,
        before.translation_key,
        "one",
        "First",
    )
    assert after.live_revision_id not in (None, before.live_revision_id)
    kept = {block.block_type: block.id for block in after.body if block.block_type not in {"text"}}
    assert kept == {kind: identity for kind, identity in before_ids.items() if kind != "text"}
    assert "Which?" in str(after.body[5].value["question"])
    assert lesson("one", "es").title == "First"
    assert Exercise.objects.count() == 1


def test_a_renamed_file_with_an_id_is_the_same_lesson(folder):
    first_run()
    (folder / "episodes/01-one.md").rename(folder / "episodes/1-begin.md")
    for name in ("config.yaml", "episodes/02-two.md"):
        (folder / name).write_text((folder / name).read_text().replace("01-one.md", "1-begin.md"))

    assert run(folder).changes == 0


def test_what_an_editor_changed_stays_until_the_source_changes(folder):
    first_run()
    page = lesson("one")
    page.title = "Edited"
    page.save_revision().publish()

    assert run(folder).changes == 0
    assert lesson("one").title == "Edited"


def test_a_page_taken_off_the_site_stays_off(folder):
    first_run()
    lesson("02-two").unpublish()
    change(folder, "02-two.md", "Back", "Return")

    report = run(folder)

    assert (lesson("02-two").live, report.dropped) == (False, 0)
    assert "Return" in str(lesson("02-two").get_latest_revision_as_object().body.get_prep_value())
    assert run(folder).changes == 0


def test_a_dry_run_foresees_everything_and_writes_nothing(folder):
    before = rows()
    foreseen = run(folder, dry_run=True)
    assert rows() == before

    report = run(folder)
    assert (foreseen.lessons, foreseen.exercises, foreseen.pictures, foreseen.track) == (
        report.lessons,
        report.exercises,
        report.pictures,
        report.track,
    )
    assert run(folder, dry_run=True).changes == 0


def test_bad_files_are_named_and_the_rest_comes(folder):
    write(
        folder,
        {
            "config.yaml": "title: T\nid: folder\nepisodes: [01-one.md, 02-two.md, 03.md, 04.md, 05.md, gone.md]\n",
            "episodes/03.md": b"# Three\n\xff\xfe\n",
            "episodes/04.md": "# Four\n\n![x](fig/none.png){alt='Lost'}\n\n[three](03.md)\n\n::: callout\nopen",
            "episodes/fig/square.png": b"not a picture",
        },
    )
    with (folder / "episodes/05.md").open("wb") as big:
        big.truncate(50_000_000)

    report = run(folder)

    assert [(changed, title) for changed, _file, title in report.lessons] == [
        (Change.CREATED, "One"),
        (Change.CREATED, "Two"),
        (Change.CREATED, "Four"),
    ]
    dropped = sorted(str(problem) for problem in report.problems if problem.weight == "dropped")
    assert dropped == [
        "config.yaml:3: the lesson file “gone.md” does not exist",
        "episodes/01-one.md:13: the picture “fig/square.png”: the file is not a picture",
        "episodes/01-one.md:30: the picture “fig/square.png”: the file is not a picture",
        "episodes/03.md:2: the file is not UTF-8 text",
        "episodes/04.md:3: the picture “fig/none.png” does not exist",
        "episodes/05.md: the file has 50.0 MB; the limit is 1 MB",
    ]
    assert "episodes/04.md:5: the link “03.md” leads to a file that is not a lesson" in map(
        str, report.problems
    )


def test_a_lesson_that_cannot_be_saved_leaves_nothing_behind(folder, monkeypatch):
    original = LessonPage.full_clean

    def refuse(self, *args, **kwargs):
        if self.title == "One" and self.live:
            raise imports.ValidationError("No.")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(LessonPage, "full_clean", refuse)
    report = run(folder)

    assert [(changed, title) for changed, _file, title in report.lessons] == [
        (Change.FAILED, "One"),
        (Change.CREATED, "Two"),
    ]
    assert list(LessonPage.objects.filter(locale=Locale.get_default()).values_list("title", flat=True)) == [
        "Two"
    ]
    assert "linktype" not in str(lesson("02-two").body.get_prep_value())
    assert (report.dropped, lesson("02-two").live) == (1, True)


def test_lessons_that_require_each_other_are_cut_apart(folder):
    change(folder, "01-one.md", "id: one", "id: one\nrequires: [02-two]")

    report = run(folder)

    assert [str(problem) for problem in report.problems if "circle" in problem.message] == [
        "episodes/02-two.md:1: “requires” leads in a circle; “one” is left out"
    ]
    assert (lesson("one").prerequisites.count(), lesson("02-two").prerequisites.count()) == (1, 0)


def test_the_command_ends_with_1_only_if_something_was_dropped(folder, capsys):
    call_command("import_lessons", str(folder), "--track", "T")
    assert capsys.readouterr().out.splitlines()[-1].endswith("changes, 0 dropped")

    change(folder, "02-two.md", "Back", "![x](none.png)")
    with pytest.raises(SystemExit) as ended:
        call_command("import_lessons", str(folder), "--track", "T")
    assert ended.value.code == 1


@pytest.mark.parametrize(
    ("arguments", "said"), [(["/nowhere/at/all"], "not a folder"), ([".", "--locale", "xx"], "no language")]
)
def test_the_command_refuses_what_is_not_there(home, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_lessons", *arguments)


@pytest.mark.usefixtures("every_language")
def test_without_a_title_and_a_language_the_folder_says_both(folder, languages_ready):
    (folder / "config.yaml").write_text(CONFIG + "lang: es\n")

    call_command("import_lessons", str(folder), "--track")

    track = TrackPage.objects.get()
    assert (track.title, track.locale.language_code) == ("A folder", "es")


def test_without_the_word_track_there_is_none(folder):
    call_command("import_lessons", str(folder))

    assert (LessonPage.objects.filter(locale=Locale.get_default()).count(), TrackPage.objects.count()) == (
        2,
        0,
    )
