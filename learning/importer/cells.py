"""Cells of notebooks as parts of a lesson: text through the same rules as any Markdown, code with what it printed."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from . import codes, notebooks
from .blocks import convert, div
from .dialects import NOTEBOOK
from .divs import Div
from .embedded import Embedded
from .htmltags import events
from .inline import Picture
from .lessons import Source, source_of
from .markdown import Document, parse
from .notebooks import Cell, Notebook, Output
from .pictures import place_picture
from .reading import Reading
from .report import Problem, Weight
from .streams import Stream

OUTPUT_LIMIT = 20_000
# Tags of Jupyter Book, nbgrader and others, and what they make of a cell.
ROLES = {
    "solution": "solution", "hide-cell": "reveal", "hide-input": "reveal", "hide-output": "reveal", "hide_cell": "reveal",
    "hide_input": "reveal", "remove-input": "reveal", "instructor": "instructor", "instructor-note": "instructor",
    "facilitator": "instructor", "hint": "hint",
}  # fmt: skip
REMOVED = {"remove-cell", "remove_cell"}
MAGICS = {
    "%%bash": "bash", "%%sh": "bash", "%%html": "html", "%%javascript": "javascript", "%%js": "javascript", "%%sql": "sql",
}  # fmt: skip


@dataclass
class Content:
    """A cell ready to be converted: where it stands, its parsed text, the addresses of its pictures."""

    place: str
    cell: Cell
    nodes: list[SyntaxTreeNode]
    env: dict[str, Any]
    pictures: dict[int, str]  # number of the output: the address of its picture


def open_notebook(root: Path, path: str, folder: str, name: str, embedded: Embedded) -> Source:
    """Parse a notebook as a lesson. Raises Unreadable."""
    notebook = notebooks.load(root, root / path)
    embedded.add(path, notebook)
    problems = [Problem(f"{path}, cell {cell}", 0, said, Weight.DROPPED) for cell, said in notebook.problems]
    front, contents = _contents(path, notebook, problems)
    document = Document(front, _body(contents), [])
    source = source_of(path, "", document, folder, NOTEBOOK, name)
    if notebook.title:
        source.front.setdefault("title", notebook.title)
    if notebook.authors and not source.front.get("authors"):
        source.front["authors"] = notebook.authors
    source.problems += problems
    return source


def _contents(path: str, notebook: Notebook, problems: list[Problem]) -> tuple[str, list[Content]]:
    """The front matter of the first cell, and all cells that say something."""
    front = ""
    found: list[Content] = []
    for cell in notebook.cells:
        place = f"{path}, cell {cell.number}"
        if cell.tags & REMOVED:
            problems.append(Problem(place, 0, "the cell is marked to be removed; left out", Weight.NOTE))
            continue
        document = Document("", [], [])
        if cell.kind == "markdown" or (cell is notebook.cells[0] and cell.text.startswith("---")):
            document = parse(cell.text, "", NOTEBOOK.markdown)
            problems += [Problem(place, line, said) for line, said in document.complaints]
        if cell is notebook.cells[0] and document.front:
            front = document.front
            cell.kind = "markdown"
        addresses = _addresses(path, cell)
        for node in document.body:
            _attach(node, cell, addresses)
        outputs = {number: addresses[name] for name, number in _numbers(path, cell)}
        found.append(Content(place, cell, document.body, document.env, outputs))
    return front, found


def _numbers(path: str, cell: Cell) -> list[tuple[str, int]]:
    """The pictures of a cell by the number of their output."""
    stem = PurePosixPath(path).stem
    named = [(notebooks.picture_of(output.data), number) for number, output in enumerate(cell.outputs, 1)]
    return [(f"{stem}-{cell.number}-{number}.{found[1]}", number) for found, number in named if found]


def _addresses(path: str, cell: Cell) -> dict[str, str]:
    """The addresses of the pictures of a cell, as a link in the notebook would say them."""
    alone = Notebook(cells=[cell])
    place = PurePosixPath(path)
    return {name: quote(f"{place.name}/{name}") for name, _m, _v in notebooks.pictures(alone, place.stem)}


def _attach(node: SyntaxTreeNode, cell: Cell, addresses: dict[str, str]) -> None:
    """Let pictures attached to the cell be found under their address in the library."""
    attached = [name for name in addresses if f"-{cell.number}-attached-" in name]
    numbers = {name: number for number, name in enumerate(cell.attachments, 1)}
    for child in node.walk():
        if child.type == "image" and child.token is not None:
            called = unquote(str(child.token.attrs.get("src", "")))
            number = numbers.get(called.removeprefix("attachment:"), 0)
            if called.startswith("attachment:") and number:
                mark = f"-{cell.number}-attached-{number}."
                child.token.attrs["src"] = next((addresses[n] for n in attached if mark in n), called)


def _body(contents: list[Content]) -> list[SyntaxTreeNode]:
    """The title first, then the cells; neighbors of one role share one box."""
    tokens: list[Token] = []
    texts = [content for content in contents if content.cell.kind == "markdown" and content.nodes]
    if texts and _begins_with_title(texts[0], first=texts[0] is contents[0]):
        tokens += texts[0].nodes.pop(0).to_tokens()
    role = ""
    for content in contents:
        wanted = next((ROLES[tag] for tag in sorted(content.cell.tags) if tag in ROLES), "")
        if wanted != role:
            tokens += [_token("div_close", -1)] if role else []
            tokens += [_token("div_open", 1, Div(wanted))] if wanted else []
            if wanted and content.nodes and content.nodes[0].type == "heading":
                tokens += content.nodes.pop(0).to_tokens()
            role = wanted
        cell = _token("div", 0, Div("notebook cell"))
        cell.meta["content"] = content
        tokens.append(cell)
    tokens += [_token("div_close", -1)] if role else []
    return list(SyntaxTreeNode(tokens).children)


def _begins_with_title(content: Content, *, first: bool) -> bool:
    heading = content.nodes[0]
    return not content.cell.tags & set(ROLES) and heading.type == "heading" and (first or heading.tag == "h1")


def _token(kind: str, nesting: int, opened: Div | None = None) -> Token:
    meta = {"div": opened} if opened else {}
    return Token(kind, "div", -1 if nesting < 0 else 1 if nesting else 0, block=True, map=[0, 0], meta=meta)


@div("notebook cell")
def cell(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """Convert one cell; problems in it are told with its number."""
    content: Content = node.meta["content"]
    kept = (reading.file, reading.lines, reading.env)
    reading.file, reading.env = content.place, content.env
    reading.lines = content.cell.text.split("\n")
    match content.cell.kind:
        case "code":
            _code(content, stream, reading)
        case "raw":
            if content.cell.text.strip():
                reading.complain(0, "a raw cell; it is shown as its source")
                stream.add("code", codes.code_value(content.cell.text.strip("\n"), "text"))
        case _:
            convert(content.nodes, stream, reading)
    reading.file, reading.lines, reading.env = kept


def _code(content: Content, stream: Stream, reading: Reading) -> None:
    cell = content.cell
    text = cell.text.strip("\n")
    if text.strip():
        language = MAGICS.get(text.split(None, 1)[0], "") or cell.language
        stream.add("code", codes.code_value(text, codes.known(language, 0, reading)))
    said: list[str] = []
    for number, output in enumerate(cell.outputs, 1):
        following = cell.outputs[number] if number < len(cell.outputs) else None
        if output.kind == "stream":
            said.append(output.text)
            if following is None or (following.kind, following.name) != (output.kind, output.name):
                _add(output.name, "".join(said), stream, reading)
                said = []
        elif output.kind == "error":
            _add("error", output.text, stream, reading)
        elif number in content.pictures:
            place_picture(Picture(content.pictures[number], 0, cell.alt, "", "", {}), stream, reading)
        else:
            _data(output, stream, reading)


def _add(kind: str, text: str, stream: Stream, reading: Reading) -> None:
    text = text.strip("\n")
    if len(text) > OUTPUT_LIMIT:
        words = f"only the first {OUTPUT_LIMIT} of {len(text)} letters of an output are kept"
        reading.complain(0, words, Weight.DROPPED)
        text = text[:OUTPUT_LIMIT]
    if text.strip():
        codes.add_output(kind, text, 0, stream, reading)


def _data(output: Output, stream: Stream, reading: Reading) -> None:
    """What a cell gave, as far as it has words; forms that only a notebook can show are named."""
    plain = notebooks.joined(output.data.get("text/plain")) or notebooks.joined(
        output.data.get("text/markdown")
    )
    html = notebooks.joined(output.data.get("text/html"))
    if not plain and html:
        plain = "\n".join(
            " ".join(event.split()) for event in events(html) if isinstance(event, str) and event.strip()
        )
    others = sorted(media[:60] for media in output.data if media not in {"text/plain", "text/markdown"})
    if plain.strip():
        if others:
            reading.complain(0, f"an output as {', '.join(others)}; its words are kept")
        _add("output", notebooks.without_colors(plain), stream, reading)
    elif others:
        reading.complain(0, f"an output as {', '.join(others)}", Weight.DROPPED)
