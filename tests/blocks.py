"""Every block an editor can choose, found by walking the menus."""

from collections.abc import Iterator

from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import PageBody, SectionBody
from learning.blocks.body import Hints, LessonBody, LessonInnerBody

MENUS: dict[str, blocks.StreamBlock] = {
    "page": PageBody(),
    "section": SectionBody(),
    "lesson": LessonBody(),
    "exercise": LessonInnerBody(),
    "hints": Hints(),
}


def _walk(path: str, block: blocks.Block) -> Iterator[tuple[str, blocks.Block]]:
    yield path, block
    if isinstance(block, (blocks.StreamBlock, blocks.StructBlock)) and not isinstance(block, ImageBlock):
        for name, child in block.child_blocks.items():
            yield from _walk(f"{path}.{name}", child)
    elif isinstance(block, blocks.ListBlock):
        yield from _walk(f"{path}.item", block.child_block)


def _parents(path: str, block: blocks.Block) -> Iterator[tuple[str, blocks.Block]]:
    for name, each in _walk(path, block):
        if isinstance(each, blocks.StreamBlock):
            yield from ((f"{name}.{child}", inner) for child, inner in each.child_blocks.items())


def every_block() -> list[tuple[str, blocks.Block]]:
    """Every block that stands in a menu, at any depth, with its path: "lesson.callout.content.code".

    The same block with the same menu inside is given once, wherever it stands.
    """
    found: dict[tuple, tuple[str, blocks.Block]] = {}
    for name, menu in MENUS.items():
        for path, block in _parents(name, menu):
            inside = tuple(inner.rsplit(".", 1)[-1] for inner, _block in _walk("", block))
            found.setdefault((type(block), block.name, inside), (path, block))
    return list(found.values())


def every_part() -> list[tuple[str, blocks.Block]]:
    """Every block there is, down to the single fields; Wagtail's own picture is left whole."""
    return [found for name, menu in MENUS.items() for found in _walk(name, menu)]
