"""No cell of an exported table can act in a spreadsheet, and every cell comes back as it was."""

import csv
import io
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.spreadsheets import BYTE_ORDER_MARK, FORMULAS, csv_text, defused


@pytest.mark.parametrize(
    "start",
    [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        " =",
        "\t=",
        "\u200b=",
        "\x85=",
        "\u3000=",
        "\u2060=",
        "＝",
        "＠",
        "\0=",
    ],
)
def test_a_cell_that_a_spreadsheet_would_calculate_begins_with_an_apostrophe(start):
    assert defused(f"{start}1+1") == f"'{start}1+1".replace("\0", "")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Rosa", "Rosa"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
        (-3, "-3"),
        (1.5, "1.5"),
        ("a\0b", "ab"),
        ("  x", "  x"),
    ],
)
def test_other_cells_stay_as_they_are(value, cell):
    assert defused(value) == cell


def test_a_table_is_what_any_spreadsheet_opens():
    rows = [["Name", "Lists"], ['Ann "Ace", Lee', "=SUM(A1)"], ["Two\nlines", 3]]
    assert csv_text(rows) == (
        BYTE_ORDER_MARK + 'Name,Lists\r\n"Ann ""Ace"", Lee",\'=SUM(A1)\r\n"Two\nlines",3\r\n'
    )


@settings(max_examples=60)
@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=3))
def test_whatever_is_in_the_cells_they_come_back_defused(rows):
    back = list(csv.reader(io.StringIO(csv_text(rows).removeprefix(BYTE_ORDER_MARK), newline="")))
    assert back == [[defused(cell) for cell in row] for row in rows]
    assert [cell for row in back for cell in row if cell.strip()[:1] in FORMULAS and cell.strip()] == []


@settings(max_examples=100)
@given(st.lists(st.lists(st.text("=+@;, \"'\t\na1", max_size=8), min_size=1, max_size=3), max_size=3))
@example([["Brno;=1+1", "x; =cmd|'/C calc'!A0"]])
def test_where_semicolons_separate_no_cell_can_act_as_a_formula(rows):
    text = csv_text(rows).removeprefix(BYTE_ORDER_MARK)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert [cell for row in read for cell in row if cell.strip()[:1] in FORMULAS and cell.strip()] == []


def test_a_long_run_of_new_lines_is_read_once():
    began = time.perf_counter()
    assert defused("x" + "\n" * 200_000) == "x" + "\n" * 200_000
    assert time.perf_counter() - began < 2  # each new line anew would take minutes
