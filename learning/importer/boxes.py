"""Fenced divs that become boxes: callouts, reveals, tabs, notes for facilitators, things to do together."""

from markdown_it.tree import SyntaxTreeNode

from . import codes
from .blocks import convert, div, title_of
from .divs import Div
from .frontmatter import number
from .inline import rich
from .lists import is_words
from .markdown import line_of
from .reading import Reading
from .report import Weight
from .streams import Block, Item, Place, Stream

CALLOUTS = {
    "callout": "note", "note": "note", "info": "note", "checklist": "note", "important": "warning",
    "tip": "tip", "caution": "warning", "warning": "warning", "danger": "warning",
    "prereq": "prerequisite", "prereqs": "prerequisite", "prerequisite": "prerequisite", "prerequisites": "prerequisite",
    "definition": "definition", "testimonial": "testimonial",
}  # fmt: skip
FIELD_TITLES = {"questions", "objectives", "keypoints", "key points", "learning objectives", "overview"}
TAB_LABEL, MOST_TABS, LONGEST_EVENING = 40, 6, 480


def split_title(node: SyntaxTreeNode, opened: Div, reading: Reading) -> tuple[str, list[SyntaxTreeNode]]:
    """The title of a div (its first heading, or words behind its name) and the rest of its content."""
    children = list(node.children)
    if children and children[0].type == "heading" and not opened.titled:
        title, _anchor = title_of(children[0], reading)
        return title or opened.title, children[1:]
    return opened.title, children


def add_label(title: str, stream: Stream, line: int) -> None:
    """A title where no box can carry it: a bold line."""
    if title:
        stream.paragraph(f"<b>{codes.escaped(title)}</b>", line)


def add_box(kind: str, value: dict, inner: Stream, stream: Stream, line: int) -> Block | None:
    """Add a box with the content of `inner`, if there is any; what only a body may hold goes behind it."""
    content = inner.finish()
    block = stream.add(kind, {**value, "content": content}, line) if content else None
    if not content:
        add_label(value.get("title") or value.get("summary") or "", stream, line)
    stream.take_later(inner)
    return block


@div(*CALLOUTS)
def callout(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    title, rest = split_title(node, opened, reading)
    if stream.place == Place.LEAF:
        add_label(title, stream, line_of(node))
        convert(rest, stream, reading)
        return
    inner = convert(rest, stream.inner(), reading)
    add_box("callout", {"kind": CALLOUTS[opened.name], "title": title}, inner, stream, line_of(node))


@div("spoiler", "reveal")
def reveal(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    title, rest = split_title(node, opened, reading)
    add_reveal(title or reading.labels.reveal, rest, stream, reading, line_of(node))


def add_reveal(title: str, rest: list[SyntaxTreeNode], stream: Stream, reading: Reading, line: int) -> None:
    """A passage behind a line to click; a bold line where boxes end."""
    if stream.place == Place.LEAF:
        add_label(title, stream, line)
        convert(rest, stream, reading)
        return
    add_box("reveal", {"summary": title}, convert(rest, stream.inner(), reading), stream, line)


@div("tab", "group-tab", "tabs")
def tabs(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """One tab for each heading of the highest level inside; what stands before the first heading stays before the tabs."""
    parts: list[tuple[str, list[SyntaxTreeNode]]] = [("", [])]
    levels = [child.tag for child in node.children if child.type == "heading"]
    for child in node.children:
        if child.type == "heading" and child.tag == min(levels):
            parts.append((title_of(child, reading)[0], []))
        else:
            parts[-1][1].append(child)
    convert(parts.pop(0)[1], stream, reading)
    add_tabs(parts, stream, reading, line_of(node))


@div("tab set")
def tab_set(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """Tabs that are divs of their own; what stands between them stays before them."""
    parts: list[tuple[str, list[SyntaxTreeNode]]] = []
    for child in node.children:
        if child.type == "div" and child.meta["div"].name == "tab panel":
            parts.append((child.meta["div"].title, list(child.children)))
        else:
            convert([child], stream, reading)
    add_tabs(parts, stream, reading, line_of(node))


@div("titled code")
def titled_code(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """Code with the name of its file around it."""
    title = opened.title
    for child in node.children:
        if child.type == "fence":
            codes.add_code(child, stream, reading, title)
            title = ""
        else:
            convert([child], stream, reading)
    add_label(title, stream, line_of(node))


@div("tab panel")
def tab_panel(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A tab without its set."""
    add_label(opened.title, stream, line_of(node))
    convert(node.children, stream, reading)


def add_tabs(
    parts: list[tuple[str, list[SyntaxTreeNode]]], stream: Stream, reading: Reading, line: int
) -> None:
    """Tabs of labels and contents; one after the other where they cannot be tabs."""
    fits = len(parts) > 1 and all(0 < len(label) <= TAB_LABEL for label, _content in parts)
    inners = []
    for label, content in parts:
        inner = stream.inner() if fits and stream.place < Place.LEAF else None
        if inner is None:
            add_label(label, stream, line)
            convert(content, stream, reading)
        else:
            inners.append((label, convert(content, inner, reading)))
    full = [(label, inner) for label, inner in inners if inner.finish()]
    for label, inner in inners:
        if not inner.blocks or len(full) < 2:
            add_label(label, stream, line)
            stream.flush()
            stream.blocks += inner.blocks
    for start in range(0, len(full) if len(full) > 1 else 0, MOST_TABS):
        _add_tabs(full[start : start + MOST_TABS], stream, line)
    for _label, inner in inners:
        stream.take_later(inner)
    if not fits:
        reading.complain(line, "tabs need at least two short headings", Weight.NOTE)


def _add_tabs(group: list[tuple[str, Stream]], stream: Stream, line: int) -> None:
    if len(group) == 1:  # the seventh of seven
        label, inner = group[0]
        stream.add("reveal", {"summary": label, "content": inner.blocks}, line)
        return
    entries = [Item({"label": label, "content": inner.blocks}) for label, inner in group]
    stream.add("tabs", {"tabs": entries}, line)


@div("instructor", "facilitator")
def facilitator_note(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """Never public: it leaves whatever box it stands in, and nothing leaves it."""
    title, rest = split_title(node, opened, reading)
    if stream.private:
        add_label(title, stream, line_of(node))
        convert(rest, stream, reading)
        return
    inner = convert(rest, stream.inner(Place.INNER, private=True), reading)
    content = inner.finish() or ([Block("text", f"<p>{codes.escaped(title)}</p>")] if title else [])
    if content:
        stream.defer(Block("facilitator_note", {"title": title, "content": content}, line_of(node)))


@div("discussion")
def discussion(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """The title and the first words are the question; all the rest belongs to it."""
    if stream.place != Place.BODY or stream.private:
        callout(node, Div("callout", opened.title, opened.attributes), stream, reading)
        return
    title, rest = split_title(node, opened, reading)
    prompt = f"<p><b>{codes.escaped(title)}</b></p>" if title else ""
    if rest and rest[0].type == "paragraph" and is_words(rest[0]):
        prompt += f"<p>{rich(rest.pop(0).children[0], reading)[0]}</p>"
    inner = convert(rest, stream.inner(), reading)
    content = inner.finish()
    minutes = number(opened.attributes.get("minutes"), LONGEST_EVENING) or None
    if not prompt:
        prompt = f"<p>{codes.escaped(reading.labels.discussion)}</p>"
    stream.add("discussion", {"prompt": prompt, "minutes": minutes, "content": content}, line_of(node))
    stream.take_later(inner)


@div("pair-activity", "pair")
def pair_activity(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    if stream.place != Place.BODY or stream.private:
        callout(node, Div("callout", opened.title, opened.attributes), stream, reading)
        return
    title, rest = split_title(node, opened, reading)
    minutes = number(opened.attributes.get("minutes"), LONGEST_EVENING) or None
    value = {"title": title or reading.labels.pair_activity, "minutes": minutes}
    add_box("pair_activity", value, convert(rest, stream.inner(), reading), stream, line_of(node))


@div("objectives", "questions", "keypoints", "key-points")
def page_field(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """Lists that are parts of the page; code or pictures in them stay in the lesson."""
    title, rest = split_title(node, opened, reading)
    if stream.private:
        add_label(title, stream, line_of(node))
        convert(rest, stream, reading)
        return
    inner = Stream(Place.LEAF)
    if title.lower() not in FIELD_TITLES:
        add_label(title, inner, line_of(node))
    name = "keypoints" if opened.name == "key-points" else opened.name
    for block in convert(rest, inner, reading).finish():
        if block.type == "text":
            reading.fields[name].append(block.value)
        else:
            reading.complain(
                block.line or line_of(node), f"“{opened.name}” holds more than a list", Weight.NOTE
            )
            stream.flush()
            stream.blocks.append(block)
    stream.take_later(inner)


@div("div", "section")
def plain_div(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A div that means nothing by itself."""
    convert(node.children, stream, reading)
