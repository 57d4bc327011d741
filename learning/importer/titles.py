"""What a lesson is called: its front matter, its first heading, or else the name of its file."""

from pathlib import PurePosixPath

from markdown_it.tree import SyntaxTreeNode

from .blocks import title_of
from .codes import trailing_attributes
from .inline import plain
from .reading import Reading

INDEXES = {"index", "readme", "_index"}


def is_index(path: str) -> bool:
    """Whether a file speaks for its folder."""
    return PurePosixPath(path).stem.lower() in INDEXES


def own_name(path: str) -> str:
    """The name of a file without its number; an index is called as its folder."""
    place = PurePosixPath(path)
    stem = place.parent.name if is_index(path) and place.parent.name else place.stem
    return stem.lstrip("0123456789").lstrip("-_. ") or stem


def named_after(path: str) -> str:
    """The name of a file or folder as words."""
    said = own_name(path).replace("-", " ").replace("_", " ").strip()
    return said[:1].upper() + said[1:]


def take_title(body: list[SyntaxTreeNode], reading: Reading, given: str, *, loose: bool) -> str:
    """The given title, or the words of the heading that is the title, which leaves the text. Loosely read, it may stand
    further down, and without a heading of the first level the first of any level counts; that one stays if words stand
    before it. A heading that repeats the given title is not said twice."""
    heads = [place for place, node in enumerate(body) if node.type == "heading" and node.tag == "h1"]
    tops = heads if loose else heads[:1] if heads[:1] == [0] else []
    if given:
        if loose and tops and _words(body[tops[0]]) == given:
            title_of(body.pop(tops[0]), reading)
        return given
    if tops:
        return title_of(body.pop(tops[0]), reading)[0]
    first = next((place for place, node in enumerate(body) if node.type == "heading"), None)
    if not loose or first is None:
        return ""
    if first == 0:
        return title_of(body.pop(0), reading)[0]
    return _words(body[first])


def _words(heading: SyntaxTreeNode) -> str:
    return trailing_attributes(plain(heading.children[0]))[0] if heading.children else ""
