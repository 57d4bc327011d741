"""A vine along one edge of a sheet, in the colors of vine.css, drawn from a key: the same key gives the same vine.

Pure: text in, SVG text out. It says nothing about progress; it only adorns.
"""

from hashlib import sha256
from math import atan2, cos, hypot, pi, radians, sin

from cms.botany import BUD, CURL, LEAF, RIB, SEPALS, Point, lattice, number, petals, place

LENGTH, BREADTH = 720, 128
LEAVES = 15


def draw(key: str, *, upright: bool) -> str:
    """Give a decorative SVG, climbing from the foot up or running from the left: it is cut, not stretched, to its place."""
    seed = sha256(key.encode()).digest()
    vine = _Vine(seed, upright=upright)
    width, height = (BREADTH, LENGTH) if upright else (LENGTH, BREADTH)
    leaves, ribs, curls, buds, sepals = [], [], [], [], []
    for nth in range(LEAVES):
        at, direction = vine.at(0.03 + nth * 0.92 / LEAVES)
        side = 1 if nth % 2 else -1
        angle, size = direction + side * radians(46 + seed[nth] % 18), 40 + seed[nth + 1] % 13
        leaves.append(place(LEAF, at, angle, size))
        ribs.append(place(RIB, at, angle, size))
        if nth % 3 == 1:
            curls.append(place(CURL, at, direction - side * radians(38), 15))
        if nth % 5 == 3:
            bud = direction - side * radians(58)
            buds.append(place(BUD, at, bud, 25))
            sepals.append(place(SEPALS, at, bud, 25))
    flowers = [vine.at(part) for part in (0.36, 0.7, 1.0)]
    drawn = "".join(
        petals(at, radius, turn=turn * 180 / pi)
        for (at, turn), radius in zip(flowers, (15, 17, 22), strict=True)
    )
    hearts = "".join(
        f'<circle class="vine__heart" cx="{number(at[0])}" cy="{number(at[1])}" r="{radius}"/>'
        for (at, _turn), radius in zip(flowers, (4, 4.5, 6), strict=True)
    )
    edge = "xMidYMax" if upright else "xMinYMid"
    return "".join(
        (
            f'<svg class="garland garland--{"upright" if upright else "lying"}" viewBox="0 0 {width} {height}" '
            f'preserveAspectRatio="{edge} slice" aria-hidden="true">',
            f'<path class="vine__wood" fill="none" d="{lattice(width, height, 32)}"/>',
            f'<path class="vine__stem" fill="none" d="{vine.line()}"/>',
            f'<path class="vine__stem garland__curl" fill="none" d="{"".join(curls)}"/>',
            f'<path class="vine__leaf" d="{"".join(leaves)}"/>',
            f'<path class="vine__rib" fill="none" d="{"".join(ribs)}"/>',
            f'<path class="vine__bud" d="{"".join(buds)}"/><path class="vine__sepal" d="{"".join(sepals)}"/>',
            f'<path class="vine__bloom" d="{drawn}"/>{hearts}',
            "</svg>",
        )
    )


class _Vine:
    """A stem that swings around the middle of its band; `at` goes from the root (0) to the tip (1)."""

    def __init__(self, seed: bytes, *, upright: bool) -> None:
        self._upright = upright
        self._waves = 2.5 + seed[30] % 3 / 2
        self._swing = 20 + seed[31] % 8
        self._turn = 1 if seed[29] % 2 else -1

    def _point(self, part: float) -> Point:
        along = part * (LENGTH - 40)
        across = BREADTH / 2 + self._turn * self._swing * sin(part * 2 * pi * self._waves)
        return (across, LENGTH - along) if self._upright else (along, across)

    def at(self, part: float) -> tuple[Point, float]:
        (x0, y0), (x1, y1) = self._point(part - 0.004), self._point(part + 0.004)
        return self._point(part), atan2(y1 - y0, x1 - x0)

    def line(self) -> str:
        """Curves through points of the stem, each leaving in the direction in which it arrives."""
        knots = [self.at(nth / 24) for nth in range(25)]
        path = [f"M{number(knots[0][0][0])},{number(knots[0][0][1])}"]
        for ((x0, y0), out), ((x1, y1), into) in zip(knots, knots[1:], strict=False):
            reach = hypot(x1 - x0, y1 - y0) / 3
            path.append(
                f"C{number(x0 + reach * cos(out))},{number(y0 + reach * sin(out))} "
                f"{number(x1 - reach * cos(into))},{number(y1 - reach * sin(into))} {number(x1)},{number(y1)}"
            )
        return "".join(path)
