"""A folder of lessons: which kind it is, what it says of itself, which files are lessons and in which order."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import frontmatter
from .files import Unreadable, read_text
from .layouts import Layout
from .report import Problem, Weight
from .slugs import plain

CONFIGS = ("config.yaml", "config.yml", "_config.yml")
FOLDERS = ("episodes", "_episodes", "lessons")
NO_LESSONS = {
    "readme", "index", "license", "licence", "contributing", "code_of_conduct", "code-of-conduct", "conduct", "citation",
    "links", "changelog", "authors", "security", "setup", "reference",
}  # fmt: skip
MOST_FILES = 20_000
HIDDEN = {".gitbook"}  # where GitBook keeps pictures: the one hidden folder that belongs to the lessons
OUTSIDE = {"node_modules", "__pycache__", "site-packages", "venv", "_site", "_build"}
LICENSES = {
    "attribution-noncommercial-sharealike 4.0": "CC BY-NC-SA 4.0",
    "attribution-noncommercial 4.0": "CC BY-NC 4.0",
    "attribution-sharealike 4.0": "CC BY-SA 4.0",
    "cc by-sa 4.0": "CC BY-SA 4.0",
    "attribution 4.0": "CC BY 4.0",
    "cc by 4.0": "CC BY 4.0",
    "cc-by 4.0": "CC BY 4.0",
    "cc0": "CC0 1.0",
    "mit license": "MIT",
    "apache license": "Apache 2.0",
}


@dataclass
class Episode:
    """A lesson's place in the order."""

    path: str
    required: bool = True
    note: str = ""


@dataclass
class Module:
    title: str
    summary: str = ""
    episodes: list[Episode] = field(default_factory=list)


@dataclass
class Folder:
    """What a folder says of itself, and the lessons in it."""

    root: Path
    id: str
    title: str
    files: frozenset[str] = frozenset()
    lang: str = ""
    description: str = ""
    audience: str = ""
    outcomes: list[str] = field(default_factory=list)
    level: int | None = None
    topics: list[str] = field(default_factory=list)
    license: str = ""
    authors: list[str] = field(default_factory=list)
    attribution: str = ""
    citation: str = ""
    source: str = ""
    url: str = ""
    definitions: str = ""
    modules: list[Module] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    commit: str = ""
    layout: Layout = field(default_factory=Layout)

    @property
    def episodes(self) -> list[Episode]:
        return [episode for module in self.modules for episode in module.episodes]


def open_folder(root: Path) -> Folder:
    """Read what stands around the lessons, as the Carpentries and we write it. Raises Unreadable if there is no folder."""
    folder = start(root)
    describe(folder)
    return folder


def start(root: Path) -> Folder:
    """A folder and its files, before anything in it is read."""
    root = Path(root)
    if not root.is_dir():
        raise Unreadable(f"{root} is not a folder")
    root = root.resolve()
    folder = Folder(
        root,
        plain(root.name) or "lessons",
        root.name.replace("-", " ").replace("_", " ").strip().capitalize(),
    )
    files = list_files(root)
    folder.files = frozenset(filter(_is_writable, files))
    for path in sorted(files - folder.files):
        shown = path.encode("utf-8", "replace").decode()
        folder.problems.append(Problem(shown, 0, "the file's name is not UTF-8", Weight.DROPPED))
    return folder


def describe(folder: Folder) -> dict[str, Any]:
    """Fill in what a config.yaml and the files around it say; give the configuration."""
    name = next((name for name in CONFIGS if name in folder.files), "")
    text = read_file(folder, name) if name else ""
    config: dict[str, Any] = {}
    try:
        config = frontmatter.load(text)
    except frontmatter.BadYaml as error:
        folder.problems.append(Problem(name, error.line, error.message, Weight.DROPPED))
    _describe(folder, config)
    read_license(folder)
    _order(folder, config, name, text)
    folder.definitions = read_file(folder, "links.md") if "links.md" in folder.files else ""
    return config


def list_files(root: Path) -> frozenset[str]:
    """Every file of the folder by its path with slashes; hidden folders are left out, links to folders not followed."""
    found: set[str] = set()
    for parent, names, files in os.walk(root):
        names[:] = sorted(n for n in names if n in HIDDEN or not (n.startswith(".") or n in OUTSIDE))
        base = Path(parent).relative_to(root)
        found.update((base / name).as_posix() for name in files)
        if len(found) > MOST_FILES:
            break
    return frozenset(found)


def _is_writable(path: str) -> bool:
    """Whether a name can be stored and shown: on disk it may be any bytes."""
    return not any("\ud800" <= letter <= "\udfff" for letter in path)


def read_file(folder: Folder, name: str) -> str:
    """A text file of the folder; one that cannot be read is named, and empty."""
    try:
        return read_text(folder.root, folder.root / name)
    except Unreadable as error:
        folder.problems.append(Problem(name, error.line, error.message, Weight.DROPPED))
        return ""


