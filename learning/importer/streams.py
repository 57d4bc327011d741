"""A lesson body under construction: blocks in order, rich text merged, what may not stand here moved behind."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Place(IntEnum):
    """How deep a stream of blocks stands, and with that, what it may hold."""

    BODY = 0  # everything
    INNER = 1  # no exercises, checkpoints or facilitator notes; boxes of one more level
    LEAF = 2  # no boxes

    @property
    def within(self) -> "Place":
        return Place(min(self + 1, Place.LEAF))


@dataclass
class Block:
    """One block as data: its type, its value, and the source line it came from."""

    type: str
    value: Any
    line: int = 0

    def raw(self) -> dict[str, Any]:
        return {"type": self.type, "value": raw(self.value)}


@dataclass
class Item:
    """One entry of a list block."""

    value: Any

    def raw(self) -> dict[str, Any]:
        return {"type": "item", "value": raw(self.value)}


def raw(value: Any) -> Any:
    """A value with everything in it as JSON would store it."""
    if isinstance(value, Block | Item):
        return value.raw()
    if isinstance(value, list):
        return [raw(entry) for entry in value]
    if isinstance(value, dict):
        return {name: raw(entry) for name, entry in value.items()}
    return value


@dataclass
class Stream:
    """Blocks in order. `later` holds blocks that belong to the body, to be placed behind the box they were found in."""

    place: Place
    private: bool = False  # within a facilitator note: nothing may leave it
    blocks: list[Block] = field(default_factory=list)
    later: list[Block] = field(default_factory=list)
    _rich: list[tuple[str, str, int]] = field(default_factory=list)

    def inner(self, place: Place | None = None, *, private: bool = False) -> "Stream":
        """A stream for the content of a box that stands here."""
        return Stream(self.place.within if place is None else place, self.private or private)

    def paragraph(self, html: str, line: int = 0) -> None:
        if html:
            self._rich.append(("", f"<p>{html}</p>", line))

    def rule(self, line: int = 0) -> None:
        self._rich.append(("", "<hr/>", line))

    def item(self, tag: str, list_id: int, html: str, line: int = 0) -> None:
        """One list item; neighbors of the same list share one list element."""
        self._rich.append((f"{tag} {list_id}", f"<li>{html}</li>", line))

    def add(self, kind: str, value: Any, line: int = 0) -> Block:
        """Add a block that is not rich text."""
        self.flush()
        block = Block(kind, value, line)
        self.blocks.append(block)
        return block

    def take_later(self, other: "Stream") -> None:
        """Place what another stream could not hold: here, or later."""
        if self.place == Place.BODY and not self.private:
            self.flush()
            self.blocks += other.later
        else:
            self.later += other.later
        other.later = []

    def defer(self, block: Block) -> None:
        """A block that only a body may hold."""
        if self.place == Place.BODY:
            self.flush()
            self.blocks.append(block)
        else:
            self.later.append(block)

    def flush(self) -> None:
        """Close the rich text block in the making."""
        if not self._rich:
            return
        html: list[str] = []
        current = ""
        for group, piece, _line in self._rich:
            if group != current:
                html.append(f"</{current.split()[0]}>" if current else "")
                html.append(f"<{group.split()[0]}>" if group else "")
                current = group
            html.append(piece)
        html.append(f"</{current.split()[0]}>" if current else "")
        self.blocks.append(Block("text", "".join(html), self._rich[0][2]))
        self._rich = []

    def finish(self) -> list[Block]:
        """All blocks of this stream."""
        self.flush()
        return self.blocks

    @property
    def last(self) -> Block | None:
        """The block just before the next one, None while rich text stands there."""
        return None if self._rich or not self.blocks else self.blocks[-1]
