"""Tables of counts in which no small group shows: neither its cell nor a way to compute it.

Totals are public, and in a row no count is larger than the one before it. A cell under `LEAST` is hidden. Where the total of
its column and the cells around it still tell what it is, the next smallest cells are hidden, too, until it can have at
least three values and the hidden cells of the column are not a small group together. All hidden cells look the same; what
can still be worked out of one is at most that it is small, never how many it is.
"""

from collections.abc import Sequence

LEAST = 5
#: A hidden cell may have at least one value more than this.
PLAY = 2
Cell = int | None
Range = tuple[int, int]


def hidden_table(counts: Sequence[Sequence[int]], least: int = LEAST) -> list[tuple[Cell, ...]]:
    """The table with its small cells hidden, and as many more as it takes. A column may be hidden as a whole."""
    shown: list[list[Cell]] = [[None if cell < least else cell for cell in row] for row in counts]
    totals = [sum(column) for column in zip(*counts, strict=True)]
    while (place := _given_away(shown, totals, least)) is not None:
        row, column = place
        others = [nth for nth, each in enumerate(shown) if each[column] is not None]
        if others:
            smallest = min(others, key=lambda nth: (counts[nth][column], nth))
            shown[smallest][column] = None
            continue
        # Everything in this column is hidden: what bounds the cell in its own row is too telling.
        around = [nth for nth, cell in enumerate(shown[row]) if cell is not None]
        if not around:
            break
        shown[row][min(around, key=lambda nth: abs(nth - column))] = None
    return [tuple(row) for row in shown]


def _given_away(shown: Sequence[Sequence[Cell]], totals: Sequence[int], least: int) -> tuple[int, int] | None:
    """A hidden cell that can have too few values, or one of too few people, that something can still be done for."""
    ranges = possible(shown, totals)
    # The last column first: what is known of it bounds the ones before.
    for column in reversed(range(len(totals))):
        seen = [each[column] for each in shown if each[column] is not None]
        is_small = bool(seen) and totals[column] - sum(seen) < least
        for row, cells in enumerate(shown):
            low, high = ranges[row][column]
            helps = bool(seen) or (totals[column] >= PLAY and any(one is not None for one in cells))
            if cells[column] is None and (is_small or (high - low < PLAY and helps)):
                return row, column
    return None


def possible(shown: Sequence[Sequence[Cell]], totals: Sequence[int]) -> list[list[Range]]:
    """What each cell can be for a reader of the table: from its row, and from what its column leaves over."""
    ranges: list[list[Range]] = [
        [(0, totals[nth]) if cell is None else (cell, cell) for nth, cell in enumerate(row)] for row in shown
    ]
    before = None
    while before != ranges:
        before = [list(row) for row in ranges]
        _along_rows(ranges)
        _down_columns(ranges, totals)
    return ranges


def _along_rows(ranges: list[list[Range]]) -> None:
    for row in ranges:
        for nth in range(1, len(row)):
            row[nth] = (row[nth][0], min(row[nth][1], row[nth - 1][1]))
        for nth in range(len(row) - 2, -1, -1):
            row[nth] = (max(row[nth][0], row[nth + 1][0]), row[nth][1])


def _down_columns(ranges: list[list[Range]], totals: Sequence[int]) -> None:
    for nth, total in enumerate(totals):
        lows = sum(row[nth][0] for row in ranges)
        highs = sum(row[nth][1] for row in ranges)
        for row in ranges:
            low, high = row[nth]
            row[nth] = (max(low, total - (highs - high)), min(high, total - (lows - low)))
