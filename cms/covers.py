"""Covers for pages without a picture: a lattice with one plant, drawn from a key, always the same for it.

Pure: text in, SVG text out. The key decides bed (one of six color sets in cover.css), lattice and plant.
"""

from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from math import atan2, cos, pi, radians, sin

from cms.botany import HEART, LANCE, LEAF, LOBED, ROUND, Point, lattice, number, petals, place

WIDTH, HEIGHT = 320, 180
BEDS = 6
LEAVES = (LEAF, LANCE, HEART, ROUND, LOBED)


def draw(key: str) -> str:
    """Give the cover for `key` as decorative SVG: the same key gives the same picture, on every machine."""
    dice = _Dice(key)
    bed, leaf, wood = dice.roll(BEDS) + 1, LEAVES[dice.roll(len(LEAVES))], dice.roll(len(_LATTICES))
    stem = _stem(dice)
    leaves, ribs = [], []
    for nth in range(9):
        at, direction = stem(0.08 + nth * 0.1)
        angle = direction + (1 if nth % 2 else -1) * radians(48 + dice.roll(20))
        size = 40 + dice.roll(16) - nth * 1.6
        leaves.append(place(leaf, at, angle, size))
        ribs.append(place("M.12,0Q.4,-.04 .78,0", at, angle, size))
    tip, direction = stem(1)
    return "".join(
        (
            f'<svg class="cover cover--{bed}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">',
            f'<path class="cover__ground" d="M0,0H{WIDTH}V{HEIGHT}H0Z"/>',
            f'<path class="cover__wood" fill="none" d="{_LATTICES[wood]()}"/>',
            f'<path class="cover__stem" fill="none" d="{_line(stem)}"/>',
            f'<path class="cover__leaf" d="{"".join(leaves)}"/>',
            f'<path class="cover__rib" fill="none" d="{"".join(ribs)}"/>',
            f'<path class="cover__bloom" d="{petals(tip, 21, turn=direction * 180 / pi)}"/>',
            f'<circle class="cover__heart" cx="{number(tip[0])}" cy="{number(tip[1])}" r="5"/>',
            "</svg>",
        )
    )


class _Dice:
    """Small numbers from a text, the same in every process (Python's own hash is not)."""

    def __init__(self, key: str) -> None:
        self._bytes = iter(sha256(key.encode()).digest())

    def roll(self, sides: int) -> int:
        return next(self._bytes) % sides


def _stem(dice: _Dice) -> Callable[[float], tuple[Point, float]]:
    """Give a winding stem, root (0) to tip (1): the point and the direction at each part."""
    mirrored, lift, swing, waves = dice.roll(2), dice.roll(26), 14 + dice.roll(14), 1 + dice.roll(3) / 2

    def at(part: float) -> Point:
        x = 16 + part * 246
        y = 172 - part * (96 + lift) + swing * sin(part * 2 * pi * waves) * (1 - part * 0.5)
        return (WIDTH - x if mirrored else x), y

    def spot(part: float) -> tuple[Point, float]:
        (x0, y0), (x1, y1) = at(part - 0.01), at(part + 0.01)
        return at(part), atan2(y1 - y0, x1 - x0)

    return spot


def _line(stem: Callable[[float], tuple[Point, float]]) -> str:
    points = [stem(nth / 12)[0] for nth in range(-1, 13)]
    path = [f"M{number(points[0][0])},{number(points[0][1])}"]
    for (x0, y0), (x1, y1) in pairwise(points[1:]):
        middle = f"{number((x0 + x1) / 2)},{number((y0 + y1) / 2)}"
        path.append(f"Q{number(x0)},{number(y0)} {middle}")
    return "".join(path) + f"L{number(points[-1][0])},{number(points[-1][1])}"


def _diamonds() -> str:
    return lattice(WIDTH, HEIGHT, 40)


def _squares() -> str:
    across = "".join(f"M0,{y}H{WIDTH}" for y in range(22, HEIGHT, 45))
    return across + "".join(f"M{x},0V{HEIGHT}" for x in range(25, WIDTH, 45))


def _fan() -> str:
    rays = "".join(
        f"M160,196L{number(160 + 340 * cos(radians(turn)))},{number(196 - 340 * sin(radians(turn)))}"
        for turn in range(12, 169, 13)
    )
    return rays + "".join(f"M{160 - r},196A{r},{r} 0 0 1 {160 + r},196" for r in (70, 118, 166, 214))


def _arches() -> str:
    return "".join(
        f"M{x},{HEIGHT}V{y + 32}A32,32 0 0 1 {x + 64},{y + 32}V{HEIGHT}"
        for x in range(0, WIDTH, 64)
        for y in (22, 82)
    )


def _tepee() -> str:
    canes = "".join(f"M160,-24L{x},{HEIGHT}" for x in range(-80, WIDTH + 81, 48))
    return canes + "".join(f"M0,{y + 30}Q160,{y - 10} {WIDTH},{y + 30}" for y in (42, 92, 142))


_LATTICES = (_diamonds, _squares, _fan, _arches, _tepee)
