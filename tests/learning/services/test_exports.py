"""A track leaves the site as a folder or a zip, and comes back as what it was: on the site it came from, and on another."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, PageViewRestriction

from cms.models import Resource, SiteImage
from learning.importer.identities import completed
from learning.importer.report import Change
from learning.models import (
    Exercise,
    GlossaryTerm,
    LessonPage,
    LessonPrerequisite,
    LessonTopic,
    Topic,
    TrackPage,
)
from learning.services import exports, imports
from tests.factories import learning as make
from tests.factories.remembered import remembered
from tests.learning.exporter import samples
from tests.learning.exporter.comparing import empty_site, track_of, written

pytestmark = pytest.mark.django_db


def stored(raw: list[dict], ids: dict[str, int]) -> list[dict]:
    """Raw blocks of the samples with the ids of this site."""

    def walk(value):
        if isinstance(value, list):
            return [walk(entry) for entry in value]
        if not isinstance(value, dict):
            return ids.get(value, value) if isinstance(value, str) else value
        if "url" in value and "kind" in value and "language" in value:
            return ids["resource"]
        if "slug" in value and "term" in value:
            return ids["term"]
        return {name: walk(entry) for name, entry in value.items()}

    return walk(raw)


@pytest.fixture
def everything(home) -> TrackPage:
    """A track by hand: a lesson with every kind of block in awkward words, and one that shares its exercise."""
    return by_hand()


@remembered
def by_hand() -> TrackPage:
    words = "a | b `c` --- ::: *d* {e} العربية 🎉"
    locale = Locale.get_default()
    image = SiteImage.objects.create(
        title="A leaf", file=get_test_image_file("leaf.png"), credit="Ana", license="CC0 1.0"
    )
    image._set_image_file_metadata()
    image.save()
    documents = [
        get_document_model().objects.create(title=title, file=ContentFile(title.encode(), name=name))
        for title, name in (("Handout, A4", "handout.pdf"), ("Film", "film.mp4"))
    ]
    for document in documents:
        document._set_document_file_metadata()
        document.save()
    resource = Resource.objects.create(
        title=words, url="https://example.org/", kind="book", language="es", description=words
    )
    term = GlossaryTerm.objects.create(term=words, slug="some-slug", definition=words, locale=locale)
    ids = {
        "fig/a.png": image.pk, "files/a.pdf": documents[0].pk, "files/a.mp4": documents[1].pk,
        "resource": resource.pk, "term": term.pk,
    }  # fmt: skip
    said = samples.exercise("Swap two names")
    exercise = Exercise.objects.create(
        locale=locale, **{name: value for name, value in said.items() if name not in {"prompt", "hints", "solution"}},
        prompt=completed(said["prompt"]), hints=completed(said["hints"]), solution=completed(said["solution"]),
    )  # fmt: skip
    placed = ("exercise", {"exercise": exercise, "note": words})
    outside = make.lesson("Elsewhere")
    two = make.lesson("Two")
    one = make.lesson(
        "One: awkward", summary="Short", license="CC BY 4.0", authors="Ana, Bo", completion_rule="checkpoints",
        attribution='<p data-block-key="x1">From <a href="https://example.org/">there</a>.</p>',
        objectives="<p>Know <b>it</b></p>",
    )  # fmt: skip
    links = (
        f'<p data-block-key="k1"><a linktype="page" id="{two.pk}" fragment="the-last-part">on</a> '
        f'<a linktype="page" id="{outside.pk}">outside</a> <a linktype="document" id="{documents[0].pk}">file</a></p>'
    )
    raw = stored(samples.every_block(words), ids)
    one.body = completed([*raw, {"type": "text", "value": links}])
    one.body.append(placed)
    one.tags.add("first", "b c")
    one.topics = [
        LessonTopic(
            topic=Topic.objects.create(name="Names & things", slug="names", locale=locale), locale=locale
        )
    ]
    one.prerequisites = [LessonPrerequisite(requires=outside), LessonPrerequisite(requires=two)]
    one.save_revision().publish()
    two.body.append(placed)
    two.save_revision().publish()
    track = make.track("By hand", [[one], [two]], optional=[two])
    track.outcomes = "<p>To <i>write</i></p><ul><li>a</li></ul>"
    track.save_revision().publish()
    return TrackPage.objects.get(pk=track.pk)


def bring(folder: Path):
    return imports.import_folder(directory=folder, locale=Locale.get_default(), track_title="")


def test_a_track_made_by_hand_comes_back_as_nothing_new(everything, tmp_path):
    written(everything, tmp_path / "out")
    revisions = dict(LessonPage.objects.values_list("pk", "latest_revision"))

    foreseen = imports.import_folder(
        directory=tmp_path / "out", locale=Locale.get_default(), track_title="", dry_run=True
    )
    report = bring(tmp_path / "out")

    assert (report.changes, report.dropped, foreseen.changes, foreseen.dropped) == (0, 0, 0, 0)
    assert {change for change, _file, _title in report.lessons} == {Change.UNCHANGED}
    assert dict(LessonPage.objects.values_list("pk", "latest_revision")) == revisions
    assert (SiteImage.objects.count(), get_document_model().objects.count(), Exercise.objects.count()) == (
        1,
        2,
        1,
    )


def test_a_track_made_by_hand_is_the_same_on_another_site(everything, tmp_path):
    before = track_of(everything)
    first = written(everything, tmp_path / "first")
    assert not [name for name, content in first.items() if b"```block-data" in content]

    empty_site()
    fresh = bring(tmp_path / "first")
    track = TrackPage.objects.get(title="By hand", locale=Locale.get_default())

    # The lesson it links to, and builds on, does not exist over there.
    def without_outside(found):
        return str(found).replace("'requires': ['Elsewhere', 'Two']", "'requires': ['Two']")

    after = track_of(track)
    assert (fresh.dropped, fresh.exercises[Change.CREATED]) == (0, 1)
    assert [block[0] for block in after[2][0][1]] == [block[0] for block in before[2][0][1]]
    assert [block for block in after[2][0][1] if "outside" not in str(block)] == [
        block for block in before[2][0][1] if "outside" not in str(block)
    ]
    assert without_outside([facts for facts, _blocks in after[2]]) == without_outside(
        [facts for facts, _blocks in before[2]]
    )
    second = written(track, tmp_path / "second")
    assert {name: content for name, content in second.items() if name != "episodes/01-one-awkward.md"} == {
        name: content for name, content in first.items() if name != "episodes/01-one-awkward.md"
    }
    third_site = second["episodes/01-one-awkward.md"]
    empty_site()
    bring(tmp_path / "second")
    again = written(TrackPage.objects.get(title="By hand", locale=Locale.get_default()), tmp_path / "third")
    assert again["episodes/01-one-awkward.md"] == third_site


def test_an_edited_lesson_changes_its_own_page_and_no_other(everything, tmp_path):
    written(everything, tmp_path / "out")
    file = tmp_path / "out" / "episodes" / "02-two.md"
    file.write_text(file.read_text().replace("Some words to read.", "Other words to read."))
    two = LessonPage.objects.get(title="Two", locale=Locale.get_default())
    names = [block.id for block in two.body]

    report = bring(tmp_path / "out")

    assert [(change, title) for change, _file, title in report.lessons] == [
        (Change.UNCHANGED, "One: awkward"),
        (Change.UPDATED, "Two"),
    ]
    two.refresh_from_db()
    assert "Other words" in str(two.body[1].value)
    assert [block.id for block in two.body] == names


def test_an_untranslated_track_is_exported_in_every_language_and_changes_nothing(
    everything, languages_ready, tmp_path
):
    french = Locale.objects.get(language_code="fr")
    track = exports.find_track(named=everything.slug, locale=french)
    made = exports.export(track=track)
    exports.write_folder(made=made, directory=tmp_path / "fr")

    report = imports.import_folder(directory=tmp_path / "fr", track_title="")

    assert (made.text.language, report.changes, report.dropped) == ("fr", 0, 0)
    assert LessonPage.objects.filter(locale=french, alias_of__isnull=True).count() == 0


def test_a_translation_that_comes_back_takes_the_place_of_the_stand_in(everything, languages_ready, tmp_path):
    french = Locale.objects.get(language_code="fr")
    exports.write_folder(
        made=exports.export(track=exports.find_track(named=everything.slug, locale=french)),
        directory=tmp_path / "fr",
    )
    file = tmp_path / "fr" / "episodes" / "02-two.md"
    file.write_text(file.read_text().replace("title: Two", "title: Deux"))

    report = imports.import_folder(directory=tmp_path / "fr", track_title="")

    [page] = LessonPage.objects.filter(locale=french, title="Deux")
    assert (page.alias_of_id, page.live, report.dropped) == (None, True, 0)
    assert (
        page.translation_key
        == LessonPage.objects.get(title="Two", locale=Locale.get_default()).translation_key
    )


def test_lessons_that_are_not_published_are_left_out_and_named(track, lessons, tmp_path):
    lessons[1].unpublish()

    made = exports.export(track=track)

    assert (made.left_out, [lesson.title for lesson in made.text.lessons]) == (["Loops"], ["Lists", "Files"])


def test_a_track_without_published_lessons_is_refused(track, lessons):
    for lesson in lessons:
        lesson.unpublish()

    with pytest.raises(exports.ExportRefused, match="export_refused"):
        exports.export(track=track)


def test_a_zip_of_the_same_track_is_the_same_bytes(track):
    first, second = io.BytesIO(), io.BytesIO()
    exports.write_zip(made=exports.export(track=track), target=first)
    exports.write_zip(made=exports.export(track=track), target=second)

    assert first.getvalue() == second.getvalue()
    assert sorted(zipfile.ZipFile(first).namelist()) == [
        "first-steps/LICENSE.md",
        "first-steps/config.yaml",
        "first-steps/episodes/01-lists.md",
        "first-steps/episodes/02-loops.md",
        "first-steps/episodes/03-files.md",
    ]


def test_a_folder_with_something_in_it_is_left_alone(track, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "novel.txt").write_text("chapter one")
    made = exports.export(track=track)

    with pytest.raises(exports.ExportRefused) as refusal:
        exports.write_folder(made=made, directory=tmp_path / "full")
    assert "is not empty" in str(refusal.value.message)
    with pytest.raises(exports.ExportRefused) as refusal:
        exports.write_folder(made=made, directory=tmp_path / "full", overwrite=True)
    assert "something else than lessons" in str(refusal.value.message)
    with pytest.raises(exports.ExportRefused):
        exports.write_folder(made=made, directory=tmp_path / "full" / "novel.txt")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["novel.txt"]


def test_an_earlier_export_is_replaced_and_what_is_hidden_beside_it_stays(track, lessons, tmp_path):
    exports.write_folder(made=exports.export(track=track), directory=tmp_path / "out")
    (tmp_path / "out" / ".git").mkdir()
    lessons[1].unpublish()

    number = exports.write_folder(
        made=exports.export(track=track), directory=tmp_path / "out", overwrite=True
    )

    assert number == 4
    assert sorted(path.name for path in (tmp_path / "out" / "episodes").iterdir()) == [
        "01-lists.md",
        "02-files.md",
    ]
    assert (tmp_path / "out" / ".git").is_dir()


def test_a_track_is_found_by_slug_title_and_key(track):
    locale = Locale.get_default()
    for name in (track.slug, "FIRST STEPS", str(track.translation_key)):
        assert exports.find_track(named=name, locale=locale).pk == track.pk
    make.track("First steps", [])
    with pytest.raises(exports.ExportRefused, match="export_refused"):
        exports.find_track(named="First steps", locale=locale)
    with pytest.raises(exports.ExportRefused):
        exports.find_track(named="Nothing", locale=locale)


def test_the_command_says_what_it_wrote(track, tmp_path, capsys):
    call_command("export_track", track.slug, tmp_path / "out")

    assert (
        "First steps: 3 lessons, 13 blocks (0 as data), 0 pictures and documents, 5 files in"
        in capsys.readouterr().out
    )


def test_the_command_refuses_in_words(track, tmp_path):
    with pytest.raises(CommandError, match="no language “xx”"):
        call_command("export_track", track.slug, tmp_path / "out", "--locale", "xx")
    with pytest.raises(CommandError, match="There is no track “gone”"):
        call_command("export_track", "gone", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_restricted_lessons_are_not_public(track, lessons):
    PageViewRestriction.objects.create(page=lessons[1], restriction_type=PageViewRestriction.LOGIN)

    assert [page.title for page in exports.public_lessons_of(track=track).values()] == ["Lists", "Files"]
    assert [lesson.title for lesson in exports.export(track=track).text.lessons] == [
        "Lists",
        "Loops",
        "Files",
    ]
