"""Lists as rich text; a list that holds code, pictures or boxes is parted around them, its numbers kept."""

from collections.abc import Callable

from markdown_it.tree import SyntaxTreeNode

from . import inline
from .markdown import line_of
from .reading import Reading
from .streams import Stream

type Convert = Callable[[list[SyntaxTreeNode], Stream, Reading], Stream]
TAGS = {"bullet_list": "ul", "ordered_list": "ol"}


def is_plain(node: SyntaxTreeNode) -> bool:
    """Whether a list holds nothing but words and such lists."""
    return all(_is_rich(child) for item in node.children for child in item.children)


def is_words(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph is free of pictures."""
    return not any(
        child.type == "image" or (child.type == "html_inline" and child.content.lower().startswith("<img"))
        for child in node.walk()
    )


def _is_rich(node: SyntaxTreeNode) -> bool:
    if node.type == "paragraph":
        return is_words(node)
    return node.type in TAGS and is_plain(node) and _start(node) == 1


def _start(node: SyntaxTreeNode) -> int:
    return int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 1


def items_of(node: SyntaxTreeNode, reading: Reading) -> list[str]:
    """The items of a plain list as rich text, lists within them included."""
    return [_item(item, reading) for item in node.children]


def _item(item: SyntaxTreeNode, reading: Reading) -> str:
    html = ""
    for child in item.children:
        if child.type == "paragraph":
            said, _pictures = inline.rich(child.children[0], reading)
            html += ("<br/>" if html and said else "") + said
        else:
            tag = TAGS[child.type]
            html += f"<{tag}>{''.join(f'<li>{entry}</li>' for entry in items_of(child, reading))}</{tag}>"
    return html


def add_list(node: SyntaxTreeNode, stream: Stream, reading: Reading, convert: Convert) -> None:
    """Add a list to a stream. Rich text has no list that begins at 3 or goes on behind a code block, so a
    numbered list of that kind becomes paragraphs that say their number."""
    number, list_id, tag = _start(node), reading.next_list(), TAGS[node.type]
    whole = is_plain(node)
    numbered = node.type == "ordered_list" and (not whole or number != 1)
    for item in node.children:
        children = list(item.children)
        lead = (
            children.pop(0)
            if children and _is_rich(children[0]) and children[0].type == "paragraph"
            else None
        )
        if whole and not numbered:
            stream.item(tag, list_id, _item(item, reading), line_of(item))
            continue
        said = inline.rich(lead.children[0], reading)[0] if lead else ""
        if numbered:
            stream.paragraph(f"{number}. {said}".strip(), line_of(item))
        else:
            while children and _is_rich(children[0]):
                child = children.pop(0)
                said += _continued(child, said, reading)
            if said:
                stream.item(tag, list_id, said, line_of(item))
        convert(children, stream, reading)
        number += 1


def _continued(child: SyntaxTreeNode, before: str, reading: Reading) -> str:
    if child.type == "paragraph":
        said, _pictures = inline.rich(child.children[0], reading)
        return ("<br/>" if before and said else "") + said
    tag = TAGS[child.type]
    return f"<{tag}>{''.join(f'<li>{entry}</li>' for entry in items_of(child, reading))}</{tag}>"
