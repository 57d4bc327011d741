"""A whole folder read: every lesson, with the links between them, and the prerequisites without circles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .files import Unreadable, read_text
from .lessons import Lesson, Source, open_source, read
from .links import Map, circles
from .picture_files import open_picture
from .reading import Labels
from .report import Problem, Weight
from .source import Folder


@dataclass
class Library:
    """The lessons of a folder, parsed once; `read` converts them for given page ids."""

    folder: Folder
    sources: list[Source] = field(default_factory=list)
    anchors: dict[str, dict[str, str]] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)  # path in the folder → fingerprint
    broken: dict[str, str] = field(default_factory=dict)  # path of a picture → why it cannot be used
    problems: list[Problem] = field(default_factory=list)
    labels: Labels = field(default_factory=Labels)
    known: Callable[[str], int | None] = lambda key: None  # a page of the site by its translation key
    documents: dict[str, int] = field(default_factory=dict)  # path in the folder → id of the document library
    missing: set[str] = field(default_factory=set)  # documents that cannot be used

    @property
    def keys(self) -> dict[str, str]:
        """Path of the file → key of the lesson."""
        return {source.path: source.key for source in self.sources}

    def read(self, pages: Mapping[str, int] | None = None) -> list[Lesson]:
        """All lessons; links to lessons without a page in `pages` are reported and stay text."""
        known = pages if pages is not None else dict.fromkeys(self.keys.values(), 0)
        folder = self.folder
        links = Map(
            self.keys,
            known,
            self.anchors,
            folder.files - self.missing,
            self.broken,
            folder.url,
            folder.source,
            self.known,
            self.documents,
        )
        lessons = [read(source, links.of(source.path), self.labels) for source in self.sources]
        _check_uses(lessons)
        return lessons


def open_library(folder: Folder, labels: Labels | None = None) -> Library:
    """Parse every lesson file; what cannot be read is named in `problems`."""
    library = Library(folder, problems=list(folder.problems), labels=labels or Labels())
    taken: set[str] = set()
    for episode in folder.episodes:
        try:
            text = read_text(folder.root, folder.root / episode.path)
        except Unreadable as error:
            library.problems.append(Problem(episode.path, error.line, error.message, Weight.DROPPED))
            continue
        source = open_source(episode.path, text, folder.id, folder.definitions)
        if source.key in taken:
            message = "two lessons have the same id; this one is left out"
            library.problems.append(Problem(episode.path, 1, message, Weight.DROPPED))
            continue
        taken.add(source.key)
        library.sources.append(source)
    lessons = library.read()
    library.anchors = {lesson.key: lesson.anchors for lesson in lessons}
    _check_pictures(library, {path for lesson in lessons for path in lesson.pictures})
    return library


def _check_uses(lessons: list[Lesson]) -> None:
    """An exercise can be shown again after the lesson it belongs to; an earlier or unknown one is left out."""
    met: set[str] = set()
    for lesson in lessons:
        met |= {made.key for made in lesson.exercises}
        for block in list(lesson.blocks):
            if block["type"] == "exercise" and block["value"]["exercise"] not in met:
                message = f"no lesson up to here has the exercise “{block['value']['exercise']}”"
                lesson.problems.append(Problem(lesson.path, 0, message, Weight.DROPPED))
                lesson.blocks.remove(block)


def _check_pictures(library: Library, paths: set[str]) -> None:
    for path in sorted(paths):
        try:
            picture = open_picture(library.folder.root, path)
        except Unreadable as error:
            library.broken[path] = error.message
            continue
        library.pictures[path] = picture.fingerprint
        if picture.removed:
            message = f"taken out of the picture: {', '.join(picture.removed)}"
            library.problems.append(Problem(path, 0, message, Weight.NOTE))


def requirements(library: Library, lessons: list[Lesson]) -> tuple[dict[str, list[str]], list[Problem]]:
    """Lesson key → keys of the lessons it builds on, without circles; and what was wrong with them."""
    names: dict[str, str] = {}
    for path, key in library.keys.items():
        file = path.rsplit("/", 1)[-1]
        for name in (key.rsplit("/", 1)[-1], file, file.rsplit(".", 1)[0]):
            names.setdefault(name, key)
    problems: list[Problem] = []
    wanted: dict[str, list[str]] = {}
    for lesson in lessons:
        found: list[str] = []
        for name in lesson.requires:
            key = names.get(name, "")
            if not key or key == lesson.key:
                problems.append(
                    Problem(lesson.path, 1, f"it requires “{name}”, which is no other lesson of this folder")
                )
            elif key not in found:
                found.append(key)
        wanted[lesson.key] = found
    paths = {key: path for path, key in library.keys.items()}
    for lesson_key, required in circles(wanted):
        wanted[lesson_key].remove(required)
        message = f"“requires” leads in a circle; “{required.rsplit('/', 1)[-1]}” is left out"
        problems.append(Problem(paths[lesson_key], 1, message))
    return wanted, problems
