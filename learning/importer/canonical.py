"""Rich text in one spelling, so that two ways of storing the same words can be compared, and written as Markdown.

Wagtail's editor marks each paragraph with a key of its own, wraps a caption in a paragraph, and spells a style one way
or another; none of that is part of what the text says.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from .htmltags import EndTag, StartTag, events
from .inline import TAGS
from .richtext import RichText

type Link = Callable[[dict[str, str]], dict[str, str] | None]
LINK = ("linktype", "id", "fragment", "href", "page", "file")
BLOCKS = {
    "p",
    "div",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "section",
}


@dataclass
class Part:
    """A paragraph ("p"), a rule ("hr") or a list ("ul", "ol"); an item of a list is parts again, its words first."""

    tag: str
    html: str = ""
    items: list[list["Part"]] = field(default_factory=list)


def as_stored(attributes: dict[str, str]) -> dict[str, str] | None:
    """The attributes of a link that say where it leads."""
    kept = {name: attributes[name] for name in LINK if attributes.get(name)}
    return kept if {"href", "id"} & set(kept) else None


def parts(html: str, link: Link = as_stored) -> list[Part]:
    """The paragraphs, rules and lists of a rich text. `link` says which attributes a link keeps, or that it is none."""
    builder = _Builder()
    for event in events(html.replace("\0", "")):
        match event:
            case str():
                builder.writer.text(event.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))
            case StartTag("br"):
                builder.writer.line_break()
            case StartTag("hr"):
                builder.flush()
                builder.around[-1].append(Part("hr"))
            case StartTag("a", attributes):
                kept = link(attributes)
                builder.links.append(kept is not None)
                if kept is not None:
                    builder.writer.open("a", kept)
            case EndTag("a"):
                if builder.links and builder.links.pop():
                    builder.writer.close("a")
            case StartTag("ul" | "ol" as tag):
                builder.open_list(tag)
            case EndTag("ul" | "ol"):
                builder.close_list()
            case StartTag("li"):
                builder.open_item()
            case EndTag("li"):
                builder.close_item()
            case StartTag(tag) if tag in TAGS:
                builder.writer.open(TAGS[tag])
            case EndTag(tag) if tag in TAGS:
                builder.writer.close(TAGS[tag])
            case StartTag(tag) | EndTag(tag) if tag in BLOCKS:
                builder.flush()
    builder.flush()
    return builder.around[0]


class _Builder:
    """Parts in the making: the innermost list of parts stands last in `around`."""

    def __init__(self) -> None:
        self.writer = RichText()
        self.around: list[list[Part]] = [[]]
        self.lists: list[Part] = []
        self.links: list[bool] = []

    def flush(self) -> None:
        html = self.writer.take()
        here = self.around[-1]
        if not html:
            return
        if self.lists and len(self.around) <= len(self.lists):  # words in a list, but in no item of it
            self.lists[-1].items.append([Part("p", html)])
            return
        if self.lists and here and here[-1].tag == "p":
            here[-1].html += f"<br/>{html}"
        else:
            here.append(Part("p", html))

    def open_list(self, tag: str) -> None:
        self.flush()
        if self.lists and len(self.around) <= len(self.lists):
            self.open_item()
        opened = Part(tag)
        self.around[-1].append(opened)
        self.lists.append(opened)

    def close_list(self) -> None:
        if self.lists:
            self.close_item()
            self.lists.pop()

    def open_item(self) -> None:
        if self.lists:
            self.close_item()
            self.lists[-1].items.append([])
            self.around.append(self.lists[-1].items[-1])

    def close_item(self) -> None:
        self.flush()
        if self.lists and len(self.around) > len(self.lists):
            self.around.pop()


def written(found: list[Part]) -> str:
    """Parts as stored."""
    html = []
    for part in found:
        if part.tag == "p":
            html.append(f"<p>{part.html}</p>")
        elif part.tag == "hr":
            html.append("<hr/>")
        else:
            items = "".join(f"<li>{_item(item)}</li>" for item in part.items)
            html.append(f"<{part.tag}>{items}</{part.tag}>")
    return "".join(html)


def _item(item: list[Part]) -> str:
    return "".join(part.html if part.tag == "p" else written([part]) for part in item)


def rich(html: str, link: Link = as_stored) -> str:
    """A rich text of paragraphs and lists in the one spelling."""
    return _rich(html) if link is as_stored else written(parts(html, link))


@lru_cache(4096)
def _rich(html: str) -> str:
    return written(parts(html))


def line(html: str, link: Link = as_stored) -> str:
    """A rich text that is usually one line, such as a caption or a cell: a single paragraph goes without its tag."""
    found = parts(html, link)
    return found[0].html if [part.tag for part in found] == ["p"] else written(found)


def words(html: str) -> str:
    """What a text says, without any tags."""
    return " ".join(" ".join(event for event in events(html) if isinstance(event, str)).split())
