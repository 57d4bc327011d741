"""Progress drawn as a vine on a trellis: a leaf per lesson, a bud for the next, a bloom per finished module.

Pure: lessons in, SVG text out. Shape carries the meaning (leaf, half-open leaf, bud, ring, bloom, solid or
dotted stem); colors come from the classes in vine.css.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import atan2, hypot, radians

from cms.botany import BUD, CURL, HALF_RIB, LEAF, RIB, SEPALS, Point, lattice, number, petals, place
from cms.growth import Lesson, Module, State, measure


def draw(
    modules: Sequence[Module],
    *,
    title: str,
    description: str = "",
    vertical: bool = False,
    per_row: int = 16,
    scale: float = 1.25,
) -> str:
    """Give the whole vine as an SVG image named `title` and described by `description`, both plain text.

    Lying down it winds in rows of at most `per_row` stations (lessons and module ends), from the bottom row
    up; `vertical` lets it climb one tall trellis instead. `scale` says how large it is where there is room.
    """
    stations = _stations(modules)
    spots, size = _climb(len(stations)) if vertical else _wind(len(stations), per_row)
    grown = max((nth for nth, station in enumerate(stations) if station.grown), default=-1)
    form = "vertical" if vertical else "horizontal"
    parts = [
        f'<svg class="vine vine--{form}" viewBox="0 0 {number(size[0])} {number(size[1])}" '
        f'width="{size[0] * scale:.0f}" height="{size[1] * scale:.0f}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>" if description else "",
        f'<path class="vine__wood" fill="none" d="{lattice(*size, 20)}"/>',
        _posts(stations, spots, vertical=vertical),
        _stem(spots[grown + 1 :], "guide"),
        _stem(spots[: grown + 2], "stem") if grown >= 0 else "",
        *(_station(station, spot) for station, spot in zip(stations, spots[1:], strict=True)),
        "</svg>",
    ]
    return "".join(parts)


def mark(lesson: Lesson, *, is_next: bool = False, side: int = 0) -> str:
    """Give the glyph of one lesson for a list; decorative, the words beside it say the state.

    With a `side` (-1 or 1) it grows from the middle of a 48 px cell, where the tendril of a path passes.
    """
    if not side:
        inside = _lone(lesson, is_next=is_next)
        return f'<svg viewBox="8 8 32 32" width="24" height="24" aria-hidden="true">{inside}</svg>'
    station = _Station(lesson.state, required=lesson.required, is_next=is_next)
    inside = _station(station, _Spot(24, 24, 0, -1, side), scale=1.15)
    return f'<svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">{inside}</svg>'


def glyphs() -> str:
    """Give, once a page, the drawings that `glyph` points at: an outline repeats few of them many times."""
    drawn = (
        f'<symbol id="vine-{name}" viewBox="8 8 32 32">{_lone(lesson, is_next=is_next)}</symbol>'
        for name, (lesson, is_next) in _GLYPHS.items()
    )
    return f'<svg width="0" height="0" aria-hidden="true">{"".join(drawn)}</svg>'


def glyph(lesson: Lesson, *, is_next: bool = False) -> str:
    """Give the glyph of one lesson by its name; `glyphs` must stand on the same page."""
    name = str(lesson.state)
    if lesson.state == State.TODO:
        name = "next" if is_next else "todo" if lesson.required else "optional"
    elif is_next:
        name = "started-next"
    return f'<svg width="24" height="24" aria-hidden="true"><use href="#vine-{name}"/></svg>'


def bloom(*, is_open: bool) -> str:
    """Give the glyph of one module for a list: a bloom when it is done, a closed ring before."""
    inside = _flower((24, 24), 11) if is_open else _ring((24, 24), 6)
    return f'<svg viewBox="8 8 32 32" width="24" height="24" aria-hidden="true">{inside}</svg>'


def tendril(*, grown: bool) -> str:
    """Give a piece of stem that stretches with its row, so that a list of any height stays one plant."""
    kind = "stem" if grown else "guide"
    return (
        '<svg class="path__stem" viewBox="0 0 48 64" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="vine__{kind}" fill="none" d="M24 0C38 20 10 44 24 64"/></svg>'
    )


#: The glyphs of an outline by name.
_GLYPHS = {
    "done": (Lesson(State.DONE), False),
    "started": (Lesson(State.STARTED), False),
    "started-next": (Lesson(State.STARTED), True),
    "next": (Lesson(), True),
    "todo": (Lesson(), False),
    "optional": (Lesson(required=False), False),
}


def _lone(lesson: Lesson, *, is_next: bool) -> str:
    station = _Station(lesson.state, required=lesson.required, is_next=is_next)
    if lesson.state == State.TODO and not is_next:
        return _station(station, _Spot(24, 24, 1, 0, 0), scale=1.25)
    if lesson.state == State.STARTED and is_next:
        return _station(station, _Spot(16, 27, 1, 0, 1))
    return _station(station, _Spot(15, 33, 1, 0, 1), scale=1.25)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point of the stem, the direction it grows there, the side of its leaf (-1 left, 1 right)."""

    x: float
    y: float
    dx: float
    dy: float
    side: int
    row: int = 0


@dataclass(frozen=True, slots=True)
class _Station:
    state: State | None  # None: the end of a module
    required: bool = True
    is_next: bool = False
    in_bloom: bool = False

    @property
    def grown(self) -> bool:
        return self.in_bloom or self.is_next or self.state in {State.DONE, State.STARTED}


