"""A real lesson of the Carpentries comes in whole, counted against an independent reading of its source."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from wagtail.models import Locale
from wagtail_localize.models import LocaleSynchronization

from cms.models import SiteImage
from learning.models import Exercise, LessonPage, TrackPage
from learning.services import imports

from .samples import all_blocks

SOURCE = Path(__file__).resolve().parents[4] / "shared" / "content" / "python-novice-inflammation"

pytestmark = pytest.mark.skipif(
    not SOURCE.is_dir(), reason="the shared lesson repository is not beside this checkout (../shared/content)"
)


def fences() -> list[tuple[str, str]]:
    """Language and code of every fence of all episodes, read by a bare CommonMark parser."""
    parser = MarkdownIt("commonmark")
    return [
        (token.info.strip(), token.content.removesuffix("\n"))
        for path in sorted((SOURCE / "episodes").glob("*.md"))
        for token in parser.parse(path.read_text())
        if token.type == "fence"
    ]


def divs(name: str) -> int:
    lines = [line for path in (SOURCE / "episodes").glob("*.md") for line in path.read_text().splitlines()]
    return sum(line.startswith(":::") and line.strip(": ") == name for line in lines)


def pictures() -> int:
    parser = MarkdownIt("commonmark")
    inlines = [
        token
        for path in (SOURCE / "episodes").glob("*.md")
        for token in parser.parse(path.read_text())
        if token.children
    ]
    return sum(child.type == "image" for token in inlines for child in token.children)


@pytest.fixture
def imported(tmp_path, settings, home):
    """The repository on a site that keeps no copies in other languages: none of them is looked at here."""
    settings.MEDIA_ROOT = tmp_path
    LocaleSynchronization.objects.all().delete()
    return imports.import_folder(
        directory=SOURCE, locale=Locale.get_default(), track_title="Programming with Python"
    )


def test_the_whole_repository_comes_in(imported):
    lessons = LessonPage.objects.filter(locale=Locale.get_default(), live=True)
    exercises = Exercise.objects.filter(locale=Locale.get_default())
    blocks = [block for lesson in lessons for block in all_blocks(lesson.body.get_prep_value())]
    for exercise in exercises:
        for stream in (exercise.prompt, exercise.solution, exercise.hints):
            blocks += all_blocks(stream.get_prep_value())
    codes = [block["value"] for block in blocks if block["type"] == "code"]
    outputs = [output["value"]["text"] for value in codes for output in value["outputs"]]
    found = sorted([value["code"] for value in codes] + outputs)

    assert (lessons.count(), imported.dropped) == (12, 0)
    assert found == sorted(code for _language, code in fences())
    alone = [value["code"] for value in codes if value["caption"] in {"Output", "Error message"}]
    assert len(outputs) + len(alone) == sum(language in {"output", "error"} for language, _code in fences())
    assert sum(block["type"] == "image" for block in blocks) == pictures()
    assert exercises.count() == divs("challenge")
    assert sum(bool(exercise.solution) for exercise in exercises) >= divs("challenge") - 5
    assert [
        lesson.pk for lesson in lessons if not (lesson.objectives and lesson.questions and lesson.key_points)
    ] == []
    [track] = TrackPage.objects.filter(locale=Locale.get_default())
    assert [item.lesson_id for module in track.modules.all() for item in module.items.all()] == [
        lesson.pk for lesson in lessons.order_by("import_source")
    ]
    assert imported.problems == []

    again = imports.import_folder(
        directory=SOURCE, locale=Locale.get_default(), track_title="Programming with Python"
    )
    assert (again.changes, SiteImage.objects.count()) == (0, imported.pictures.total())
