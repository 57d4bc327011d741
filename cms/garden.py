"""The picture of the front page: an arch of laths on which several vines are at different heights. Pure."""

import functools
from html import escape
from math import atan2, cos, pi, radians, sin

from cms.botany import BUD, HEART, LANCE, LEAF, LOBED, RIB, SEPALS, Point, number, petals, place

WIDTH, HEIGHT = 480, 560
_POT = HEIGHT - 66

#: x of the pot, how far up the vine has grown (0 to 1), leaf shape, leaf size, radius of the bloom at its tip.
_PLANTS = (
    (84, 0.97, LEAF, 44, 24),
    (188, 0.52, HEART, 38, 0),
    (292, 0.24, LANCE, 46, 0),
    (396, 0.76, LOBED, 48, 20),
)


@functools.lru_cache(maxsize=16)
def draw(title: str) -> str:
    """Give the picture as an SVG image named `title`: one in each language, drawn once."""
    plants = "".join(_plant(nth, *plant) for nth, plant in enumerate(_PLANTS))
    return (
        f'<svg class="garden" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(title)}</title>'
        f'<path class="garden__sky" d="{_arch(20)}Z"/>'
        f'<path class="garden__wood" fill="none" d="{_laths()}"/>'
        f'<path class="garden__frame" fill="none" d="{_arch(20)}"/>{plants}</svg>'
    )


def _arch(inset: float) -> str:
    radius = WIDTH / 2 - inset
    return f"M{inset},{HEIGHT}V{inset + radius}A{radius},{radius} 0 0 1 {WIDTH - inset},{inset + radius}V{HEIGHT}"


def _laths() -> str:
    """Crossing laths, each cut where it meets the arch."""
    radius, center, path = WIDTH / 2 - 20, WIDTH / 2, []
    for start in range(-HEIGHT, WIDTH, 52):
        for mirror in (False, True):
            inside = [
                (x, y)
                for y in range(20, HEIGHT + 1, 2)
                if _is_inside(x := (WIDTH - start - y if mirror else start + y), y, center, radius)
            ]
            if len(inside) > 4:
                (x0, y0), (x1, y1) = inside[0], inside[-1]
                path.append(f"M{x0},{y0}L{x1},{y1}")
    return "".join(path)


def _is_inside(x: float, y: float, center: float, radius: float) -> bool:
    if not 20 <= x <= WIDTH - 20:
        return False
    return y >= 20 + radius or (x - center) ** 2 + (y - 20 - radius) ** 2 <= radius**2


def _plant(nth: int, foot: float, grown: float, leaf: str, size: float, bloom: float) -> str:
    tall = (_POT - 56) * grown
    lean = (
        26 * (1 if nth % 2 else -1) * (-1 if foot < WIDTH / 2 else 1) * 0.4
        + (WIDTH / 2 - foot) * 0.3 * grown**2
    )

    def at(part: float) -> Point:
        sway = 19 * sin(part * grown * 3.4 * pi + nth)
        return foot + sway * min(1, part * 5) + lean * part**2, _POT - tall * part

    count = max(3, round(tall / 31))
    stem = [at(step / (count * 2)) for step in range(count * 2 + 1)]
    line = f"M{number(stem[0][0])},{number(stem[0][1])}" + "".join(
        f"Q{number(x0)},{number(y0)} {number((x0 + x1) / 2)},{number((y0 + y1) / 2)}"
        for (x0, y0), (x1, y1) in zip(stem[1:], stem[2:], strict=False)
    )
    leaves, ribs = [], []
    for step in range(1, count):
        part = (step + 0.15) / count
        (x0, y0), (x1, y1) = at(part - 0.01), at(part + 0.01)
        angle = atan2(y1 - y0, x1 - x0) + (1 if step % 2 else -1) * radians(56 + 9 * sin(step * 2.3))
        length = size * (1.06 - 0.42 * part) + 4 * cos(step * 1.7)
        leaves.append(place(leaf, at(part), angle, length))
        ribs.append(place(RIB, at(part), angle, length))
    (x0, y0), (x1, y1) = stem[-2], stem[-1]
    tip, way = ((x0 + x1) / 2, (y0 + y1) / 2), atan2(y1 - y0, x1 - x0)
    if bloom:
        heart = f'<circle class="vine__heart" cx="{number(tip[0])}" cy="{number(tip[1])}" r="{bloom * 0.27:.1f}"/>'
        top = f'<path class="vine__bloom" d="{petals(tip, bloom)}"/>{heart}'
    else:
        top = (
            f'<path class="vine__bud" d="{place(BUD, tip, way, 30)}"/>'
            f'<path class="vine__sepal" d="{place(SEPALS, tip, way, 30)}"/>'
        )
    return (
        f'<path class="vine__stem" fill="none" d="{line}"/>'
        f'<path class="vine__leaf" d="{"".join(leaves)}"/>'
        f'<path class="garden__rib" fill="none" d="{"".join(ribs)}"/>{top}{_pot(foot)}'
    )


def _pot(foot: float) -> str:
    left = foot - 31
    return (
        f'<path class="garden__pot" d="M{left + 4},{_POT + 12}h54l-7,54h-40Z"/>'
        f'<path class="garden__rim" d="M{left},{_POT}h62v14h-62Z"/>'
    )
