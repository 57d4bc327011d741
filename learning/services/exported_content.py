"""Takes lessons out of the site as the export's plain data: ids become names, paths and addresses."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.models import Resource, SiteImage
from learning.exporter.content import ExerciseText, FileText, LessonText
from learning.importer import menus, shapes
from learning.importer.canonical import as_stored
from learning.importer.shapes import Finder
from learning.importer.slugs import Names, plain
from learning.models import Exercise, GlossaryTerm, LessonPage

POINTED = {
    "image": "image",
    "download": "document",
    "resource": "resource",
    "glossary_term": "term",
    "exercise": "exercise",
}


@dataclass
class Takings:
    """What all lessons of one export share: the files they show, and where each exercise is at home."""

    names: dict[UUID, tuple[str, str]]  # translation key of a lesson → its name, the path of its file
    pictures: dict[str, SiteImage] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    _paths: dict[tuple[str, int], str] = field(default_factory=dict)
    _taken: Names = field(default_factory=Names)
    _homes: dict[int, tuple[str, str]] = field(default_factory=dict)
    _exercise_names: dict[str, Names] = field(default_factory=dict)
    _links: dict[int, tuple[UUID, str] | None] = field(default_factory=dict)

    def picture(self, pk: Any) -> str | None:
        """The path of a picture beside the lessons, the same for all of them."""
        return self._file("fig", SiteImage, pk, self.pictures, "picture")

    def document(self, pk: Any) -> str | None:
        return self._file("files", get_document_model(), pk, self.documents, "document")

    def _file(self, folder: str, model: Any, pk: Any, kept: dict, fallback: str) -> str | None:
        key = (folder, pk)
        if key not in self._paths:
            found = model.objects.filter(pk=pk).first() if isinstance(pk, int) else None
            if found is None:
                return None
            suffix = PurePosixPath(found.file.name).suffix.lower().replace(".jpeg", ".jpg")
            name = self._taken.take(f"{folder}/{plain(found.title)[:80] or fallback}")
            self._paths[key] = f"{name}{suffix}"
            kept[self._paths[key]] = found
        return self._paths[key]

    def home(self, exercise: Exercise, lesson: str) -> tuple[str, str, bool]:
        """The lesson and the name of an exercise, and whether it is met here for the first time."""
        if exercise.pk in self._homes:
            return (*self._homes[exercise.pk], False)
        source, _mark, name = exercise.import_source.rpartition("#")
        if not name or source.rsplit("/", 1)[-1] != lesson:
            name = plain(exercise.title) or "exercise"
        name = self._exercise_names.setdefault(lesson, Names()).take(name)
        self._homes[exercise.pk] = (lesson, name)
        return lesson, name, True

    def page(self, pk: Any) -> tuple[UUID, str] | None:
        """The translation key and the full address of a page."""
        number = int(pk) if str(pk).isascii() and str(pk).isdigit() else 0
        if number not in self._links:
            page = Page.objects.filter(pk=number).first()
            self._links[number] = (page.translation_key, page.full_url or "") if page else None
        return self._links[number]


class _Taker(Finder):
    """Names what the blocks of one lesson point at."""

    def __init__(self, takings: Takings, lesson: LessonText, key: UUID) -> None:
        self.takings = takings
        self.lesson = lesson
        self.key = key

    def link(self, attributes: dict[str, str]) -> dict[str, str] | None:
        match attributes.get("linktype"):
            case "page":
                return self._page_link(attributes)
            case "document":
                number = attributes.get("id", "")
                path = self.takings.document(int(number)) if number.isascii() and number.isdigit() else None
                return {"href": path, "file": "yes"} if path else None
        kept = as_stored(attributes)
        return {"href": kept["href"]} if kept and kept.get("href") else None

    def _page_link(self, attributes: dict[str, str]) -> dict[str, str] | None:
        found = self.takings.page(attributes.get("id"))
        if found is None:
            return None
        key, url = found
        fragment = f"#{attributes['fragment']}" if attributes.get("fragment") else ""
        if key == self.key:
            return {"href": fragment} if fragment else None
        if key in self.takings.names:
            return {"href": f"{PurePosixPath(self.takings.names[key][1]).name}{fragment}"}
        return {"href": f"{url}{fragment}", "page": str(key)} if url else None

    def picture(self, path: Any) -> Any:
        return self.takings.picture(path)

    def file(self, path: Any) -> Any:
        return self.takings.document(path)

    def thing(self, what: str, said: Any) -> Any:
        model = {"resource": Resource, "term": GlossaryTerm}[what]
        found = model._default_manager.filter(pk=said).first()
        parts = menus.RESOURCE.parts if what == "resource" else menus.TERM.parts
        return {name: getattr(found, name) for name in parts} if found else None

    def exercise(self, said: Any) -> Any:
        found = Exercise.objects.filter(pk=said).first()
        if found is None:
            return None
        home, name, new = self.takings.home(found, self.lesson.name)
        if not new:
            return f"{home}#{name}"
        fields = ("title", "kind", "minutes", "starter", "release", "accepts", "peer_reviews")
        data: dict[str, Any] = {field: getattr(found, field) for field in fields}
        data["release_on"] = found.release_on and found.release_on.isoformat()
        for stream in ("prompt", "hints", "solution"):
            data[stream] = list(getattr(found, stream).get_prep_value())
        taken = _without_gaps(menus.exercise(data, self))
        if not taken["prompt"]:
            words = found.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            taken["prompt"] = [{"type": "text", "value": f"<p>{words}</p>"}]
        self.lesson.exercises[name] = ExerciseText(name, str(found.translation_key), taken)
        return name


def _without_gaps(value: Any) -> Any:
    """Without blocks that point at something that is gone, and without running text that says nothing."""
    if isinstance(value, list):
        return [_without_gaps(entry) for entry in value if not _is_gap(entry)]
    if isinstance(value, dict):
        return {name: _without_gaps(entry) for name, entry in value.items()}
    return value


def _is_gap(entry: Any) -> bool:
    kind, value = (entry.get("type"), entry.get("value")) if isinstance(entry, dict) else (None, None)
    if kind == "text":
        return not value
    pointer = POINTED.get(kind or "")
    pointed = value.get(pointer) if pointer and isinstance(value, dict) else True
    return (pointed.get("image") if isinstance(pointed, dict) and kind == "image" else pointed) is None


def take_lesson(*, page: LessonPage, takings: Takings) -> LessonText:
    """One lesson as plain data; its pictures, documents and exercises are added to the takings."""
    name, path = takings.names[page.translation_key]
    lesson = LessonText(
        name,
        path,
        page.title,
        key=str(page.translation_key),
        slug=page.slug,
        summary=page.summary,
        teach_minutes=page.teach_minutes,
        practice_minutes=page.practice_minutes,
        level=page.level,
        topics=[entry.topic.name for entry in page.topics.select_related("topic")],
        tags=sorted(tag.name for tag in page.tags.all()),
        authors=page.authors,
        license=page.license,
        completion=page.completion_rule,
    )
    taker = _Taker(takings, lesson, page.translation_key)
    for field_name in ("questions", "objectives", "key_points", "attribution"):
        setattr(lesson, field_name, shapes.RICH.read(getattr(page, field_name), taker))
    for entry in page.prerequisites.select_related("requires"):
        key = entry.requires.translation_key
        if key in takings.names:
            lesson.requires.append(takings.names[key][0])
        else:
            lesson.requires_elsewhere.append(str(key))
    for block in page.body.get_prep_value():
        taken = {**shapes.block(block, finder=taker), "id": block.get("id")}
        if not _is_gap(taken):
            lesson.blocks.append(_without_gaps(taken))
    return lesson


def file_texts(kept: dict[str, Any], folder: str) -> list[FileText]:
    """What the libraries say of the files of an export."""
    return [
        FileText(f"{folder}/{path}", found.title, getattr(found, "credit", ""), getattr(found, "license", ""))
        for path, found in sorted(kept.items())
    ]