def _describe(folder: Folder, config: dict[str, Any]) -> None:
    repository = frontmatter.text(config.get("source")).rstrip("/").removesuffix(".git").rsplit("/", 1)[-1]
    given = plain(frontmatter.text(config.get("id"))) or plain(repository)
    folder.id = (given or folder.id)[:60]
    folder.title = frontmatter.text(config.get("title")) or folder.title
    for name in ("lang", "description", "audience", "license", "attribution"):
        setattr(folder, name, frontmatter.text(config.get(name)))
    for name in ("source", "url"):
        address = frontmatter.text(config.get(name))
        setattr(folder, name, address if address.startswith(("http://", "https://")) else "")
    folder.outcomes = frontmatter.words(config.get("outcomes"))
    folder.topics = frontmatter.words(config.get("topics"))
    folder.authors = frontmatter.words(config.get("authors"))
    folder.level = frontmatter.number(config.get("level"), 3) or None


def read_license(folder: Folder) -> None:
    """License and citation from the usual files, where the configuration is silent."""
    named = {path.lower(): path for path in folder.files if "/" not in path}
    for name in ("license", "license.md", "license.txt", "licence", "licence.md"):
        if name in named and not folder.license:
            words = " ".join(read_file(folder, named[name]).lower().replace("*", " ").split())
            folder.license = next((known for said, known in LICENSES.items() if said in words), "")
    folder.license = LICENSES.get(folder.license.lower(), folder.license)[:120]
    if "citation" in named:
        paragraphs = read_file(folder, named["citation"]).split("\n\n")
        said = [" ".join(paragraph.split()) for paragraph in paragraphs]
        folder.citation = " ".join(line for line in said if line and not line.endswith(":"))[:1000]
    elif "citation.cff" in named and not folder.authors:
        folder.authors = _citation_authors(read_file(folder, named["citation.cff"]))


def _citation_authors(text: str) -> list[str]:
    try:
        people = frontmatter.load(text).get("authors")
    except frontmatter.BadYaml:
        return []
    names = []
    for person in people if isinstance(people, list) else []:
        if isinstance(person, dict):
            parts = (person.get("given-names"), person.get("family-names"), person.get("name"))
            names.append(" ".join(part for part in map(frontmatter.text, parts) if part))
    return [name for name in names if name]


def _order(folder: Folder, config: dict[str, Any], name: str, text: str) -> None:
    """Modules of the configuration; else its list of episodes; else every lesson file by name."""
    taken: set[str] = set()
    modules = config.get("modules")
    for entry in modules if isinstance(modules, list) else []:
        if isinstance(entry, dict):
            module = Module(
                frontmatter.text(entry.get("title"))[:160], frontmatter.text(entry.get("summary"))[:400]
            )
            module.title = module.title or folder.title[:160]
            module.episodes = _episodes(folder, entry.get("episodes"), name, text, taken)
            folder.modules.append(module)
    if not folder.modules:
        episodes = _episodes(folder, config.get("episodes"), name, text, taken)
        if not episodes and not config.get("episodes"):
            episodes = [Episode(path) for path in _lesson_files(folder)]
        folder.modules = [Module(folder.title[:160], "", episodes)]


def _episodes(folder: Folder, entries: Any, name: str, text: str, taken: set[str]) -> list[Episode]:
    found: list[Episode] = []
    for entry in entries if isinstance(entries, list) else []:
        given = entry if isinstance(entry, dict) else {"file": entry}
        called = frontmatter.text(given.get("file"))
        line = next(
            (number for number, said in enumerate(text.split("\n"), 1) if called and called in said), 0
        )
        candidates = [f"{base}/{called}" for base in FOLDERS] + [called]
        path = next((candidate for candidate in candidates if candidate in folder.files), "")
        if not path:
            problem = Problem(name, line, f"the lesson file “{called}” does not exist", Weight.DROPPED)
            folder.problems.append(problem)
        elif path in taken:
            folder.problems.append(Problem(name, line, f"the lesson “{called}” is named twice", Weight.NOTE))
        else:
            taken.add(path)
            required = given.get("required", True) is not False
            found.append(Episode(path, required, frontmatter.text(given.get("note"))[:200]))
    return found


def _lesson_files(folder: Folder) -> list[str]:
    """The Markdown files of the lesson folder, or of the top, by name."""
    markdown = sorted(path for path in folder.files if path.lower().endswith((".md", ".rmd")))
    for base in FOLDERS:
        if inside := [path for path in markdown if path.startswith(f"{base}/") and path.count("/") == 1]:
            return inside
    return [path for path in markdown if "/" not in path and path.lower().rsplit(".", 1)[0] not in NO_LESSONS]
