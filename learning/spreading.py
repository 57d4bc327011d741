"""Spreads lessons over days or evenings, in order, so that the fullest of them is as light as can be. Pure, no Django."""

from collections.abc import Sequence


def spread(minutes: Sequence[int], places: int) -> list[range]:
    """For each of `places` which items it gets, as ranges of their indexes; places that stay empty are the last ones.

    Consecutive parts with the smallest possible largest sum: the linear partition problem (Skiena, The Algorithm Design
    Manual, 10.7), solved by halving the limit. Below that limit each place is filled to about what is left for each, and
    none is left empty while there is something for it. Items without minutes count as one minute.
    Raises ValueError for no place at all.
    """
    if places < 1:
        raise ValueError(places)
    sizes = [max(each, 1) for each in minutes]
    limit = _limit(sizes, places)
    found, first = [], 0
    for left in range(places - 1, -1, -1):
        part = _part(sizes[first:], left, limit)
        found.append(range(first, first + part))
        first += part
    return found


def _limit(sizes: Sequence[int], places: int) -> int:
    """The smallest sum that no place need go beyond."""
    low, high = max(sizes, default=0), sum(sizes)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _fits(sizes, places, middle) else (middle + 1, high)
    return low


def _fits(sizes: Sequence[int], places: int, limit: int) -> bool:
    """Whether all of it goes into so many places, each filled up to the limit before the next one begins."""
    used, filled = 1 if sizes else 0, 0
    for size in sizes:
        if filled + size > limit:
            used, filled = used + 1, 0
        filled += size
    return used <= places


def _part(sizes: Sequence[int], left: int, limit: int) -> int:
    """How many of these items the next place gets, with `left` places behind it."""
    if not left:
        return len(sizes)
    share, filled = sum(sizes) / (left + 1), 0
    for taken, size in enumerate(sizes):
        rest = len(sizes) - taken
        is_enough = rest <= left or filled + size > limit or filled + size - share > share - filled
        if taken and is_enough and _fits(sizes[taken:], left, limit):
            return taken
        filled += size
    return len(sizes)
