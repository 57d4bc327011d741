"""The outer forms of our Markdown: attributes, fences, divs, and a block as data."""

import json
from collections.abc import Iterator
from typing import Any

from learning.importer import exact

from .prose import begun, escaped

Attributes = dict[str, Any]
NONE = object()  # says “none”, where leaving it out would say “as usual”


def attributes(named: Attributes) -> str:
    """Braces with what is said: `{id="x" minutes=5}`; what is None or empty is left out."""
    said = [f"{name}={_value(value)}" for name, value in named.items() if _said(value)]
    return f"{{{' '.join(said)}}}" if said else ""


def _said(value: Any) -> bool:
    return value is NONE or value not in (None, "")


def _value(value: Any) -> str:
    text = "" if value is NONE else str(value)
    if text and all(letter.isascii() and (letter.isalnum() or letter in "-_.") for letter in text):
        return text
    return '"' + "".join(f"\\{letter}" if letter in '\\"&' else letter for letter in text) + '"'


def fence(info: str, content: str, named: Attributes | None = None) -> str:
    """A code fence that no line of its content can end."""
    given = attributes(named or {})
    words = f"{info} {given}".strip()
    mark = "~" if "`" in words else "`"
    longest = 0
    for line in content.split("\n"):
        bare = line.lstrip(" ")
        longest = max(longest, len(bare) - len(bare.lstrip(mark)))
    marks = mark * max(3, longest + 1)
    return f"{marks}{words}\n{content}\n{marks}"


def heading(text: str, level: int = 2, given: str = "") -> str:
    """A heading; hyphens at its end and number signs are part of its words."""
    words = escaped(text)
    bare = words.rstrip("#")
    words = bare + "\\#" * (len(words) - len(bare))
    return f"{'#' * level} {words}{f' {given}' if given else ''}"


def div(name: str, body: str, named: Attributes | None = None, title: str = "") -> str:
    """A div with its title as its first heading; the deeper what it holds, the more colons it has."""
    deepest = max((len(line) - len(line.lstrip(":")) for line in body.split("\n")), default=0)
    colons = ":" * max(3, deepest + 1)
    given = attributes(named or {})
    head = heading(title) if title else ""
    inside = "\n\n".join(part for part in (head, body) if part)
    return (
        f"{colons} {name}{f' {given}' if given else ''}\n{inside}\n{colons}"
        if inside
        else (f"{colons} {name}{f' {given}' if given else ''}\n{colons}")
    )


def titled(name: str, body: str, named: Attributes, title: str) -> Iterator[str]:
    """A div whose title is its first heading, or in its braces, for a title that would not be read as it is."""
    yield div(name, body, named, title)
    yield div(name, body, {"title": title or NONE, **named})


def plain(text: str) -> str:
    """Plain words as paragraphs, one for each line."""
    return "\n\n".join(begun(escaped(line)) for line in text.split("\n"))


def data(block: dict[str, Any]) -> str:
    """A block as data, for what Markdown has no words for."""
    return fence(exact.FENCE, json.dumps(block, ensure_ascii=False, indent=1))
