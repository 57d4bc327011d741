"""A whole folder read: every lesson, with the links between them, and the prerequisites without circles."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from .cells import open_notebook
from .embedded import Embedded
from .files import Unreadable, read_text
from .lessons import Lesson, Source, open_source, read
from .links import Map, circles
from .picture_files import PictureFile, check_picture, open_picture
from .plain import LESSONS, path_name
from .reading import Labels
from .report import Problem, Weight
from .slugs import plain
from .source import Folder
from .titles import is_index, own_name

logger = logging.getLogger(__name__)


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
    embedded: Embedded = field(init=False)

    def __post_init__(self) -> None:
        self.embedded = Embedded(self.folder.root)

    @property
    def present(self) -> set[str]:
        """The keys that lesson files of the folder would have which are left out or could not be read."""
        names = self.folder.layout.names
        base = self.folder.layout.base
        return {
            f"{self.folder.id}/{path_name(path, base) if names else plain(PurePosixPath(path).stem)}"
            for path in self.folder.files - self.keys.keys()
            if PurePosixPath(path).suffix.lower() in LESSONS
        }

    @property
    def keys(self) -> dict[str, str]:
        """Path of the file → key of the lesson."""
        return {source.path: source.key for source in self.sources}

    def read(self, pages: Mapping[str, int] | None = None) -> list[Lesson]:
        """All lessons; links to lessons without a page in `pages` are reported and stay text."""
        known = pages if pages is not None else dict.fromkeys(self.keys.values(), 0)
        folder = self.folder
        files = folder.files | self.embedded.paths
        links = Map(self.keys, known, self.anchors, files, self.broken, folder.url, folder.source)
        links.base, links.ending, links.loose = (
            folder.layout.base,
            folder.layout.ending,
            folder.layout.dialect.loose,
        )
        lessons: list[Lesson] = []
        for source in list(self.sources):
            try:
                lessons.append(read(source, links.of(source.path), self.labels))
            except Exception as error:
                self.sources.remove(source)
                self.problems.append(unforeseen(source.path, error))
        return lessons

    def open_picture(self, path: str) -> PictureFile:
        """A picture of the folder, or of a notebook in it. Raises Unreadable."""
        if path in self.embedded.paths:
            return check_picture(self.embedded.content(path), path)
        return open_picture(self.folder.root, path)


def unforeseen(path: str, error: Exception) -> Problem:
    """Whatever a stranger's file brings about: this lesson is named in the report, and the others come in."""
    logger.warning("The lesson %s could not be read", path, exc_info=error)
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return Problem(path, 0, f"the lesson could not be read: {said[:200]}", Weight.DROPPED)


def open_library(folder: Folder, labels: Labels | None = None) -> Library:
    """Parse every lesson file; what cannot be read is named in `problems`."""
    library = Library(folder, problems=list(folder.problems), labels=labels or Labels())
    taken: set[str] = set()
    for episode in folder.episodes:
        try:
            source = _open(library, episode.path)
        except Unreadable as error:
            library.problems.append(Problem(episode.path, error.line, error.message, Weight.DROPPED))
            continue
        except Exception as error:
            library.problems.append(unforeseen(episode.path, error))
            continue
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


def _open(library: Library, path: str) -> Source:
    """Parse a lesson file of any kind."""
    folder = library.folder
    name = folder.layout.names.get(path, "")
    if path.lower().endswith(".ipynb"):
        source = open_notebook(folder.root, path, folder.id, name, library.embedded)
    else:
        text = read_text(folder.root, folder.root / path)
        source = open_source(path, text, folder.id, folder.definitions, folder.layout.dialect, name)
    source.called = folder.layout.called.get(path, "")
    inner = path.removeprefix(f"{folder.layout.base}/")
    source.short = "" if is_index(inner) and "/" not in inner else plain(own_name(inner))
    return source


def _check_pictures(library: Library, paths: set[str]) -> None:
    for path in sorted(paths):
        try:
            picture = library.open_picture(path)
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
