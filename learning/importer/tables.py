"""Pipe tables: every cell as inline rich text, also the cells that CommonMark's tables would leave out."""

from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode

from . import inline
from .markdown import inline as parse_inline
from .markdown import line_of
from .pictures import place_picture
from .reading import Reading
from .report import Weight
from .streams import Item, Stream


def add_table(node: SyntaxTreeNode, stream: Stream, reading: Reading) -> None:
    """Add a table block; pictures in cells follow behind the table."""
    rows: list[list[str]] = []
    pictures: list[inline.Picture] = []
    for row in (row for part in node.children for row in part.children):
        cells: list[str] = []
        for cell in row.children:
            said, found = inline.rich(cell.children[0], reading) if cell.children else ("", [])
            cells.append(said or " ".join(picture.alt for picture in found))
            pictures += found
        rows.append(cells)
    _add_extra_cells(node, rows, reading)
    width = max((len(row) for row in rows), default=0)
    value = {
        "caption": "",
        "header": "row",
        "rows": [Item([Item(cell) for cell in [*row, *[""] * (width - len(row))]]) for row in rows],
    }
    stream.add("table", value, line_of(node))
    for picture in pictures:
        place_picture(picture, stream, reading)


def _add_extra_cells(node: SyntaxTreeNode, rows: list[list[str]], reading: Reading) -> None:
    """Cells beyond the header's width are skipped by the parser; they stand in the source, so they are kept."""
    lines = reading.lines
    position = 0
    for part in node.children:
        for row in part.children:
            line = line_of(row)
            source = lines[line - 1].strip().lstrip("> ") if 0 < line <= len(lines) else ""
            cells = escapedSplit(source)
            cells = cells[1:] if cells and not cells[0].strip() else cells
            cells = cells[:-1] if cells and not cells[-1].strip() else cells
            for extra in cells[len(row.children) :]:
                reading.complain(line, "a table row with more cells than the header", Weight.NOTE)
                rows[position].append(inline.rich(parse_inline(extra.strip(), reading.env), reading)[0])
            position += 1
