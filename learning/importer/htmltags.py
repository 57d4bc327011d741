"""HTML inside Markdown as a row of events: texts, tags and comments; never raises, never loses a word."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True)
class StartTag:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EndTag:
    name: str


@dataclass(frozen=True)
class Comment:
    text: str


type Event = str | StartTag | EndTag | Comment


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Event] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.events.append(StartTag(tag, {name: (value or "").replace("\0", "") for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.events.append(EndTag(tag))

    def handle_data(self, data: str) -> None:
        self.events.append(data)

    def handle_comment(self, data: str) -> None:
        self.events.append(Comment(data.strip()))

    def handle_decl(self, decl: str) -> None:
        self.events.append(Comment(decl))

    def handle_pi(self, data: str) -> None:
        self.events.append(Comment(data))

    def unknown_decl(self, data: str) -> None:
        self.events.append(data)


def events(html: str) -> list[Event]:
    """The events of a piece of HTML; what is not HTML at all comes as text."""
    parser = _Parser()
    try:
        parser.feed(html)
        parser.close()
    except (AssertionError, ValueError):
        return [html]
    return parser.events or [html]
