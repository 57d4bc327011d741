"""What a reader sees of a stored lesson, piece by piece, as plain text. Pure: reads the stored data, asks no database.

A list of what is seen, not of what is hidden: right answers, explanations, solutions, hints and notes for facilitators
are not named here, so they are in no piece. A block that is named nowhere here gives a piece without words.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any


class Form(StrEnum):
    """How a value is stored: rich text, one line, lines that count, rows of cells, or something that is no text."""

    RICH = "rich"
    LINE = "line"
    CODE = "code"
    ROWS = "rows"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a piece: paragraphs, or lines of code."""

    name: str
    lines: tuple[str, ...]
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One block as it is seen. `beside` has what is seen and is no text, such as the number of a picture.

    `place` is the block of the body it stands in, `parent` the block it stands in directly, `section` the
    heading above it.
    """

    id: str
    kind: str
    parts: tuple[Part, ...] = ()
    beside: tuple[str, ...] = ()
    place: str = ""
    parent: str = ""
    section: str = ""


R, L, C, B = Form.RICH, Form.LINE, Form.CODE, Form.BESIDE

#: What is seen of each kind of block: the way to the value, and its form. "*" goes through a list.
SEEN: dict[str, tuple[tuple[str, Form], ...]] = {
    "text": (("", R),),
    "heading": (("text", L), ("level", B)),
    "image": (("image.alt_text", L), ("caption", R), ("credit", L), ("image", B)),
    "code": (("caption", L), ("code", C), ("outputs.*.text", C), ("language", B), ("highlight", B)),
    "table": (("caption", L), ("rows", Form.ROWS), ("header", B)),
    "quote": (("text", L), ("attribution", L), ("url", B)),
    "video": (("title", L), ("transcript", R), ("url", B), ("file", B)),
    "download": (("title", L), ("description", L), ("document", B)),
    "resource": (("note", L), ("resource", B)),
    "terminal": (("caption", L), ("session", C), ("shell", B)),
    "glossary_term": (("note", L), ("term", B)),
    "callout": (("title", L), ("kind", B)),
    "reveal": (("summary", L),),
    "tabs": (("tabs.*.label", L),),
    "key_points": (("points.*", L),),
    "checkpoint": (("question", R), ("code", C), ("choices.*.text", L), ("kind", B), ("language", B)),
    "exercise": (("note", L), ("exercise", B)),
    "pair_activity": (("title", L), ("minutes", B)),
    "discussion": (("prompt", R), ("minutes", B)),
    "external_unit": (("course", L), ("unit", L), ("note", L), ("url", B), ("hours", B), ("due", B)),
}
#: Where blocks hold other blocks.
INSIDE = {
    "callout": "content",
    "reveal": "content",
    "pair_activity": "content",
    "discussion": "content",
    "tabs": "tabs.*.content",
}
#: Blocks that are not for readers at all, with all they hold.
HIDDEN = frozenset({"facilitator_note"})
HEAD = (("title", L), ("summary", L), ("questions", R), ("objectives", R))
FOOT = (("key_points", R),)


def lesson(content: Mapping[str, Any]) -> list[Piece]:
    """The pieces of a lesson in reading order. Takes what a revision stores."""
    body = content.get("body") or []
    body = json.loads(body) if isinstance(body, str) else body
    return [*_fields(content, HEAD), *_unique(_blocks(body, "", "")), *_fields(content, FOOT)]


def _fields(content: Mapping[str, Any], named: tuple[tuple[str, Form], ...]) -> Iterator[Piece]:
    for name, form in named:
        if lines := _lines(content.get(name), form):
            yield Piece(f"page-{name}", name, (Part(name, lines),))


def _blocks(stream: Any, place: str, parent: str, section: str = "") -> Iterator[Piece]:
    for nth, block in enumerate(stream if isinstance(stream, list) else []):
        kind, value = block.get("type", ""), block.get("value")
        if kind in HIDDEN:
            continue
        block_id = block.get("id") or f"{parent}-{kind}-{nth}"
        if kind == "heading":
            section = str((value or {}).get("text") or "")
        parts, beside = _seen(kind, value)
        above = place or block_id
        yield Piece(block_id, kind, parts, beside, above, parent, "" if kind == "heading" else section)
        if kind in INSIDE:
            for inner in _found(value, INSIDE[kind]):
                yield from _blocks(inner, above, block_id, section)


def _unique(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same id twice is the fault of an old import; here it would hide one of the two."""
    seen: dict[str, int] = {}
    for piece in pieces:
        seen[piece.id] = seen.get(piece.id, 0) + 1
        if seen[piece.id] > 1:
            name = f"{piece.id}-{seen[piece.id]}"
            piece = Piece(
                name, piece.kind, piece.parts, piece.beside, piece.place, piece.parent, piece.section
            )
        yield piece


def _seen(kind: str, value: Any) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    parts, beside = [], []
    for path, form in SEEN.get(kind, ()):
        for found in _found(value, path):
            if form == Form.BESIDE:
                beside.append(f"{path}={found.get('image') if isinstance(found, dict) else found or ''}")
            elif lines := _lines(found, form):
                parts.append(Part(path, lines, form == Form.CODE))
                beside += _links(found) if form == Form.RICH else []
    return tuple(parts), tuple(beside)


def _found(value: Any, path: str) -> list[Any]:
    """The values at the end of a path such as "choices.*.text"."""
    here = [value]
    for step in path.split(".") if path else []:
        if step == "*":
            here = [_item(each) for many in here if isinstance(many, list) for each in many]
        else:
            here = [each.get(step) for each in here if isinstance(each, dict)]
    return [each for each in here if each is not None]


def _item(stored: Any) -> Any:
    """Lists are stored as [{"type": "item", "value": …}], older ones as plain values."""
    is_item = isinstance(stored, dict) and stored.get("type") == "item" and "value" in stored
    return stored["value"] if is_item else stored


def _lines(value: Any, form: Form) -> tuple[str, ...]:
    match form:
        case Form.RICH:
            return tuple(_html(str(value or "")).lines)
        case Form.CODE:
            text = str(value or "").replace("\r\n", "\n").rstrip()
            return tuple(text.split("\n")) if text else ()
        case Form.ROWS:
            rows = [[_item(cell) for cell in row] for row in _found(value, "*") if isinstance(row, list)]
            return tuple(" | ".join(" ".join(_html(str(cell or "")).lines) for cell in row) for row in rows)
    text = " ".join(str(value or "").split())
    return (text,) if text else ()


def _links(html: Any) -> list[str]:
    return _html(str(html or "")).links


BREAKS = frozenset(
    {"p", "li", "ul", "ol", "br", "hr", "div", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr"}
)


class _Reader(HTMLParser):
    """Rich text as lines, a paragraph or an entry of a list each, and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.links: list[str] = []
        self._words: list[str] = []
        self._mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.end_line()
        if tag == "li":
            self._mark = "• "
        if tag in {"a", "embed", "img"}:
            self.links.append(" ".join(f"{name}={value}" for name, value in sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS:
            self.end_line()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def end_line(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            self.lines.append(self._mark + text)
            self._mark = ""


def _html(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader
