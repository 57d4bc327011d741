"""A syntax tree to the blocks of a lesson body: the plain kinds; boxes.py and exercises.py know the fenced divs."""

from collections.abc import Callable

from markdown_it.tree import SyntaxTreeNode

from . import codes, inline, lists, tables
from .divs import Div
from .htmltags import Comment, EndTag, StartTag, events
from .markdown import line_of
from .pictures import place_picture
from .reading import Reading
from .richtext import RichText
from .streams import Stream

type Handler = Callable[[SyntaxTreeNode, Div, Stream, Reading], None]
DIVS: dict[str, Handler] = {}
BREAKS = {
    "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote",
    "dl", "dt", "dd", "figure", "figcaption", "pre", "details", "summary", "center", "header", "footer", "hr",
}  # fmt: skip
QUIET = {"p", "div", "figure", "figcaption", "center"}


def div(*names: str) -> Callable[[Handler], Handler]:
    """Register what becomes of the divs with these names."""

    def register(handler: Handler) -> Handler:
        DIVS.update(dict.fromkeys(names, handler))
        return handler

    return register


def convert(nodes: list[SyntaxTreeNode], stream: Stream, reading: Reading) -> Stream:
    """Add what the nodes say to the stream, in order."""
    for node in nodes:
        convert_node(node, stream, reading)
    return stream


def convert_node(node: SyntaxTreeNode, stream: Stream, reading: Reading) -> None:
    match node.type:
        case "paragraph":
            paragraph(node.children[0], stream, reading)
        case "heading":
            heading(node, stream, reading)
        case "fence" | "code_block":
            codes.add_code(node, stream, reading)
        case "bullet_list" | "ordered_list":
            lists.add_list(node, stream, reading, convert)
        case "blockquote":
            quote(node, stream, reading)
        case "table":
            tables.add_table(node, stream, reading)
        case "hr":
            stream.rule(line_of(node))
        case "html_block":
            html_block(node, stream, reading)
        case "div":
            opened: Div = node.meta["div"]
            DIVS.get(opened.name, unknown)(node, opened, stream, reading)
        case "inline":
            paragraph(node, stream, reading)
        case _:
            reading.complain(line_of(node), f"Markdown of the kind “{node.type}”")
            convert(node.children, stream, reading)


def paragraph(node: SyntaxTreeNode, stream: Stream, reading: Reading) -> None:
    """Rich text; pictures part it into paragraphs."""
    for mark in ("{%", "{{", "{:", codes.SNIPPET):
        if mark in node.content and not any(
            child.type == "code_inline" and mark in child.content for child in node.children
        ):
            if mark == "{:" and not any(
                mark in child.content for child in node.walk() if child.type == "text"
            ):
                continue  # attributes that were understood
            reading.complain(line_of(node), f"a template command ({mark})")
            break
    for piece in inline.pieces(node, reading):
        if isinstance(piece, inline.Picture):
            place_picture(piece, stream, reading)
        else:
            stream.paragraph(piece, line_of(node))


def heading(node: SyntaxTreeNode, stream: Stream, reading: Reading) -> None:
    """A heading block of level 2 to 4, with its anchor."""
    text, anchor = title_of(node, reading)
    level = min(max(int(node.tag[1]), 2), 4)
    if len(text) > codes.TITLE_LIMIT:
        stream.paragraph(f"<b>{codes.escaped(text)}</b>", line_of(node))
    elif text:
        stream.add("heading", {"text": text, "level": str(level), "anchor": anchor}, line_of(node))


def title_of(node: SyntaxTreeNode, reading: Reading) -> tuple[str, str]:
    """The words of a heading without its attributes, and its anchor."""
    if not node.children:
        return "", ""
    content = node.children[0]
    text, given = codes.trailing_attributes(inline.plain(content))
    _html, pictures = inline.rich(content, reading)
    for picture in pictures:
        text = text or picture.alt
        reading.complain(picture.line, "a picture in a heading")
    given_id = "".join(letter for letter in given.get("id", "") if letter.isalnum() or letter in "-_")
    return text, reading.anchor(text, given_id) if text else ""


