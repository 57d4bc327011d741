"""The same lessons in another language become translations."""

from pathlib import Path

import pytest
from wagtail.models import Locale

from learning.models import Exercise, LessonPage, TrackPage
from learning.services import imports, parallel_texts
from tests.learning.importer.samples import write

ENGLISH = (
    "---\ntitle: One\nid: one\nsummary: In short.\n---\n\n## Start {#start}\n\nHello **you**.\n\n"
    "::: challenge {id=swap}\n## Swap\nDo it.\n::: solution\nDone.\n:::\n:::\n"
)
SPANISH = (
    "---\ntitle: Uno\nid: one\nsummary: En breve.\n---\n\n## Inicio {#start}\n\nHola **tú**.\n\n"
    "::: challenge {id=swap}\n## Cambio\nHazlo.\n::: solution\nListo.\n:::\n:::\n"
)
CONFIG = (
    "id: folder\ntitle: {}\ndescription: {}\noutcomes: [{}]\n"
    "modules:\n- title: {}\n  episodes:\n  - {{file: 01.md, note: {}}}\n"
)


@pytest.fixture
def folder(tmp_path, home) -> Path:
    return write(
        tmp_path,
        {
            "config.yaml": CONFIG.format("Way", "A way.", "go", "First leg", "Later"),
            "episodes/01.md": ENGLISH,
            "episodes/02.md": "---\ntitle: Two\n---\n",
            "es/config.yaml": CONFIG.format("Camino", "Un camino.", "ir", "Primer tramo", "Luego"),
            "es/01.md": SPANISH,
        },
    )


def publish(folder: Path) -> parallel_texts.Outcome:
    return parallel_texts.publish(
        directory=folder,
        parallel=folder / "es",
        source=Locale.get_default(),
        target=Locale.objects.get(language_code="es"),
    )


def test_lessons_exercises_and_the_track_are_published_in_the_other_language(
    folder, django_capture_on_commit_callbacks
):
    imports.import_folder(directory=folder, locale=Locale.get_default(), track_title="Way")
    with django_capture_on_commit_callbacks(execute=True):
        outcome = publish(folder)

    lesson = LessonPage.objects.get(locale__language_code="es", import_source="folder/one")
    heading, text, placed = lesson.body
    exercise = Exercise.objects.get(locale__language_code="es")
    track = TrackPage.objects.get(locale__language_code="es")
    [module] = track.modules.all()
    assert (lesson.live, lesson.alias_of_id, lesson.title, lesson.summary) == (True, None, "Uno", "En breve.")
    assert (heading.value["text"], heading.value["anchor"], text.value.source) == (
        "Inicio",
        "start",
        "<p>Hola <b>tú</b>.</p>",
    )
    assert (exercise.title, str(exercise.solution[0].value)) == ("Cambio", "<p>Listo.</p>")
    assert placed.value["exercise"].localized.pk == exercise.pk or placed.value["exercise"].pk == exercise.pk
    assert (track.title, track.summary, track.outcomes) == ("Camino", "Un camino.", "<ul><li>ir</li></ul>")
    assert (module.title, [item.note for item in module.items.all()]) == ("Primer tramo", ["Luego"])
    assert (outcome.translated, outcome.problems) == (outcome.total, [])


def test_a_lesson_without_a_parallel_file_is_named_and_stays(folder):
    (folder / "es/01.md").unlink()
    imports.import_folder(directory=folder, locale=Locale.get_default())

    assert publish(folder).problems == ["episodes/01.md: there is no parallel text"]
    assert LessonPage.objects.get(locale__language_code="es").alias_of_id is not None
