"""Where links lead: to another lesson, to the published original, out into the web, or nowhere."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

SAFE = {"http", "https", "mailto", "tel"}
PAGES = {".md", ".rmd", ".html", ""}
# Folders whose name is not part of the published address of their pages.
FLAT = {"episodes", "learners", "instructors", "profiles", "_episodes", "_extras"}


@dataclass(frozen=True)
class Target:
    """What a link points at: `attributes` for the rich text <a>, or the path of a file; a problem if it is not right."""

    attributes: dict[str, str] | None = None
    path: str = ""
    problem: str = ""


@dataclass
class Map:
    """What the links of a folder can point at.

    lessons: path in the folder → lesson key; pages: lesson key → page id, as far as pages exist already;
    anchors: lesson key → every name of its anchors → the anchor; files: all paths;
    url, source: where the original is published, and where its files are.
    """

    lessons: Mapping[str, str]
    pages: Mapping[str, int] = field(default_factory=dict)
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    broken: Mapping[str, str] = field(default_factory=dict)  # pictures that cannot be used, and why
    url: str = ""
    source: str = ""
    base: str = ""  # where paths begin that begin with a slash
    ending: str = ".html"  # how the published address of a page ends
    loose: bool = False  # lessons of one name stand in several folders: a name alone says nothing

    def of(self, path: str) -> "LessonLinks":
        return LessonLinks(self, path)


@dataclass
class LessonLinks:
    """The links of one lesson, whose own path they are relative to."""

    map: Map
    path: str

    def target(self, href: str) -> Target:
        """Resolve the address of a link."""
        try:
            parts = urlsplit(href.strip())
        except ValueError:
            return Target(problem=f"the link “{_short(href)}” is no address")
        if parts.scheme or parts.netloc:
            if parts.scheme.lower() in SAFE or not parts.scheme:
                return Target({"href": href.strip()})
            return Target(problem=f"the link “{_short(href)}” is of a kind that is not allowed")
        fragment = unquote(parts.fragment)
        if not parts.path:
            return self._lesson(self.map.lessons.get(self.path, ""), fragment, href)
        path = self._relative(parts.path)
        lesson = self.map.lessons.get(path) or self._published(path)
        lesson = lesson or ("" if self.map.loose else self._lesson_near(path))
        if lesson:
            return self._lesson(lesson, fragment, href)
        return self._outside(path, parts.fragment, href)

    def picture(self, source: str) -> Target:
        """Resolve the address of a picture to a path in the folder."""
        try:
            parts = urlsplit(source.strip())
        except ValueError:
            return Target(problem=f"the picture “{_short(source)}” has no readable address")
        if parts.scheme or parts.netloc:
            if parts.scheme.lower() in {"http", "https", ""}:
                return Target(
                    {"href": source.strip()},
                    problem=f"the picture “{_short(source)}” is on another site; it is linked, not shown",
                )
            return Target(problem=f"the picture “{_short(source)}” is of a kind that is not allowed")
        places = [self._relative(parts.path), posixpath.normpath(unquote(parts.path).lstrip("/"))]
        if (
            self.map.loose
        ):  # HTML in MkDocs says it as seen from the published page, which is one folder deeper
            places.append(self._relative(parts.path.removeprefix("../")))
        for path in places:
            if path in self.map.broken:
                return Target(problem=f"the picture “{_short(source)}”: {self.map.broken[path]}")
            if path in self.map.files:
                return Target(path=path)
        return Target(problem=f"the picture “{_short(source)}” does not exist")

    def _relative(self, path: str) -> str:
        path = unquote(path).replace("{{ page.root }}", "").replace("\\", "/")
        if path.startswith("/"):
            return posixpath.normpath(posixpath.join(self.map.base, path.lstrip("/")))
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), path))

    def _published(self, path: str) -> str:
        """A lesson called by its address without an ending: `guide/names/` is guide/names.md or guide/names/index.md."""
        bare = path.removesuffix(".html")
        for name in (
            f"{bare}.md",
            f"{bare}/index.md",
            f"{bare}/README.md",
            f"{bare}/_index.md",
            f"{bare}.ipynb",
        ):
            if key := self.map.lessons.get(name):
                return key
        return ""

    def _lesson_near(self, path: str) -> str:
        """A lesson called by its published address: `06-files.html`, `../06-files/`, `06-files`."""
        called = PurePosixPath(path)
        if called.suffix.lower() not in PAGES:
            return ""
        name = called.parent.name if called.name in {"index.html", "index.md"} else called.name
        stem = name.removesuffix(PurePosixPath(name).suffix) if PurePosixPath(name).suffix in PAGES else name
        for known, key in self.map.lessons.items():
            if PurePosixPath(known).stem == stem and (
                called.suffix != ".md" or PurePosixPath(known).parent.name in FLAT | {""}
            ):
                return key
        return ""

    def _lesson(self, key: str, fragment: str, href: str) -> Target:
        anchors = self.map.anchors.get(key)
        problem = ""
        if fragment and anchors is not None:
            if fragment in anchors:
                fragment = anchors[fragment]
            else:
                problem = f"the link “{_short(href)}” leads to a heading that does not exist"
        if key == self.map.lessons.get(self.path):
            return Target({"href": f"#{fragment}"} if fragment else None, problem=problem)
        page = self.map.pages.get(key)
        if page is None:
            return Target(problem=f"the link “{_short(href)}” leads to a lesson that could not be imported")
        attributes = {"linktype": "page", "id": str(page)}
        return Target(attributes | ({"fragment": fragment} if fragment else {}), problem=problem)

    def _outside(self, path: str, fragment: str, href: str) -> Target:
        """A file that is no lesson: lead to it in the published original, if there is one."""
        if path.startswith(".."):
            return Target(problem=f"the link “{_short(href)}” leads out of the folder")
        called = PurePosixPath(path)
        if called.suffix.lower() == ".html" and str(called.with_suffix(".md")) in self.map.files:
            called = called.with_suffix(".md")
        known = str(called) in self.map.files
        tail = f"#{fragment}" if fragment else ""
        if self.map.url:
            published = self._address(called)
            problem = (
                ""
                if known
                else f"the link “{_short(href)}” leads to a file that is not in the folder; it points at the original"
            )
            return Target({"href": f"{self.map.url.rstrip('/')}/{published}{tail}"}, problem=problem)
        if self.map.source and known:
            return Target({"href": f"{self.map.source.rstrip('/')}/blob/HEAD/{called}{tail}"})
        return Target(problem=f"the link “{_short(href)}” leads to a file that is not a lesson")

    def _address(self, called: PurePosixPath) -> str:
        """The path of a file in the published original."""
        base, ending = self.map.base, self.map.ending
        if base and called.is_relative_to(base):
            called = called.relative_to(base)
        elif len(called.parts) > 1 and called.parts[0] in FLAT:
            called = PurePosixPath(*called.parts[1:])
        if called.suffix.lower() not in {".md", ".rmd"}:
            return str(called)
        if ending != ".html" and called.stem.lower() in {"index", "readme"}:
            return "" if called.parent.name == "" else f"{called.parent}{ending}"
        return f"{called.with_suffix('')}{ending}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}…"


def circles(requires: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """The links (lesson, required lesson) to leave out so that no lesson requires itself in the end.

    Deterministic: lessons in their given order, depth first; a link back to a lesson still being walked closes a circle.
    """
    cut: list[tuple[str, str]] = []
    done: set[str] = set()
    for start in requires:
        if start in done:
            continue
        path = {start: iter(requires[start])}
        while path:
            lesson = next(reversed(path))
            required = next(path[lesson], None)
            if required is None:
                done.add(lesson)
                del path[lesson]
            elif required in path:
                cut.append((lesson, required))
            elif required not in done and required in requires:
                path[required] = iter(requires[required])
    return cut
