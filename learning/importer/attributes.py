"""Attributes in braces, as Pandoc and the Carpentries write them: {#id .class key=value key='a value'}."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_inline import StateInline

SPACE = " \t\n"
BARE_END = SPACE + "}"
CARRIERS = {"image", "link_close", "code_inline", "span_close"}


def parse(text: str, start: int = 0) -> tuple[dict[str, str], int] | None:
    """Read braces that open at `start`; give the attributes and the position after the closing brace.

    Classes come as one `class` of words, an id as `id`. None if these braces are something else.
    """
    if not text.startswith("{", start):
        return None
    attributes: dict[str, str] = {}
    position = start + (2 if text.startswith("{:", start) else 1)  # Kramdown and Python-Markdown: {: #id }
    while position < len(text):
        character = text[position]
        if character in SPACE:
            position += 1
        elif character == "}":
            return (attributes, position + 1) if attributes else None
        elif character in "#.":
            value, position = _bare(text, position + 1)
            if not value:
                return None
            name = "id" if character == "#" else "class"
            attributes[name] = f"{attributes.get('class', '')} {value}".strip() if name == "class" else value
        else:
            equals = text.find("=", position)
            name = text[position:equals] if equals > position else ""
            if not name or not all(letter.isalnum() or letter in "-_:" for letter in name):
                return None
            found = _value(text, equals + 1)
            if found is None:
                return None
            attributes[name.lower()], position = found
    return None


def _bare(text: str, start: int) -> tuple[str, int]:
    end = start
    while end < len(text) and text[end] not in BARE_END:
        end += 1
    return text[start:end], end


def _value(text: str, start: int) -> tuple[str, int] | None:
    quote = text[start : start + 1]
    if quote not in {"'", '"'}:
        value, end = _bare(text, start)
        return (unescapeAll(value), end) if value else None
    position = start + 1
    while position < len(text) and text[position] != quote:
        position += 2 if text[position] == "\\" else 1
    if position >= len(text):
        return None
    return " ".join(_lines(text[start + 1 : position])), position + 1


def _lines(text: str) -> Iterator[str]:
    for line in unescapeAll(text).split("\n"):
        yield line.strip()


def attributes_plugin(md: MarkdownIt) -> None:
    """Attributes right after a picture, a link, code or a bracketed span belong to it."""
    md.inline.ruler.after("link", "span", _span)
    md.inline.ruler.push("attributes", _attached)


def _span(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    found = parse(state.src, end + 1) if end >= 0 else None
    if found is None or found[1] > state.posMax:
        return False
    if not silent:
        after, maximum = found[1], state.posMax
        state.pos, state.posMax = state.pos + 1, end
        state.push("span_open", "span", 1).meta = {"attributes": found[0]}
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.pos, state.posMax = after, maximum
    else:
        state.pos = found[1]
    return True


def _attached(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    last = state.tokens[-1]
    if last.type not in CARRIERS:
        return False
    found = parse(state.src, state.pos)
    if found is None or found[1] > state.posMax:
        return False
    if not silent:
        last.meta = {**last.meta, "attributes": found[0]}
    state.pos = found[1]
    return True
