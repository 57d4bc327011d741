"""Jupyter notebooks, read as what they are: JSON of a documented form, from strangers, within bounds.

The format is nbformat 4 (https://nbformat.readthedocs.io); version 3 is read too, other versions are refused.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .files import PICTURE_LIMIT, Unreadable, read_text

NOTEBOOK_LIMIT = 30_000_000
MOST_CELLS, MOST_OUTPUTS = 2_000, 200
PICTURES = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg",
}  # fmt: skip
OLD_NAMES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "text": "text/plain",
    "html": "text/html",
}
ESCAPE, END = "\x1b", set("@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\\")


@dataclass
class Output:
    """What a cell gave: text for `kind` output or error, or pictures and text by their media type."""

    kind: str  # stream, error or data
    name: str = "output"
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Cell:
    """One cell; `number` counts from 1, as the report says it."""

    number: int
    kind: str  # markdown, code or raw
    text: str
    tags: frozenset[str] = frozenset()
    outputs: list[Output] = field(default_factory=list)
    attachments: dict[str, dict[str, Any]] = field(default_factory=dict)
    language: str = ""
    alt: str = ""  # the alternative text of what the cell draws


@dataclass
class Notebook:
    cells: list[Cell] = field(default_factory=list)
    language: str = "python"
    title: str = ""
    authors: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)  # cell, what is wrong with it


def load(root: Path, path: Path) -> Notebook:
    """Read a notebook. Raises Unreadable if it is none, or too much of one."""
    text = read_text(root, path, NOTEBOOK_LIMIT)
    try:
        found = json.loads(text, parse_constant=lambda name: None)
    except json.JSONDecodeError as error:
        raise Unreadable("the file is not a notebook: it is not JSON", error.lineno) from None
    except (RecursionError, ValueError):
        raise Unreadable(
            "the file is not a notebook: its JSON is nested too deep or its numbers too long"
        ) from None
    if not isinstance(found, dict):
        raise Unreadable("the file is not a notebook")
    return read(found)


def read(found: dict[str, Any]) -> Notebook:
    """The cells of a notebook's JSON. Raises Unreadable if it has none or too many."""
    version = found.get("nbformat")
    cells = found.get("cells")
    if version == 3:
        sheets = [sheet for sheet in _list(found.get("worksheets")) if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets for cell in _list(sheet.get("cells"))]
    elif version != 4:
        raise Unreadable(f"the notebook is of the version {str(version)[:20]}; versions 3 and 4 are read")
    if not isinstance(cells, list):
        raise Unreadable("the file is not a notebook: it has no cells")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"the notebook has {len(cells)} cells; the limit is {MOST_CELLS}")
    about = _dict(found.get("metadata"))
    notebook = Notebook()
    info, kernel = _dict(about.get("language_info")), _dict(about.get("kernelspec"))
    notebook.language = _text(info.get("name") or kernel.get("language")).lower()[:40] or "python"
    notebook.title = " ".join(_text(about.get("title")).split())
    people = [_dict(person).get("name") or person for person in _list(about.get("authors"))]
    notebook.authors = [person for person in people if isinstance(person, str)]
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict):
            notebook.cells.append(_cell(number, cell, notebook))
        else:
            notebook.problems.append((number, "the cell is not one"))
    return notebook


