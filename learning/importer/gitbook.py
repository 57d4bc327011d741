"""A GitBook (or mdBook): SUMMARY.md is the order, its headings and nested lists are the modules."""

import posixpath
from urllib.parse import unquote, urlsplit

from markdown_it.tree import SyntaxTreeNode

from . import frontmatter, plain
from .contents import WEB, Contents
from .dialects import GITBOOK
from .inline import plain as words_of
from .markdown import line_of, parse
from .report import Problem, Weight
from .source import Folder, read_file, read_license

CONFIG = ".gitbook.yaml"
PLACES = ("", "docs", "src")
LISTS = {"bullet_list", "ordered_list"}


def describe(folder: Folder) -> None:
    """Fill in the folder from its .gitbook.yaml, its SUMMARY.md and its first page."""
    folder.layout.dialect, folder.layout.ending = GITBOOK, ""
    folder.layout.base, summary, readme = places(folder)
    read_license(folder)
    if readme in folder.files:
        head = plain.read_head(folder, readme)
        folder.title = head.title or folder.title
        folder.description = head.summary[:400]
    if summary not in folder.files:
        folder.problems.append(
            Problem(CONFIG, 0, f"“{summary}” does not exist; every page counts", Weight.NOTE)
        )
        plain.order(folder, folder.layout.base, home=True)
        return
    contents = Contents(folder, summary)
    _read(list(parse(read_file(folder, summary)).body), posixpath.dirname(summary), contents)
    contents.finish()
    plain.name_all(folder, folder.layout.base)


def places(folder: Folder) -> tuple[str, str, str]:
    """The folder of the pages, the table of contents and the first page, all as paths."""
    config = {}
    if CONFIG in folder.files:
        try:
            config = frontmatter.load(read_file(folder, CONFIG), frontmatter.Tolerant)
        except frontmatter.BadYaml as error:
            folder.problems.append(Problem(CONFIG, error.line, error.message, Weight.DROPPED))
    root = _inside(folder, frontmatter.text(config.get("root")) or ".")
    given = config.get("structure")
    structure = given if isinstance(given, dict) else {}
    if CONFIG not in folder.files:
        root = next((place for place in PLACES if f"{place}/SUMMARY.md".lstrip("/") in folder.files), "")
    summary = frontmatter.text(structure.get("summary")) or "SUMMARY.md"
    readme = frontmatter.text(structure.get("readme")) or "README.md"
    summary, readme = (
        posixpath.normpath(posixpath.join(root, name.lstrip("/"))) for name in (summary, readme)
    )
    return root, summary, readme


def _inside(folder: Folder, said: str) -> str:
    path = posixpath.normpath(said.replace("\\", "/").lstrip("/") or ".")
    if path.startswith(".."):
        folder.problems.append(
            Problem(CONFIG, 0, f"root “{said}” lies outside of the folder", Weight.DROPPED)
        )
        return ""
    return "" if path == "." else path


def _read(body: list[SyntaxTreeNode], base: str, contents: Contents) -> None:
    """With headings, those are the modules; without, each entry that has entries of its own."""
    headed = any(node.type == "heading" and node.tag != "h1" for node in body)
    for node in body:
        if node.type == "heading" and node.tag != "h1":
            contents.open(words_of(node.children[0]) if node.children else "")
        elif node.type in LISTS:
            for item in node.children:
                _read_item(item, base, contents, part=not headed)
        elif node.type == "paragraph":
            _read_links(node, base, contents)


def _read_item(item: SyntaxTreeNode, base: str, contents: Contents, *, part: bool) -> None:
    """An entry and those below it, in order."""
    waiting = [child for child in item.children if child.type not in LISTS]
    below = [entry for child in item.children if child.type in LISTS for entry in child.children]
    if part and below:
        contents.open(" ".join(words_of(child.children[0]) for child in waiting if child.type == "paragraph"))
    for child in waiting:
        if child.type == "paragraph":
            _read_links(child, base, contents)
    while below:
        entry = below.pop(0)
        for child in entry.children:
            if child.type == "paragraph":
                _read_links(child, base, contents)
        below = [inner for child in entry.children if child.type in LISTS for inner in child.children] + below
    if part and contents.section is not None:
        contents.leave()


def _read_links(node: SyntaxTreeNode, base: str, contents: Contents) -> None:
    links = [child for child in node.walk() if child.type == "link"]
    for link in links:
        if contents.full():
            return
        called = " ".join("".join(child.content for child in link.walk() if child.type != "link").split())
        address = str(link.attrs.get("href", ""))
        if address.startswith(WEB):
            contents.link(address, called, line_of(node))
            continue
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        path = posixpath.normpath(posixpath.join(base, unquote(parts.path).replace("\\", "/").lstrip("/")))
        if parts.path and not (parts.fragment and path in contents.taken):
            contents.page(path, called, line_of(node))
