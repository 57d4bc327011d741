"""Publishes the demo's Spanish lessons: the parallel text is read like the English one, and paired string by string."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import override
from wagtail.models import Locale

from cms.demo.reading import speak
from cms.services import translations
from learning.importer.lessons import Lesson, exercise_data, open_source, read
from learning.importer.library import open_library
from learning.importer.links import Map
from learning.importer.source import Folder, open_folder
from learning.models import Exercise, LessonPage, TrackPage
from learning.services import imports

from .garden import TRACKS

FIELDS = ("title", "summary", "questions", "objectives", "key_points")


def plant_translations(note: Callable[[str], None]) -> None:
    """Translate every track of the demo that has texts in another language."""
    for home in sorted(TRACKS.iterdir()):
        for locale in Locale.objects.exclude(pk=Locale.get_default().pk):
            folder = home / locale.language_code
            if folder.is_dir():
                _translate(home, folder, locale, note)


def _translate(home: Path, folder: Path, locale: Locale, note: Callable[[str], None]) -> None:
    english = open_folder(home)
    library = open_library(english)
    source_pages = LessonPage.objects.filter(
        locale=Locale.get_default(), import_source__in=library.keys.values()
    )
    pages = {page.import_source: page for page in source_pages}
    links = Map(library.keys, {key: page.pk for key, page in pages.items()}, library.anchors, english.files)
    with override(locale.language_code):
        labels = imports.labels()
    for source in library.sources:
        text = (folder / Path(source.path).name).read_text(encoding="utf-8")
        lesson = read(open_source(source.path, text, english.id), links.of(source.path), labels)
        _translate_exercises(lesson, locale)
        page = pages[lesson.key]
        fields = {name: getattr(lesson, name) for name in FIELDS}
        fields["body"] = _grafted(list(page.body.raw_data), lesson.blocks)
        speak(page, {locale.language_code: fields})
        note(lesson.title)
    _translate_track(english, open_folder(folder), locale)


def _translate_exercises(lesson: Lesson, locale: Locale) -> None:
    for made in lesson.exercises:
        exercise = Exercise.objects.get(import_source=made.key, locale=Locale.get_default())
        data = exercise_data(made)
        fields: dict[str, Any] = {"title": data["title"]}
        for name in ("prompt", "hints", "solution"):
            fields[name] = _grafted(list(getattr(exercise, name).raw_data), data[name])
        speak(exercise, {locale.language_code: fields})


def _translate_track(english: Folder, other: Folder, locale: Locale) -> None:
    track = TrackPage.objects.get(import_source=english.id, locale=Locale.get_default())
    words = dict(zip(_words(english), _words(other), strict=True))
    translations.translate(source=track, locale=locale, words={ours: words[ours] for ours in words if ours})


def _words(folder: Folder) -> list[str]:
    """Everything a track says, in order."""
    said = [folder.title, folder.description[:400], folder.audience[:300], *folder.outcomes]
    for module in folder.modules:
        said += [module.title, module.summary, *(episode.note for episode in module.episodes)]
    return said


def _grafted(ours: Any, theirs: Any) -> Any:
    """`theirs`, with the identities, pictures and exercises of `ours` at the same places."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return [_grafted(*pair) for pair in zip(ours, theirs, strict=True)]
    if isinstance(ours, dict) and isinstance(theirs, dict):
        kept = {"id": ours["id"]} if "id" in ours else {}
        kept |= {name: ours[name] for name in ("image", "exercise") if isinstance(theirs.get(name), str)}
        return {name: _grafted(ours.get(name), value) for name, value in theirs.items()} | kept
    return theirs
