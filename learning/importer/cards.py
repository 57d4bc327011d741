"""Fenced divs with attributes: a link card to a video, a unit of somebody else's course."""

from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from markdown_it.tree import SyntaxTreeNode

from . import codes
from .blocks import convert, div, unknown
from .boxes import split_title
from .divs import Div
from .markdown import line_of
from .reading import Reading
from .streams import Place, Stream


def is_address(url: str) -> bool:
    """Whether this is a web address a link card can lead to."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in {"http", "https"}
            and "." in (parts.hostname or "")
            and len(url) <= 1000
            and " " not in url
        )
    except ValueError:
        return False


@div("video")
def video(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """The text is the transcript; anything in it that is no text follows behind the card."""
    url, file = opened.attributes.get("url", ""), opened.attributes.get("file", "")
    path = reading.links.file(file).path if file and not url else ""
    title, rest = split_title(node, opened, reading)
    inner = convert(rest, Stream(Place.LEAF, stream.private), reading)
    content = inner.finish()
    transcript = [block for block in content if block.type == "text"]
    others = [block for block in content if block.type != "text"]
    if not (is_address(url) or path) or not transcript:
        reading.complain(
            line_of(node), 'a video needs an address, url="https://…", and its transcript as text'
        )
        stream.paragraph(f"<b>{codes.escaped(title or url)}</b>" if title or url else "", line_of(node))
        stream.flush()
        stream.blocks += inner.blocks
    else:
        text = "".join(block.value for block in transcript)
        value = {"title": title or reading.labels.video, "url": url, "file": path or None, "transcript": text}
        if path:
            reading.files.setdefault(path, line_of(node))
        stream.add("video", value, line_of(node))
        stream.blocks += others
    stream.take_later(inner)


@div("external-unit")
def external_unit(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A unit elsewhere; its text is the note if it is one plain line."""
    given, line = opened.attributes, line_of(node)
    course, unit, url = (given.get(name, "").strip() for name in ("course", "unit", "url"))
    if stream.place != Place.BODY or not (course and unit and is_address(url)):
        reading.complain(line, "an external-unit needs course, unit and url, and stands in the lesson itself")
        stream.paragraph(codes.escaped(" ".join(part for part in (course, unit, url) if part)), line)
        unknown(node, Div("external-unit", opened.title), stream, reading)
        return
    try:
        hours = Decimal(given.get("hours", "")).quantize(Decimal("0.1"))
        hours_text = str(hours) if 0 <= hours <= 100 else None
    except InvalidOperation:
        hours_text = None
    try:
        due = date.fromisoformat(given["due"]).isoformat() if given.get("due") else None
    except ValueError:
        due = None
        reading.complain(line, f"due cannot be “{given['due']}”; write it as 2026-12-05")
    value = {
        "course": course,
        "unit": unit,
        "url": url,
        "hours": hours_text,
        "due": due,
        "note": given.get("note", opened.title),
    }
    stream.add("external_unit", value, line)
    convert(node.children, stream, reading)