def quote(node: SyntaxTreeNode, stream: Stream, reading: Reading) -> None:
    """A quotation of words; a last line that begins with two hyphens names its source. Anything else that was
    quoted (lists, code, links) stands for itself, because a quote block holds words only."""
    for child in node.children:
        if child.type != "paragraph" or not _is_words(child.children[0]):
            convert_node(child, stream, reading)
            continue
        lines = inline.split_lines(child.children[0])
        source = _plain_line(lines[-1]) if len(lines) > 1 or stream.last else ""
        link = next((str(entry.attrs.get("href", "")) for entry in lines[-1] if entry.type == "link"), "")
        before = stream.last
        if source.startswith(("--", "—", "–")):
            lines.pop()
        else:
            source = link = ""
        said = " ".join(_plain_line(line) for line in lines).strip()
        if before is None or before.type != "quote" or child is node.children[0]:
            before = stream.add("quote", {"text": "", "attribution": "", "url": ""}, line_of(child))
        before.value["text"] = "\n\n".join(part for part in (before.value["text"], said) if part)
        before.value["attribution"] = source.lstrip("-—– ")
        before.value["url"] = link if link.startswith(("http://", "https://")) else ""


def _plain_line(children: list[SyntaxTreeNode]) -> str:
    return "".join(inline.plain_of(child) for child in children).strip()


def _is_words(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph holds words and styles only; its last line may link to the source."""
    *lines, last = inline.split_lines(node)
    sourced = _plain_line(last).startswith(("--", "—", "–"))
    checked = lines if sourced else [*lines, last]
    return all(
        child.type in {"text", "text_special", "em", "strong", "softbreak", "hardbreak"}
        for line in checked
        for entry in line
        for child in entry.walk()
    )


def html_block(node: SyntaxTreeNode, stream: Stream, reading: Reading) -> None:
    """Raw HTML: its words as paragraphs; tags without a plain meaning are named."""
    writer = RichText()
    named: set[str] = set()

    def end() -> None:
        stream.paragraph(writer.take(), line_of(node))

    for event in events(node.content):
        match event:
            case str():
                writer.text(" ".join(event.split()) + (" " if event[-1:].isspace() else ""))
            case Comment(text):
                reading.comments.append(text)
            case StartTag("br"):
                writer.line_break()
            case StartTag("img", attributes):
                end()
                picture = inline.Picture(attributes.get("src", ""), line_of(node), attributes.get("alt", ""))
                picture.attributes = {"alt": picture.alt} if "alt" in attributes else {}
                place_picture(picture, stream, reading)
            case StartTag("a", attributes) if attributes.get("href"):
                target = reading.links.target(attributes["href"])
                if target.problem:
                    reading.complain(line_of(node), target.problem)
                if target.attributes:
                    writer.open("a", target.attributes)
            case StartTag(tag) if tag in inline.TAGS:
                writer.open(inline.TAGS[tag])
            case EndTag("a"):
                writer.close("a")
            case EndTag(tag) if tag in inline.TAGS:
                writer.close(inline.TAGS[tag])
            case StartTag(tag) | EndTag(tag):
                if tag in BREAKS:
                    end()
                if isinstance(event, StartTag) and tag not in QUIET | inline.SILENT:
                    named.add(tag)
    end()
    for tag in sorted(named):
        reading.complain(line_of(node), f"the HTML tag <{tag}>")


def unknown(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A div nobody knows: its content stays."""
    reading.complain(line_of(node), f"a div of the kind “{opened.name}”")
    if opened.title:
        stream.paragraph(f"<b>{codes.escaped(opened.title)}</b>", line_of(node))
    convert(node.children, stream, reading)