def _cell(number: int, given: dict[str, Any], notebook: Notebook) -> Cell:
    kind = _text(given.get("cell_type"))
    source = given.get("source", given.get("input"))
    if not isinstance(source, str | list | None) or kind not in {
        "markdown",
        "code",
        "raw",
        "heading",
        "html",
    }:
        notebook.problems.append((number, f"a cell of the kind “{kind[:40]}” without text"))
    text = joined(source)
    if kind == "heading":  # version 3
        level = given.get("level")
        text = f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {' '.join(text.split())}"
        kind = "markdown"
    kind = kind if kind in {"code", "raw"} else "markdown"
    about = _dict(given.get("metadata"))
    tags = [tag for tag in _list(about.get("tags")) if isinstance(tag, str)]
    cell = Cell(number, kind, text, frozenset(tag.lower() for tag in tags[:50]))
    cell.language = _text(given.get("language")).lower()[:40] or notebook.language
    cell.alt = " ".join(
        _text(about.get("alt") or _dict(_dict(about.get("mystnb")).get("image")).get("alt")).split()
    )
    attached = _dict(given.get("attachments")).items()
    cell.attachments = {name: _dict(bundle) for name, bundle in list(attached)[:MOST_OUTPUTS]}
    outputs = _list(given.get("outputs")) if kind == "code" else []
    if len(outputs) > MOST_OUTPUTS:
        notebook.problems.append(
            (number, f"only the first {MOST_OUTPUTS} of {len(outputs)} outputs are kept")
        )
    for output in outputs[:MOST_OUTPUTS]:
        found = _output(output) if isinstance(output, dict) else None
        if found is None:
            notebook.problems.append((number, "an output of a kind nobody knows"))
        else:
            cell.outputs.append(found)
    return cell


def _output(given: dict[str, Any]) -> Output | None:
    match given.get("output_type"):
        case "stream":
            name = "error" if "stderr" in [given.get("name"), given.get("stream")] else "output"
            return Output("stream", name, without_colors(joined(given.get("text"))))
        case "error" | "pyerr":
            lines = [line for line in _list(given.get("traceback")) if isinstance(line, str)]
            named = f"{_text(given.get('ename'))}: {_text(given.get('evalue'))}"
            return Output("error", "error", without_colors("\n".join(lines) or named))
        case "execute_result" | "display_data" | "update_display_data" | "pyout":
            flat = {media: given[name] for name, media in OLD_NAMES.items() if name in given}
            return Output("data", data=_dict(given.get("data")) or flat)
    return None


def joined(value: Any) -> str:
    """Text that may be kept as a list of lines; what no database can hold is left out."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    text = value if isinstance(value, str) else ""
    return text.replace("\0", "").encode("utf-8", "replace").decode().replace("\r\n", "\n")


def without_colors(text: str) -> str:
    """Text for a terminal without the commands that color it or move in it."""
    if ESCAPE not in text:
        return text
    first, *parts = text.split(ESCAPE)
    kept = [first]
    for part in parts:
        if part[:1] == "[":
            end = next((place for place, letter in enumerate(part[1:64], 1) if letter in END), len(part[:64]))
            kept.append(part[end + 1 :])
        else:
            kept.append(part[1:])
    return "".join(kept)


def picture_of(bundle: dict[str, Any]) -> tuple[str, str] | None:
    """The media type and the suffix of the picture in a bundle, the best first."""
    return next(((media, suffix) for media, suffix in PICTURES.items() if media in bundle), None)


def decoded(media: str, value: Any) -> bytes:
    """The bytes of a picture. Raises Unreadable."""
    text = joined(value)
    if media == "image/svg+xml":
        return text.encode()
    if len(text) > PICTURE_LIMIT * 3 // 2:
        raise Unreadable(f"the picture is larger than {PICTURE_LIMIT / 1e6:.0f} MB")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("the picture is not one") from None


def pictures(notebook: Notebook, stem: str) -> Iterator[tuple[str, str, Any]]:
    """Name, media type and value of every picture; names are unlike each other and say the cell."""
    for cell in notebook.cells:
        for place, output in enumerate(cell.outputs, 1):
            found = picture_of(output.data)
            if found:
                yield f"{stem}-{cell.number}-{place}.{found[1]}", found[0], output.data[found[0]]
        for place, (_name, bundle) in enumerate(cell.attachments.items(), 1):
            found = picture_of(bundle)
            if found:
                yield f"{stem}-{cell.number}-attached-{place}.{found[1]}", found[0], bundle[found[0]]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return joined(value) if isinstance(value, str) else ""
