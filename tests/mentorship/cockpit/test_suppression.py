"""Nobody in a small group shows: neither in a cell nor by what the totals and the rows around it leave over."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.cockpit.suppression import LEAST, hidden_table

ROW = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 8)).map(
    lambda row: tuple(sorted(row, reverse=True))
)


def tables_that_fit(shown, totals) -> set:
    """Every table of whole numbers that a reader could not tell from the true one. Tried one by one."""
    whole = range(max(totals) + 1)
    rows = [
        [
            row
            for row in product(*([cell] if cell is not None else whole for cell in cells))
            if list(row) == sorted(row, reverse=True)
        ]
        for cells in shown
    ]
    *firsts, last = rows
    last, found = set(last), set()
    for chosen in product(*firsts):
        left = tuple(
            total - sum(row[nth] for row in chosen) for nth, total in enumerate(totals)
        )  # what is left is the last row
        if left in last:
            found.add((*chosen, left))
    return found


def test_small_cells_are_hidden_and_one_more_where_the_total_would_tell():
    assert hidden_table([(20,), (9,), (7,)]) == [(20,), (9,), (7,)]
    assert hidden_table([(20,), (9,), (3,)]) == [(20,), (None,), (None,)]
    assert hidden_table([(20,), (4,), (3,)]) == [(20,), (None,), (None,)]
    assert hidden_table([(20,), (0,), (0,)]) == [(None,), (None,), (None,)]
    assert hidden_table([]) == []


@given(st.lists(ROW, min_size=2, max_size=6))
def test_no_cell_under_five_is_ever_shown_nor_a_rest_of_fewer(table):
    shown = hidden_table(table)
    for column, true in zip(zip(*shown, strict=True), zip(*table, strict=True), strict=True):
        rest = [known for cell, known in zip(column, true, strict=True) if cell is None]
        assert not rest or sum(rest) >= LEAST or len(rest) == len(table)
    assert [
        cell for row, true in zip(shown, table, strict=True)
        for cell, known in zip(row, true, strict=True)
        if cell is not None and (cell < LEAST or cell != known)
    ] == []  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(ROW.map(lambda row: row[:2]), min_size=2, max_size=3))
def test_a_hidden_cell_can_have_several_values_for_a_reader_who_tries_every_table(table):
    shown = hidden_table(table)
    totals = [sum(column) for column in zip(*table, strict=True)]
    found = tables_that_fit(shown, totals)
    assert tuple(table) in found
    for row, cells in enumerate(shown):
        for column, cell in enumerate(cells):
            if cell is None:
                values = {one[row][column] for one in found}
                everything_hidden = all(each[column] is None for each in shown)
                assert len(values) >= 2 or everything_hidden