def _stations(modules: Sequence[Module]) -> list[_Station]:
    upcoming, count, stations = measure(modules).next, 0, []
    for module in modules:
        for lesson in module.lessons:
            stations.append(_Station(lesson.state, lesson.required, is_next=count == upcoming))
            count += 1
        stations.append(_Station(None, in_bloom=module.in_bloom))
    return stations


def _wind(count: int, per_row: int) -> tuple[list[_Spot], Point]:
    """Rows of stations from the bottom up, every second one running back; the first spot is the root."""
    pitch, gap, margin = 26, 62, 30
    rows = max(1, -(-count // per_row))
    per_row = -(-count // rows)
    width, height = 2 * margin + pitch * max(min(count, per_row) - 1, 1), gap * rows + 6
    spots = [_Spot(8, height - 3, 0.6, -0.8, 1)]
    for nth in range(count):
        row, step = divmod(nth, per_row)
        way = -1 if row % 2 else 1
        x = margin + pitch * step if way == 1 else width - margin - pitch * step
        side = -1 if nth % 2 else 1
        spots.append(_Spot(x, height - 34 - gap * row - 6 * side, way, 0, side * way, row))
    return spots, (width, height)


def _climb(count: int) -> tuple[list[_Spot], Point]:
    """One column of stations, bottom to top; the first spot is the root."""
    pitch, width = 30, 84
    height = pitch * max(count, 1) + 30
    spots = [_Spot(width / 2, height - 2, 0, -1, 1)]
    for nth in range(count):
        side = -1 if nth % 2 else 1
        spots.append(_Spot(width / 2 + 7 * side, height - 26 - pitch * nth, 0, -1, side))
    return spots, (width, height)


def _stem(spots: Sequence[_Spot], kind: str) -> str:
    if len(spots) < 2:
        return ""
    path = [f"M{number(spots[0].x)} {number(spots[0].y)}"]
    for a, b in zip(spots, spots[1:], strict=False):
        reach = hypot(b.x - a.x, b.y - a.y) * (0.5 if a.row == b.row else 0.52)
        path.append(
            f"C{number(a.x + a.dx * reach)} {number(a.y + a.dy * reach)} "
            f"{number(b.x - b.dx * reach)} {number(b.y - b.dy * reach)} {number(b.x)} {number(b.y)}"
        )
    return f'<path class="vine__{kind}" fill="none" d="{"".join(path)}"/>'


def _posts(stations: Sequence[_Station], spots: Sequence[_Spot], *, vertical: bool) -> str:
    """A lath across the trellis wherever a module ends."""
    path = []
    for station, spot in zip(stations, spots[1:], strict=True):
        if station.state is None:
            half = 38 if vertical else 24
            x, y = (42, spot.y) if vertical else (spot.x, spot.y + 6 * spot.side * (spot.dx or 1))
            path.append(
                f"M{number(x - half)} {number(y)}h{2 * half}"
                if vertical
                else f"M{number(x)} {number(y - half)}v{2 * half}"
            )
    return f'<path class="vine__post" fill="none" d="{"".join(path)}"/>' if path else ""


def _station(station: _Station, spot: _Spot, scale: float = 1) -> str:
    at = (spot.x, spot.y)
    angle = atan2(spot.dy, spot.dx) + radians(-52 * spot.side)
    if station.state is None:
        return _flower(at, 10 * scale) if station.in_bloom else _ring(at, 4.5 * scale)
    length = (23 if station.required else 15) * scale
    if station.state == State.DONE:
        return _leaf(at, angle, length, half=False)
    if station.state == State.STARTED:
        bud = _bud(at, angle + radians(104 * spot.side), 13 * scale) if station.is_next else ""
        return _leaf(at, angle, length, half=True) + bud
    if station.is_next:
        return _bud(at, angle, 21 * scale)
    return _ring(at, 3.4 * scale) if station.required else _curl(at, angle, 10 * scale)


def _leaf(at: Point, angle: float, length: float, *, half: bool) -> str:
    kind = "--started" if half else ""
    outline = place(LEAF, at, angle, length)
    rib = place(HALF_RIB if half else RIB, at, angle, length)
    return (
        f'<path class="vine__leaf{kind and f" vine__leaf{kind}"}" d="{outline}"/>'
        f'<path class="vine__rib{kind and f" vine__rib{kind}"}" fill="none" d="{rib}"/>'
    )


def _bud(at: Point, angle: float, length: float) -> str:
    body, sepals = place(BUD, at, angle, length), place(SEPALS, at, angle, length)
    return f'<path class="vine__bud" d="{body}"/><path class="vine__sepal" d="{sepals}"/>'


def _flower(at: Point, radius: float) -> str:
    heart = f'<circle class="vine__heart" {_circle(at, radius * 0.27)}/>'
    return f'<path class="vine__bloom" d="{petals(at, radius)}"/>{heart}'


def _ring(at: Point, radius: float) -> str:
    return f'<circle class="vine__node" {_circle(at, radius)}/>'


def _curl(at: Point, angle: float, length: float) -> str:
    return f'<path class="vine__curl" fill="none" d="{place(CURL, at, angle, length)}"/>'


def _circle(at: Point, radius: float) -> str:
    return f'cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}"'
