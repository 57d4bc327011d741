"""Fenced divs for things of the library (files, resources, terms), for tables with more to say, and for parts set apart."""

from markdown_it.tree import SyntaxTreeNode

from . import inline
from .blocks import convert, div, unknown
from .boxes import split_title
from .cards import is_address
from .divs import Div
from .markdown import line_of
from .menus import RESOURCE, TERM
from .reading import Reading
from .report import Weight
from .shapes import Finder, Misshapen
from .slugs import plain
from .streams import Item, Place, Stream

HEADERS = {"row", "column", "both", "none"}


def _words(nodes: list[SyntaxTreeNode]) -> str:
    """The plain words of some paragraphs, a line for each."""
    said = [inline.plain(child) for node in nodes for child in node.walk() if child.type == "inline"]
    return "\n".join(words for words in said if words)


@div("text")
def text(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """Running text that is a block of its own, apart from the text before and after it."""
    stream.flush()
    convert(node.children, stream, reading)
    stream.flush()


@div("table")
def table(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A table with a caption, or with headings elsewhere than in its first row."""
    before = len(stream.finish())
    convert(node.children, stream, reading)
    found = next((block for block in stream.finish()[before:] if block.type == "table"), None)
    if found is None:
        reading.complain(line_of(node), "a div “table” without a table in it")
        return
    found.value["caption"] = opened.attributes.get("caption", "")
    wanted = opened.attributes.get("header", "row")
    if wanted in HEADERS:
        found.value["header"] = wanted
    else:
        reading.complain(line_of(node), f"header cannot be “{wanted}”")


@div("recap")
def recap(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """Key points of a part, in the middle of a lesson."""
    lists = [child for child in node.children if child.type == "bullet_list"]
    points = [_words([item])[:300] for each in lists for item in each.children]
    if stream.place != Place.BODY or not points or len(lists) != len(node.children):
        reading.complain(line_of(node), "a recap is one list, in the lesson itself")
        convert(node.children, stream, reading)
        return
    stream.add("key_points", {"points": [Item(point) for point in points]}, line_of(node))


@div("download")
def download(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A file of the folder to take home; the text describes it."""
    target = reading.links.file(opened.attributes.get("file", ""))
    if not target.path:
        reading.complain(line_of(node), target.problem, Weight.DROPPED)
        unknown(node, Div("download", opened.title), stream, reading)
        return
    title, rest = split_title(node, opened, reading)
    reading.files.setdefault(target.path, line_of(node))
    value = {"document": target.path, "title": title, "description": _words(rest)}
    stream.add("download", value, line_of(node))


@div("resource")
def resource(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A link of the resource library, found by its address; the text describes it."""
    given = opened.attributes
    title, rest = split_title(node, opened, reading)
    said = {name: given.get(name, "") for name in ("url", "kind", "language")}
    try:
        thing = RESOURCE.read({**said, "title": title, "description": _words(rest)}, Finder())
    except Misshapen as error:
        reading.complain(line_of(node), f"a resource cannot say {error}")
        thing = RESOURCE.read({**said, "kind": "", "title": title, "description": _words(rest)}, Finder())
    if not (title and is_address(thing["url"])):
        reading.complain(line_of(node), 'a resource needs a title and an address, url="https://…"')
        unknown(node, Div("resource", opened.title), stream, reading)
        return
    stream.add("resource", {"resource": thing, "note": given.get("note", "")}, line_of(node))


@div("glossary-term", "term")
def glossary_term(node: SyntaxTreeNode, opened: Div, stream: Stream, reading: Reading) -> None:
    """A term of the glossary, found by its name; the text is the definition where the glossary has none yet."""
    given = opened.attributes
    title, rest = split_title(node, opened, reading)
    slug = given.get("slug", "") or plain(title)
    definition = _words(rest)
    if not (title and slug and definition):
        reading.complain(line_of(node), "a glossary-term needs a title and its definition")
        unknown(node, Div("glossary-term", opened.title), stream, reading)
        return
    term = TERM.read({"slug": slug, "term": title, "definition": definition}, Finder())
    stream.add("glossary_term", {"term": term, "note": given.get("note", "")}, line_of(node))
