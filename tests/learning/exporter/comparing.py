"""Compares what a site holds before and after a round trip, block by block, and empties the site in between."""

from pathlib import Path
from typing import Any

from wagtail.documents import get_document_model
from wagtail.models import Locale

from cms.models import Resource, SiteImage
from learning.importer import menus, shapes
from learning.importer.shapes import Finder
from learning.models import Exercise, GlossaryTerm, LessonPage, TrackPage
from learning.services import exports


class _Looking(Finder):
    """What the ids of this site stand for, so that two sites can be compared."""

    def link(self, attributes):
        kept = dict(super().link(attributes) or {})
        if kept.get("linktype") == "page":
            page = LessonPage.objects.filter(pk=kept["id"]).first()
            kept["id"] = page.title if page else "?"
        if kept.get("linktype") == "document":
            kept["id"] = get_document_model().objects.get(pk=kept["id"]).title
        return kept or None

    def picture(self, path):
        image = SiteImage.objects.filter(pk=path).first()
        return image and (image.title, image.credit, image.license, _content(image))

    def file(self, path):
        document = get_document_model().objects.filter(pk=path).first()
        return document and (document.title, _content(document))

    def thing(self, what, said):
        found = {"resource": Resource, "term": GlossaryTerm}[what].objects.filter(pk=said).first()
        return found and (str(found), found.description if what == "resource" else found.definition)

    def exercise(self, said):
        found = Exercise.objects.filter(pk=said).first()
        return found and (str(found.translation_key), exercise_of(found))


def _content(found: Any) -> bytes:
    with found.file.storage.open(found.file.name, "rb") as source:
        return source.read()


def exercise_of(exercise: Exercise) -> dict[str, Any]:
    """An exercise as plain data."""
    plain = {
        "title": exercise.title, "kind": exercise.kind, "minutes": exercise.minutes, "starter": exercise.starter,
        "release": exercise.release, "accepts": exercise.accepts, "peer_reviews": exercise.peer_reviews,
        "release_on": exercise.release_on and exercise.release_on.isoformat(),
    }  # fmt: skip
    streams = {
        name: list(getattr(exercise, name).get_prep_value()) for name in ("prompt", "hints", "solution")
    }
    return menus.exercise(plain | streams, _Looking())


def blocks_of(lesson: LessonPage) -> list[tuple[str, Any]]:
    """Name and content of every block of a lesson, in order."""
    finder = _Looking()
    return [(block["id"], shapes.block(block, finder=finder)) for block in lesson.body.get_prep_value()]


def facts_of(lesson: LessonPage) -> dict[str, Any]:
    """Everything else an export carries of a lesson."""
    finder = _Looking()
    plain = (
        "title", "slug", "summary", "teach_minutes", "practice_minutes", "level", "authors", "license", "completion_rule",
    )  # fmt: skip
    rich = ("questions", "objectives", "key_points", "attribution")
    return {
        "key": str(lesson.translation_key),
        **{name: getattr(lesson, name) for name in plain},
        **{name: shapes.RICH.read(getattr(lesson, name), finder) for name in rich},
        "topics": [entry.topic.name for entry in lesson.topics.all()],
        "tags": sorted(tag.name for tag in lesson.tags.all()),
        "requires": sorted(entry.requires.title for entry in lesson.prerequisites.all()),
    }


def track_of(track: TrackPage) -> list[Any]:
    """A track and all its lessons as plain data."""
    modules = [
        (
            module.title,
            module.summary,
            [(str(item.lesson.translation_key), item.required, item.note) for item in module.items.all()],
        )
        for module in track.modules.all()
    ]
    lessons = [item.lesson.specific for module in track.modules.all() for item in module.items.all()]
    own = [
        str(track.translation_key), track.title, track.slug, track.summary, track.audience,
        shapes.RICH.read(track.outcomes, _Looking()), track.level, [entry.topic.name for entry in track.topics.all()],
    ]  # fmt: skip
    return [own, modules, [(facts_of(lesson), blocks_of(lesson)) for lesson in lessons]]


def written(track: TrackPage, folder: Path) -> dict[str, bytes]:
    """Export a track into a folder; every file by its path."""
    exports.write_folder(made=exports.export(track=track), directory=folder)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def empty_site() -> None:
    """Take away all lessons and everything they show, as on a site that was set up this morning."""
    for model in (TrackPage, LessonPage):
        for page in model.objects.all():
            page.delete()
    for model in (Exercise, SiteImage, get_document_model(), Resource, GlossaryTerm):
        model.objects.all().delete()


def the_track(code: str = "en") -> TrackPage:
    return TrackPage.objects.get(locale=Locale.objects.get(language_code=code))
