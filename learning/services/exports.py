"""Writes a track as a folder or a zip of Markdown, pictures and documents, which the importer reads back as the same track.

The whole of it is for those who edit the track: it holds answers, solutions and notes for facilitators.
"""

import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import Storage
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.services import restrictions
from learning.exceptions import LearningError
from learning.exporter.bundles import EPISODES, Bundle, bundle
from learning.exporter.content import EpisodeText, ModuleText, TrackText
from learning.importer.slugs import Names, plain
from learning.models import LessonPage, TrackItem, TrackPage

from .exported_content import Takings, file_texts, take_lesson

OURS = ("config.yaml", "LICENSE.md", EPISODES)
MOMENT = (1980, 1, 1, 0, 0, 0)  # the same content makes the same zip


class ExportRefused(LearningError):
    """The track cannot be written there."""

    code = "export_refused"
    message = _("The track cannot be exported.")


@dataclass
class Export:
    """A track in text, the files beside it by path, and the titles of lessons that are not published."""

    text: TrackText
    bundle: Bundle
    files: dict[str, Any]
    left_out: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.text.id


def plain_name(*, track: TrackPage) -> str:
    """The name of the folder of a track, and the identity of the folder for the importer."""
    return (track.import_source or plain(track.slug) or "track")[:60]


def find_track(*, named: str, locale: Locale) -> TrackPage:
    """The track with this translation key, slug or title in a language. Raises ExportRefused."""
    rows = TrackPage.objects.filter(locale=locale)
    found: list[TrackPage] = []
    try:
        found = list(rows.filter(translation_key=UUID(named)))
    except ValueError:
        found = list(rows.filter(slug=named)) or list(rows.filter(title__iexact=named))
    if not found:
        raise ExportRefused(_("There is no track “{name}” in this language.").format(name=named))
    if len(found) > 1:
        raise ExportRefused(
            _("Several tracks are called “{name}”. Give the slug or the key of one.").format(name=named)
        )
    return found[0]


def take_track(*, track: TrackPage, lessons: dict[UUID, LessonPage], takings: Takings) -> TrackText:
    """A track and these of its lessons as plain data."""
    text = TrackText(
        plain_name(track=track),
        track.title,
        track.locale.language_code,
        key=str(track.translation_key),
        slug=track.slug,
        summary=track.summary,
        audience=track.audience,
        outcomes=track.outcomes,
        level=track.level,
        topics=[entry.topic.name for entry in track.topics.select_related("topic")],
    )
    for module in track.modules.all():
        items = module.items.select_related("lesson")
        episodes = [
            EpisodeText(PurePosixPath(takings.names[key][1]).name, item.required, item.note)
            for item in items
            if (key := item.lesson.translation_key) in takings.names
        ]
        text.modules.append(ModuleText(module.title, module.summary, episodes))
    text.lessons = [take_lesson(page=lessons[key], takings=takings) for key in takings.names]
    licenses = Counter(lesson.license for lesson in text.lessons if lesson.license)
    text.license = licenses.most_common(1)[0][0] if licenses else ""
    text.pictures = file_texts(takings.pictures, EPISODES)
    text.documents = file_texts(takings.documents, EPISODES)
    return text


def lessons_of(*, track: TrackPage) -> tuple[dict[UUID, LessonPage], list[str]]:
    """The published lessons of a track in its order, in its language or as they were written; titles of the others."""
    items = _items(track)
    found = _in_order(items, LessonPage.objects.live(), track)
    return found, [item.lesson.title for item in items if item.lesson.translation_key not in found]


def public_lessons_of(*, track: TrackPage) -> dict[UUID, LessonPage]:
    """Those of its published lessons that everybody may read: neither a restricted one nor its copy in another language.

    The number of statements does not grow with them.
    """
    return _in_order(_items(track), restrictions.readable_by_all(pages=LessonPage.objects.live()), track)


def _items(track: TrackPage) -> list[TrackItem]:
    rows = TrackItem.objects.filter(module__track=track).select_related("lesson")
    return list(rows.order_by("module__sort_order", "module__pk", "sort_order", "pk"))


def _in_order(items: list[TrackItem], rows: Any, track: TrackPage) -> dict[UUID, LessonPage]:
    keys = list(dict.fromkeys(item.lesson.translation_key for item in items))
    found: dict[UUID, LessonPage] = {}
    for page in (
        rows.filter(translation_key__in=keys).select_related("locale", "alias_of__locale").order_by("pk")
    ):
        if page.translation_key not in found or page.locale_id == track.locale_id:
            found[page.translation_key] = page
    return {key: found[key] for key in keys if key in found}


def named(*, lessons: dict[UUID, LessonPage]) -> dict[UUID, tuple[str, str]]:
    """The name of each lesson within the folder, and the path of its file. A lesson that was imported keeps its name."""
    taken = Names()
    names: dict[UUID, tuple[str, str]] = {}
    width = max(2, len(str(len(lessons))))
    for number, (key, page) in enumerate(lessons.items(), 1):
        name = taken.take(page.import_source.rpartition("/")[2] or plain(page.slug) or "lesson")
        bare = name.lstrip("0123456789").lstrip("-") or name
        names[key] = (name, f"{EPISODES}/{number:0{width}}-{bare}.md")
    return names


def export(*, track: TrackPage) -> Export:
    """Take a track out as it is published. Raises ExportRefused if no lesson of it is published."""
    lessons, left_out = lessons_of(track=track)
    if not lessons:
        raise ExportRefused(_("No lesson of this track is published, so there is nothing to export."))
    takings = Takings(named(lessons=lessons))
    text = take_track(track=track, lessons=lessons, takings=takings)
    files = {f"{EPISODES}/{path}": found for path, found in {**takings.pictures, **takings.documents}.items()}
    return Export(text, bundle(text), files, left_out)


def write_folder(*, made: Export, directory: Path, overwrite: bool = False) -> int:
    """Write an export into a new or empty folder; returns how many files it has.

    With `overwrite` the folder may hold an earlier export, which is replaced: its configuration, its license and its
    `episodes`, and nothing else. Raises ExportRefused.
    """
    if directory.exists() and not directory.is_dir():
        raise ExportRefused(_("“{path}” is not a folder.").format(path=directory))
    there = {path.name for path in directory.iterdir()} if directory.exists() else set()
    if there and not overwrite:
        raise ExportRefused(
            _("The folder “{path}” is not empty. Choose another one, or say --overwrite.").format(
                path=directory
            )
        )
    if {name for name in there if not name.startswith(".")} and "config.yaml" not in there:
        raise ExportRefused(
            _("The folder “{path}” holds something else than lessons. It was left as it is.").format(
                path=directory
            )
        )
    directory.mkdir(parents=True, exist_ok=True)
    for name in OURS:
        path = directory / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    number = 0
    for name, content in contents(made=made):
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        number += 1
    return number


def write_zip(*, made: Export, target: IO[bytes]) -> None:
    """Write an export as a zip with one folder in it; the same content makes the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents(made=made):
            entry = zipfile.ZipInfo(f"{made.name}/{name}", MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def contents(*, made: Export) -> Iterator[tuple[str, bytes]]:
    """Every file of an export, by path."""
    for name, text in sorted(made.bundle.files.items()):
        yield name, text.encode()
    for name, found in sorted(made.files.items()):
        storage: Storage = found.file.storage
        with storage.open(found.file.name, "rb") as source:
            yield name, source.read()
