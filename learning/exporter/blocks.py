"""Blocks as Markdown. For each block some ways of writing it, from the most readable to the most explicit."""

from collections.abc import Callable, Iterator
from typing import Any

from learning.importer import slugs
from learning.importer.canonical import parts

from . import fences, proofs
from .content import LessonText
from .fences import NONE, div, fence
from .prose import Hand, begun, escaped, inline, paragraphs

type Raw = dict[str, Any]
type Writer = Callable[[Any, "Page", Hand], Iterator[str]]
WRITERS: dict[str, Writer] = {}
SESSIONS = {
    "bash": "console",
    "zsh": "zsh-session",
    "powershell": "powershell-session",
    "cmd": "doscon",
    "python": "pycon",
}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register how blocks of a kind are written."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register


class Page:
    """A lesson being written: its blocks, each in the first way that reads back as the same."""

    def __init__(self, lesson: LessonText) -> None:
        self.lesson = lesson
        self.as_data = 0  # blocks for which Markdown had no words

    def stream(self, blocks: list[Raw]) -> str:
        """Blocks one after the other; running text that follows running text says that it is a block of its own."""
        said = [self.block(block) for block in blocks]
        for place in range(1, len(blocks)):
            if blocks[place - 1]["type"] == blocks[place]["type"] == "text":
                said[place] = div("text", said[place])
        return "\n\n".join(said)

    def block(self, block: Raw, skip: int = 0) -> str:
        """A block in the first way, after `skip` others, that is read as this very block."""
        for way in self.ways(block):
            if skip:
                skip -= 1
            elif proofs.says(way, [block], self.lesson):
                return way
        self.as_data += 1
        return fences.data(self.bare(block))

    def ways(self, block: Raw) -> Iterator[str]:
        for hand in Hand:
            yield from WRITERS[block["type"]](block["value"], self, hand)

    def bare(self, block: Raw) -> Raw:
        """A block without ids, exercises that are at home here with all they say."""
        found = proofs.shapes.block(block)
        for text in proofs.at_home(block, self.lesson):
            found["value"]["exercise"] = {"name": text.name, "data": proofs.menus.exercise(text.data)}
        return found

    def prose(self, html: str, hand: Hand) -> str:
        return paragraphs(parts(html), hand)


@writes("text")
def text(value: str, page: Page, hand: Hand) -> Iterator[str]:
    yield page.prose(value, hand)


@writes("heading")
def heading(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    level, anchor = int(value["level"] or 2), value["anchor"]
    if anchor and anchor == slugs.github(value["text"]):
        yield fences.heading(value["text"], level)
    yield fences.heading(value["text"], level, f"{{#{anchor}}}" if anchor else '{anchor=""}')


@writes("image")
def image(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    picture = value["image"]
    caption = inline(value["caption"] or "", hand)
    given = fences.attributes({"alt": picture["alt_text"] or NONE, "credit": value["credit"]})
    yield f"![{caption}]({picture['image']}){given}"


@writes("code")
def code(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    given = {
        "as": "code" if value["language"] == "pycon" else None,
        "caption": value["caption"],
        "highlight": value["highlight"],
    }
    outputs = [fence(entry["value"]["kind"], entry["value"]["text"]) for entry in value["outputs"]]
    yield "\n\n".join([fence(value["language"], value["code"], given), *outputs])


@writes("terminal")
def terminal(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield fence(SESSIONS[value["shell"]], value["session"], {"caption": value["caption"]})


@writes("quote")
def quote(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    said = [begun(escaped(paragraph)) for paragraph in value["text"].split("\n\n")]
    if value["attribution"]:
        who = escaped(value["attribution"])
        said.append(f"-- [{who}]({value['url']})" if value["url"] else f"-- {who}")
    yield "\n>\n".join(f"> {paragraph}" for paragraph in said)


@writes("table")
def table(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    rows = [[inline(cell["value"], hand, cell=True) for cell in row["value"]] for row in value["rows"]]
    if not rows:
        return
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, f"|{'---|' * len(rows[0])}")
    given = {"caption": value["caption"], "header": value["header"] if value["header"] != "row" else None}
    grid = "\n".join(lines)
    yield div("table", grid, given) if any(given.values()) else grid


@writes("video")
def video(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    given = {"url": value["url"], "file": value["file"]}
    yield from fences.titled("video", page.prose(value["transcript"], hand), given, value["title"])


@writes("download")
def download(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    yield from fences.titled(
        "download", fences.plain(value["description"]), {"file": value["document"]}, value["title"]
    )


@writes("resource")
def resource(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    thing = value["resource"]
    given = {name: thing[name] for name in ("url", "kind", "language")} | {"note": value["note"]}
    yield from fences.titled("resource", fences.plain(thing["description"]), given, thing["title"])


@writes("glossary_term")
def glossary_term(value: Raw, page: Page, hand: Hand) -> Iterator[str]:
    term = value["term"]
    given = {
        "slug": term["slug"] if term["slug"] != slugs.plain(term["term"]) else None,
        "note": value["note"],
    }
    yield from fences.titled("glossary-term", fences.plain(term["definition"]), given, term["term"])
