"""Inline Markdown to pieces: rich text, and the pictures that stand between."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from .htmltags import Comment, EndTag, StartTag, events
from .markdown import line_of
from .reading import Reading
from .richtext import RichText
from .slugs import squeezed

STYLES = {"em": "i", "strong": "b", "s": "s"}
TAGS = {
    "b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i", "dfn": "i", "var": "i",
    "code": "code", "kbd": "code", "tt": "code", "samp": "code",
    "s": "s", "del": "s", "strike": "s", "sub": "sub", "sup": "sup",
}  # fmt: skip
SILENT = {"wbr", "span", "u", "ins", "small", "mark", "abbr", "q"}


@dataclass
class Picture:
    """A picture in the text: where it is, what it shows, what stands under it (rich text)."""

    source: str
    line: int
    alt: str = ""
    caption: str = ""
    title: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    link: dict[str, str] | None = None


def pieces(node: SyntaxTreeNode, reading: Reading) -> list[str | Picture]:
    """An inline node in order; no piece is empty."""
    writer = _Writer(reading, line_of(node))
    writer.walk(node.children)
    return writer.finish()


def rich(node: SyntaxTreeNode, reading: Reading) -> tuple[str, list[Picture]]:
    """An inline node as one rich text, with its pictures apart; where a picture stood, its caption stays as words."""
    html: list[str] = []
    pictures: list[Picture] = []
    for piece in pieces(node, reading):
        if isinstance(piece, Picture):
            pictures.append(piece)
        else:
            html.append(piece)
    return " ".join(html), pictures


def plain(node: SyntaxTreeNode) -> str:
    """The words of an inline node, without any markup."""
    return squeezed("".join(plain_of(child) for child in node.children))


def plain_of(node: SyntaxTreeNode) -> str:
    """The words of one inline child, spaces as they are."""
    said: list[str] = []
    for child in node.walk():
        if child.type in {"text", "code_inline", "text_special"}:
            said.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            said.append(" ")
        elif child.type == "html_inline":
            said += [event for event in events(child.content) if isinstance(event, str)]
    return "".join(said)


def split_lines(node: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """The children of an inline node, line by line as in the source (only breaks outside of styles count)."""
    lines: list[list[SyntaxTreeNode]] = [[]]
    for child in node.children:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append([])
        else:
            lines[-1].append(child)
    return lines


def rich_line(children: list[SyntaxTreeNode], line: int, reading: Reading) -> str:
    """Some inline children as rich text; pictures become their words."""
    writer = _Writer(reading, line)
    writer.walk(children)
    return " ".join(
        piece if isinstance(piece, str) else piece.caption or piece.alt for piece in writer.finish()
    )


def dashes(text: str) -> str:
    """Three hyphens in prose are a dash, as Pandoc reads them; two are left alone, they may be an option of a command."""
    return text if "----" in text else text.replace("---", "\N{EM DASH}")


class _Writer:
    def __init__(self, reading: Reading, line: int) -> None:
        self.reading = reading
        self.line = line
        self.rich = RichText()
        self.found: list[str | Picture] = []

    def finish(self) -> list[str | Picture]:
        if html := self.rich.take():
            self.found.append(html)
        return self.found

    def walk(self, children: list[SyntaxTreeNode]) -> None:
        for child in children:
            match child.type:
                case "text" | "text_special":
                    self.rich.text(dashes(child.content))
                case "code_inline":
                    self.rich.open("code")
                    self.rich.text(child.content)
                    self.rich.close("code")
                case "softbreak":
                    self.rich.text(" ")
                    self.line += 1
                case "hardbreak":
                    self.rich.line_break()
                    self.line += 1
                case "em" | "strong" | "s":
                    self.rich.open(STYLES[child.type])
                    self.walk(child.children)
                    self.rich.close(STYLES[child.type])
                case "link":
                    self.link(child)
                case "image":
                    self.image(child)
                case "html_inline":
                    self.html(child.content)
                case "span":
                    self.walk(child.children)
                    if anchor := child.meta.get("attributes", {}).get("id"):
                        self.reading.anchors.setdefault(anchor, anchor)
                case _:
                    self.rich.text(child.content)
                    self.walk(child.children)

    def link(self, node: SyntaxTreeNode) -> None:
        closing = node.nester_tokens.closing if node.nester_tokens else None
        given = closing.meta.get("attributes", {}) if closing else {}
        attributes = self.resolve(str(node.attrs.get("href", "")), given)
        if attributes:
            self.rich.open("a", attributes)
        self.walk(node.children)
        if attributes:
            self.rich.close("a")

    def resolve(self, href: str, given: Mapping[str, str]) -> dict[str, str] | None:
        target = self.reading.links.follow(href, given)
        if target.path:
            self.reading.files.setdefault(target.path, self.line)
        if target.problem:
            self.reading.complain(self.line, target.problem)
        return target.attributes

    def image(self, node: SyntaxTreeNode) -> None:
        attributes = node.meta.get("attributes", {})
        caption, nested = rich(node, self.reading) if node.children else ("", [])
        words = " ".join([plain(node), *(picture.alt for picture in nested)]).strip()
        alt = attributes.get("alt", words)
        picture = Picture(
            str(node.attrs.get("src", "")), self.line, alt, "", str(node.attrs.get("title", "")), attributes
        )
        picture.caption = caption if "alt" in attributes else ""
        self.place(picture)
        self.found += nested

    def place(self, picture: Picture) -> None:
        links = [attributes for tag, attributes in self.rich.opened if tag == "a"]
        picture.link = links[-1] if links else None
        if html := self.rich.take():
            self.found.append(html)
        self.found.append(picture)

    def html(self, content: str) -> None:
        for event in events(content):
            match event:
                case str():
                    self.rich.text(event)
                case Comment(text):
                    self.reading.comments.append(text)
                case StartTag("br"):
                    self.rich.line_break()
                case StartTag("img", attributes):
                    alt = attributes.get("alt", "")
                    self.place(
                        Picture(attributes.get("src", ""), self.line, alt, "", attributes.get("title", ""))
                    )
                case StartTag("a", attributes):
                    target = self.resolve(attributes["href"], attributes) if attributes.get("href") else None
                    if target:
                        self.rich.open("a", target)
                case StartTag(tag) if tag in TAGS:
                    self.rich.open(TAGS[tag])
                case EndTag("a"):
                    self.rich.close("a")
                case EndTag(tag) if tag in TAGS:
                    self.rich.close(TAGS[tag])
                case StartTag(tag) if tag not in SILENT:
                    self.reading.complain(self.line, f"the HTML tag <{tag}>")
