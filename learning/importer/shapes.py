"""What each block of a lesson is made of, as data: the one place that knows, for reading and for comparing exact blocks.

A test compares this list with the blocks of the site.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from . import canonical
from .codes import LANGUAGES
from .streams import Place


class Misshapen(ValueError):
    """Data that is no block of a lesson; the message names the part that is wrong."""


class Finder:
    """What becomes of the places that data points at: here they stay as they are."""

    def link(self, attributes: dict[str, str]) -> dict[str, str] | None:
        return canonical.as_stored(attributes)

    def picture(self, path: Any) -> Any:
        return path

    def file(self, path: Any) -> Any:
        return path

    def exercise(self, said: Any) -> Any:
        return said

    def thing(self, what: str, said: Any) -> Any:
        return said


class Kind(Protocol):
    """One kind of value: `read` gives it in one spelling, what is missing filled in. Raises Misshapen."""

    def read(self, value: Any, finder: Finder) -> Any: ...


@dataclass(frozen=True)
class Words:
    """Plain text; every space counts."""

    def read(self, value: Any, finder: Finder) -> str:
        if value is not None and not isinstance(value, str):
            raise Misshapen("text")
        return (value or "").replace("\0", "")


@dataclass(frozen=True)
class Rich:
    """Rich text: paragraphs and lists, or (`line`) a caption or a cell."""

    line: bool = False

    def read(self, value: Any, finder: Finder) -> str:
        html = Words().read(value, finder)
        if type(finder) is Finder and not self.line:
            return canonical.rich(html)
        return canonical.line(html, finder.link) if self.line else canonical.rich(html, finder.link)


@dataclass(frozen=True)
class Choice:
    """One of some words; the first where nothing is said."""

    options: tuple[str, ...]

    def read(self, value: Any, finder: Finder) -> str:
        said = str(value) if value not in (None, "") else self.options[0]
        if said not in self.options:
            raise Misshapen(f"one of {', '.join(self.options)}")
        return said


@dataclass(frozen=True)
class Whole:
    """A whole number, or none."""

    most: int = 10_000

    def read(self, value: Any, finder: Finder) -> int | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= self.most:
            raise Misshapen(f"a number up to {self.most}")
        return value


@dataclass(frozen=True)
class Hours:
    """Hours with one decimal, as text, or none."""

    def read(self, value: Any, finder: Finder) -> str | None:
        if value is None or value == "":
            return None
        try:
            hours = Decimal(str(value)).quantize(Decimal("0.1"))
        except InvalidOperation:
            raise Misshapen("hours") from None
        if not 0 <= hours <= 100:
            raise Misshapen("hours")
        return str(hours)


@dataclass(frozen=True)
class Day:
    """A day as 2026-12-05, or none."""

    def read(self, value: Any, finder: Finder) -> str | None:
        if value is None or value == "":
            return None
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise Misshapen("a day") from None


@dataclass(frozen=True)
class Yes:
    """Yes or no."""

    def read(self, value: Any, finder: Finder) -> bool:
        return value is True


@dataclass(frozen=True)
class Pointer:
    """Something of a library: `what` is "exercise" or "file"; in the library's own terms, or as the importer names it."""

    what: str

    def read(self, value: Any, finder: Finder) -> Any:
        return getattr(finder, self.what)(value) if value is not None else None


@dataclass(frozen=True)
class Thing:
    """A snippet that says itself who it is, so that it can be made where it is missing; or its id."""

    what: str
    parts: dict[str, Kind]

    def read(self, value: Any, finder: Finder) -> Any:
        said = finder.thing(self.what, value)
        return Struct(self.parts).read(said, finder) if isinstance(said, dict) else said


@dataclass(frozen=True)
class Picture:
    """A picture: a decorative one has no words."""

    def read(self, value: Any, finder: Finder) -> Any:
        said = value if isinstance(value, dict) else {"image": value}
        return {
            "image": finder.picture(said.get("image")),
            "alt_text": Words().read(said.get("alt_text"), finder),
            "decorative": said.get("decorative") is True,
        }


@dataclass(frozen=True)
class Struct:
    parts: dict[str, Kind]

    def read(self, value: Any, finder: Finder) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Misshapen("named values")
        found = {}
        for name, kind in self.parts.items():
            try:
                found[name] = kind.read(value.get(name), finder)
            except Misshapen as error:
                raise Misshapen(f"{name}: {error}") from None
        return found


@dataclass(frozen=True)
class Listed:
    """A list; each entry is stored as an item."""

    kind: Kind

    def read(self, value: Any, finder: Finder) -> list[dict[str, Any]]:
        if not isinstance(value or [], list):
            raise Misshapen("a list")
        return [{"type": "item", "value": self.kind.read(_bare(entry), finder)} for entry in value or []]


def _bare(entry: Any) -> Any:
    """An item's value; lists of long ago hold the values themselves."""
    return entry["value"] if isinstance(entry, dict) and entry.get("type") == "item" else entry


@dataclass(frozen=True)
class Streamed:
    """Blocks inside a block."""

    place: Place

    def read(self, value: Any, finder: Finder) -> list[dict[str, Any]]:
        if not isinstance(value or [], list):
            raise Misshapen("a list of blocks")
        return [block(entry, self.place, finder) for entry in value or []]


def block(entry: Any, place: Place = Place.BODY, finder: Finder | None = None) -> dict[str, Any]:
    """A block in one spelling, without its ids. Raises Misshapen for anything that is no block of this place."""
    name = entry.get("type") if isinstance(entry, dict) else None
    kind = MENUS[place].get(name) if isinstance(name, str) else None
    if kind is None:
        raise Misshapen(f"a block of the kind “{str(name)[:40]}” cannot stand here")
    try:
        return {"type": name, "value": kind.read(entry.get("value"), finder or Finder())}
    except Misshapen as error:
        raise Misshapen(f"{name}: {error}") from None
    except RecursionError:
        raise Misshapen("nested too deep") from None


TEXT, RICH, LINE = Words(), Rich(), Rich(line=True)
CODE_LANGUAGE = Choice(("python", *sorted(LANGUAGES - {"python"})))
# Filled in by menus.py, which knows the blocks.
MENUS: dict[Place, dict[str, Kind]] = {place: {} for place in Place}
