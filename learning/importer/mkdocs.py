"""A MkDocs project: what mkdocs.yml says of the site, and its navigation as modules and lessons."""

import posixpath
from pathlib import PurePosixPath
from typing import Any

from . import frontmatter, plain
from .contents import WEB, Contents
from .dialects import MKDOCS, MKDOCS_MATH
from .report import Problem, Weight
from .slugs import plain as slug
from .source import Folder, read_file, read_license

CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
DEEPEST = 8
MATH = ("arithmatex", "mdx_math", "katex", "mathjax")


def describe(folder: Folder) -> None:
    """Fill in the folder from its mkdocs.yml."""
    name = next(name for name in CONFIGS if name in folder.files)
    text = read_file(folder, name)
    config: dict[str, Any] = {}
    try:
        config = frontmatter.load(text, frontmatter.Tolerant)
    except frontmatter.BadYaml as error:
        folder.problems.append(Problem(name, error.line, error.message, Weight.DROPPED))
    folder.title = frontmatter.text(config.get("site_name")) or folder.title
    folder.description = frontmatter.text(config.get("site_description"))
    folder.authors = frontmatter.words(config.get("site_author"))
    folder.url, folder.source = (_address(config.get(key)) for key in ("site_url", "repo_url"))
    folder.id = slug(folder.source.rstrip("/").removesuffix(".git").rsplit("/", 1)[-1])[:60] or folder.id
    theme = config.get("theme")
    folder.lang = frontmatter.text(theme.get("language")) if isinstance(theme, dict) else ""
    folder.layout.dialect = MKDOCS_MATH if _has_math(config) else MKDOCS
    folder.layout.ending = ".html" if config.get("use_directory_urls") is False else "/"
    folder.layout.base = _docs(folder, config, name)
    read_license(folder)
    if "INHERIT" in config:
        folder.problems.append(Problem(name, _line(text, "INHERIT"), "the file it inherits from is not read"))
    nav = config.get("nav") or config.get("pages")
    if isinstance(nav, list) and nav:
        contents = Contents(folder, name)
        _read(nav, [], contents, text)
        contents.finish()
        plain.name_all(folder, folder.layout.base)
        _name_the_rest(folder, contents)
    else:
        plain.order(folder, folder.layout.base, home=True)


def _address(value: Any) -> str:
    said = frontmatter.text(value)
    return said if said.startswith(("http://", "https://")) else ""


def _docs(folder: Folder, config: dict[str, Any], name: str) -> str:
    said = frontmatter.text(config.get("docs_dir")) or "docs"
    path = posixpath.normpath(said.replace("\\", "/"))
    if path.startswith(("/", "..")):
        folder.problems.append(
            Problem(name, 0, f"docs_dir “{said}” lies outside of the folder", Weight.DROPPED)
        )
        path = "docs"
    return "" if path == "." else path


def _has_math(config: dict[str, Any]) -> bool:
    said = [config.get("markdown_extensions"), config.get("plugins"), config.get("extra_javascript")]
    names = [entry for value in said if isinstance(value, list | dict) for entry in value]
    words = [next(iter(entry), "") if isinstance(entry, dict) else entry for entry in names]
    return any(mark in str(word).lower() for word in words for mark in MATH)


def _read(entries: list, titles: list[str], contents: Contents, text: str) -> None:
    """Entries are files, `title: file`, or `title: [entries]`; a section within a section says both titles."""
    for entry in entries:
        if contents.full():
            return
        pairs = list(entry.items()) if isinstance(entry, dict) else [("", entry)]
        for title, value in pairs:
            _read_entry(frontmatter.text(title), value, titles, contents, text)


def _read_entry(title: str, value: Any, titles: list[str], contents: Contents, text: str) -> None:
    if isinstance(value, list):
        if len(titles) >= DEEPEST:
            contents.complain(_line(text, title), f"the section “{title}” is nested too deep", Weight.DROPPED)
            return
        contents.open(": ".join([*titles, title]))
        _read(value, [*titles, title], contents, text)
        contents.open(": ".join(titles)) if titles else contents.leave()
        return
    said = frontmatter.text(value)
    line = _line(text, said)
    if said.startswith(WEB):
        contents.link(said, title, line)
    elif not said or "*" in said:
        contents.complain(line, f"the entry “{title or said}” of the navigation", Weight.NOT_UNDERSTOOD)
    else:
        path = posixpath.normpath(
            posixpath.join(contents.folder.layout.base, said.replace("\\", "/").lstrip("/"))
        )
        contents.page(path, title, line)


def _line(text: str, said: str) -> int:
    """The first line that says something; 0 if none does."""
    return next((number for number, line in enumerate(text.split("\n"), 1) if said and said in line), 0)


def _name_the_rest(folder: Folder, contents: Contents) -> None:
    """Pages that the navigation leaves out are not shown by MkDocs either."""
    for path in sorted(folder.files - contents.taken):
        inside = path.startswith(f"{folder.layout.base}/") if folder.layout.base else True
        place = PurePosixPath(path)
        if inside and place.suffix.lower() in {".md", ".ipynb"} and place.stem.lower() not in plain.HOUSEHOLD:
            folder.problems.append(
                Problem(path, 0, "the navigation does not name this page; left out", Weight.NOTE)
            )
