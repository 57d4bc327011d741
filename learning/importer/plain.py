"""A folder of Markdown that nobody configured: subfolders are modules; order by weight, number and name."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from . import frontmatter
from .codes import trailing_attributes
from .dialects import PLAIN
from .files import Unreadable, read_text
from .inline import plain as words_of
from .markdown import parse
from .report import Problem, Weight
from .slugs import plain
from .source import Episode, Folder, Module
from .titles import INDEXES, is_index, named_after

LESSONS = (".md", ".markdown", ".rmd", ".ipynb")
# What a repository says of itself; none of it is a lesson.
HOUSEHOLD = {
    "license", "licence", "contributing", "contributors", "code_of_conduct", "code-of-conduct", "conduct", "citation",
    "changelog", "changes", "history", "authors", "security", "support", "summary", "links", "codeowners", "maintainers",
    "pull_request_template", "issue_template", "governance", "notice",
}  # fmt: skip
ORDERS = ("weight", "order", "nav_order", "sidebar_position")
LONGEST_KEY = 140


@dataclass
class Shelf:
    """One folder of the tree: its lessons, its folders, and the file that speaks for it."""

    path: str
    index: str = ""
    files: list[str] = field(default_factory=list)
    folders: dict[str, "Shelf"] = field(default_factory=dict)


@dataclass
class Head:
    """What the beginning of a file says: a title, a first paragraph, its order, and whether that is all."""

    title: str = ""
    summary: str = ""
    weight: float | None = None
    draft: bool = False
    whole: bool = False


def order(folder: Folder, base: str = "", *, suffixes: tuple[str, ...] = LESSONS, home: bool = False) -> None:
    """Fill in modules and, where nobody said them, title and description. With `home`, the first page is a lesson."""
    heads: dict[str, Head] = {}
    tree = _tree(folder, base, suffixes)
    while not tree.files and not (tree.index and home) and len(tree.folders) == 1:
        inner = next(iter(tree.folders.values()))  # everything lies in one folder: that is the top
        inner.index = inner.index or tree.index
        tree = inner
    top: list[str] = []
    if tree.index:
        head = _head(folder, tree.index, heads)
        if home or not (tree.files or tree.folders):
            top.append(tree.index)
        else:
            folder.title = head.title or folder.title
            folder.description = folder.description or head.summary[:400]
            if not head.whole:
                said = "it gives the title and the description, and is not a lesson"
                folder.problems.append(Problem(tree.index, 0, said, Weight.NOTE))
    top += _sorted(tree.files, folder, heads)
    if top:
        folder.modules.append(Module(folder.title[:160], "", _episodes(top, folder, heads)))
    for inner in _sorted_folders(tree, folder, heads):
        _add_module(inner, folder, heads)
    name_all(folder, base)


def _tree(folder: Folder, base: str, suffixes: tuple[str, ...]) -> Shelf:
    tree = Shelf(base)
    for path in sorted(folder.files):
        place = PurePosixPath(path)
        inside = path.startswith(f"{base}/") if base else True
        parts = place.relative_to(base).parts if inside else ()
        if place.suffix.lower() not in suffixes or not parts or place.stem.lower() in HOUSEHOLD:
            continue
        shelf = tree
        for part in parts[:-1]:
            inner = f"{shelf.path}/{part}".lstrip("/")
            shelf = shelf.folders.setdefault(part, Shelf(inner))
        if is_index(path) and place.suffix.lower() != ".ipynb":
            if not shelf.index or _rank(place.stem) < _rank(PurePosixPath(shelf.index).stem):
                path, shelf.index = shelf.index, path
            if path and shelf is not tree:
                shelf.files.append(path)
        else:
            shelf.files.append(path)
    return tree


def _rank(stem: str) -> int:
    """Of several, the index speaks for the folder rather than the readme."""
    return sorted(INDEXES, key=("_index", "index", "readme").index).index(stem.lower())


def _add_module(shelf: Shelf, folder: Folder, heads: dict[str, Head]) -> None:
    """A module of everything below a folder; deeper folders follow their place in the order."""
    module = Module(named_after(shelf.path)[:160])
    paths: list[str] = []
    if shelf.index:
        head = _head(folder, shelf.index, heads)
        module.title = (head.title or module.title)[:160]
        if head.whole and (shelf.files or shelf.folders):
            module.summary = head.summary[:400]
        else:
            paths.append(shelf.index)
    paths += _sorted(shelf.files, folder, heads)
    waiting = _sorted_folders(shelf, folder, heads)
    while waiting:
        inner = waiting.pop(0)
        paths += [inner.index] if inner.index else []
        paths += _sorted(inner.files, folder, heads)
        waiting = _sorted_folders(inner, folder, heads) + waiting
    module.episodes = _episodes(paths, folder, heads)
    if module.episodes:
        folder.modules.append(module)


def _episodes(paths: list[str], folder: Folder, heads: dict[str, Head]) -> list[Episode]:
    found: list[Episode] = []
    for path in paths:
        if _head(folder, path, heads).draft:
            folder.problems.append(Problem(path, 1, "a draft; it is left out", Weight.NOTE))
        else:
            found.append(Episode(path))
    return found


def _sorted(paths: list[str], folder: Folder, heads: dict[str, Head]) -> list[str]:
    return sorted(paths, key=lambda path: _place(_head(folder, path, heads).weight, PurePosixPath(path).name))


def _sorted_folders(shelf: Shelf, folder: Folder, heads: dict[str, Head]) -> list[Shelf]:
    def place(inner: Shelf) -> Any:
        weight = _head(folder, inner.index, heads).weight if inner.index else None
        return _place(weight, PurePosixPath(inner.path).name)

    return sorted(shelf.folders.values(), key=place)


def _place(weight: float | None, name: str) -> tuple:
    """What has a weight comes first, then what has a number, then the rest by name."""
    digits = name[: len(name) - len(name.lstrip("0123456789"))][:9]
    number = int(digits) if digits.isascii() and digits else None
    return (weight is None, weight or 0.0, number is None, number or 0, name.lower(), name)


def _head(folder: Folder, path: str, heads: dict[str, Head]) -> Head:
    if path not in heads:
        heads[path] = read_head(folder, path)
    return heads[path]


def read_head(folder: Folder, path: str) -> Head:
    """Read the beginning of a file; a file that cannot be read is named later, when it is opened as a lesson."""
    head = Head()
    if path.lower().endswith(".ipynb"):
        return head
    try:
        text = read_text(folder.root, folder.root / path)
    except Unreadable:
        return head
    index = is_index(path)
    if not index and not text.startswith("---"):
        return head  # nothing in it says an order
    document = parse(text if index else _front_only(text), "", PLAIN.markdown)
    try:
        front = frontmatter.load(document.front)
    except frontmatter.BadYaml:
        front = {}
    weights = (_number(front.get(name)) for name in ORDERS)
    head.weight = next((weight for weight in weights if weight is not None), None)
    head.draft = front.get("draft") is True or front.get("published") is False
    head.title, head.summary, head.whole = _beginning(document.body)
    head.title = frontmatter.text(front.get("title")) or head.title
    head.summary = frontmatter.text(front.get("description")) or head.summary
    return head


def _front_only(text: str) -> str:
    end = text.find("\n---", 3)
    return text[: end + 5] if end > 0 else ""


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e9:
        return None
    return float(value)


def _beginning(body: list[SyntaxTreeNode]) -> tuple[str, str, bool]:
    """Title and first paragraph of words, and whether nothing else stands there."""
    title = summary = ""
    others = 0
    for node in body:
        if node.type == "heading" and node.children and not title:
            title = trailing_attributes(words_of(node.children[0]))[0]
        elif node.type == "paragraph" and not summary and words_of(node.children[0]):
            summary = words_of(node.children[0])
            others += _is_more(node)
        else:
            others += 1
    return title, summary, not others and len(summary) <= 400


def _is_more(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph says more than plain words can."""
    return any(child.type in {"image", "link", "code_inline", "html_inline"} for child in node.walk())


def name_all(folder: Folder, base: str = "") -> None:
    """Lessons of one name stand in several folders, so each is known by its whole path."""
    taken: set[str] = set()
    for episode in folder.episodes:
        name = path_name(episode.path, base)
        if name in taken:  # the same file in two forms
            name = plain(episode.path)[-LONGEST_KEY:]
        taken.add(name)
        folder.layout.names[episode.path] = name


def path_name(path: str, base: str = "") -> str:
    """The name of a lesson within its folder's identity: its path below `base`, an index called as its folder."""
    place = PurePosixPath(path)
    place = place.relative_to(base) if base and path.startswith(f"{base}/") else place
    whole = place.parent if is_index(path) and place.parent.name else place.with_suffix("")
    return plain(str(whole).replace("/", " "))[:LONGEST_KEY]
