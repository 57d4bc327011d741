"""Leaves, buds and blooms as SVG path data, turned and enlarged by arithmetic: parts of vines and covers.

Every shape is drawn once on a unit length from (0, 0) to the right. The markup needs no transforms and no
ids, so the same plant may stand on a page twice.
"""

import re
from math import cos, radians, sin

Point = tuple[float, float]

LEAF = "M0,0C.2,-.38 .66,-.44 1,0C.7,.36 .24,.36 0,0Z"
LANCE = "M0,0C.3,-.24 .72,-.24 1,0C.72,.2 .3,.2 0,0Z"
HEART = (
    "M.12,0C-.08,-.34 .22,-.62 .48,-.46C.72,-.32 .86,-.14 1,0C.86,.14 .72,.32 .48,.46C.22,.62 -.08,.34 .12,0Z"
)
ROUND = (
    "M.5,-.44C.78,-.44 .98,-.24 .98,0C.98,.24 .78,.44 .5,.44C.24,.44 .06,.26 .1,0C.06,-.26 .24,-.44 .5,-.44Z"
)
LOBED = (
    "M0,0C.06,-.2 .02,-.42 .1,-.5C.24,-.46 .36,-.38 .44,-.26C.5,-.4 .6,-.46 .7,-.48"
    "C.72,-.36 .72,-.26 .72,-.18C.84,-.14 .94,-.08 1,0C.94,.08 .84,.14 .72,.18C.72,.26 .72,.36 .7,.48"
    "C.6,.46 .5,.4 .44,.26C.36,.38 .24,.46 .1,.5C.02,.42 .06,.2 0,0Z"
)
RIB = "M.16,0Q.45,-.05 .76,0"
HALF_RIB = "M.1,0L.46,-.01"
BUD = "M.14,0C.2,-.4 .66,-.38 1,0C.66,.38 .2,.4 .14,0Z"
SEPALS = "M0,0C.02,-.2 .16,-.38 .5,-.36C.36,-.24 .3,-.1 .44,0C.3,.1 .36,.24 .5,.36C.16,.38 .02,.2 0,0Z"
PETAL = "M.12,0C.3,-.52 .9,-.58 1,-.16C.97,-.06 .93,-.03 .9,0C.93,.03 .97,.06 1,.16C.9,.58 .3,.52 .12,0Z"
CURL = "M0,0C.5,.1 1,-.1 1.1,-.6C1.15,-1 .6,-1.1 .5,-.75C.45,-.5 .7,-.4 .8,-.6"

_PAIR = re.compile(r"(-?[\d.]+),(-?[\d.]+)")


def number(value: float) -> str:
    """Write a coordinate with at most one decimal and nothing superfluous."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0" if value > -0.05 else "-0", 1)


def place(shape: str, at: Point, angle: float, size: float) -> str:
    """Give the path data of a unit shape moved to `at`, turned clockwise by `angle` radians, `size` long."""
    x_axis, y_axis = cos(angle) * size, sin(angle) * size

    def move(pair: re.Match[str]) -> str:
        x, y = float(pair[1]), float(pair[2])
        return f"{number(at[0] + x * x_axis - y * y_axis)},{number(at[1] + x * y_axis + y * x_axis)}"

    return _PAIR.sub(move, shape)


def petals(at: Point, radius: float, *, turn: float = -90) -> str:
    """Give the path data of five petals around `at`; `turn` is the direction of the first in degrees."""
    return "".join(place(PETAL, at, radians(turn + 72 * petal), radius) for petal in range(5))


def lattice(width: float, height: float, step: float) -> str:
    """Give the path data of crossing laths from edge to edge, cut by arithmetic instead of a clip path."""
    path = []
    start = -(height // step) * step
    while start < width:
        near, far = max(0.0, -start), min(height, width - start)
        if far > near:
            left, right = number(start + near), number(start + far)
            path.append(f"M{left},{number(near)}L{right},{number(far)}")
            path.append(f"M{left},{number(height - near)}L{right},{number(height - far)}")
        start += step
    return "".join(path)
