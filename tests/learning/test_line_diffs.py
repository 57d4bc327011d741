"""Two versions beside each other, line by line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.line_diffs import Kind, Row, compare, moved

lines = st.lists(st.sampled_from("abcd"), max_size=14)


def test_equal_texts_have_nothing_to_show():
    assert compare(["a", "b"], ["a", "b"]) == []
    assert compare([], []) == []


def test_a_changed_line_stands_between_the_lines_around_it():
    old, new = list("abcdefghi"), list("abcdEfghi")
    assert compare(old, new, context=1) == [
        Row(Kind.GAP, skipped=3),
        Row(Kind.SAME, 4, 4),
        Row(Kind.CHANGED, 5, 5),
        Row(Kind.SAME, 6, 6),
        Row(Kind.GAP, skipped=3),
    ]


def test_a_single_line_is_never_hidden_in_a_gap():
    assert compare(["a", "b"], ["a", "b", "c"], context=1) == [
        Row(Kind.SAME, 1, 1),
        Row(Kind.SAME, 2, 2),
        Row(Kind.ADDED, new=3),
    ]


def test_lines_that_went_and_came():
    assert compare(["a", "b", "c", "d"], ["a", "x", "d"]) == [
        Row(Kind.SAME, 1, 1),
        Row(Kind.CHANGED, 2, 2),
        Row(Kind.REMOVED, old=3),
        Row(Kind.SAME, 4, 3),
    ]
    assert compare([], ["a"]) == [Row(Kind.ADDED, new=1)]
    assert compare(["a"], []) == [Row(Kind.REMOVED, old=1)]


def test_a_line_is_found_where_it_moved_to():
    assert moved(["a", "b", "c"], ["new", "a", "c"]) == {1: 2, 3: 3}


@given(lines, lines)
def test_both_texts_can_be_read_off_the_rows(old, new):
    rows = compare(old, new, context=99)
    if old == new:
        assert rows == []
        return
    assert [old[row.old - 1] for row in rows if row.old] == old
    assert [new[row.new - 1] for row in rows if row.new] == new
    assert all(old[row.old - 1] == new[row.new - 1] for row in rows if row.kind is Kind.SAME)


@given(lines, lines)
def test_a_short_context_only_leaves_lines_out_and_counts_them(old, new):
    rows = compare(old, new, context=1)
    left_out = sum(row.skipped for row in rows)
    if old != new:
        assert len([row for row in rows if row.old]) + left_out == len(old)
        assert len([row for row in rows if row.new]) + left_out == len(new)


@given(lines, lines)
def test_lines_that_moved_are_equal_and_keep_their_order(old, new):
    pairs = sorted(moved(old, new).items())
    assert all(old[one - 1] == new[other - 1] for one, other in pairs)
    assert [other for _one, other in pairs] == sorted(other for _one, other in pairs)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a"] * 50_000, ["b"] * 50_000),
        ([str(nth % 100) for nth in range(50_000)], [str(nth * 7 % 100) for nth in range(50_000)]),
        ([str(nth % 90) for nth in range(1000)], [str(nth * 7 % 90) for nth in range(1000)]),
        ([str(nth % 2) for nth in range(199)], [str(nth * nth % 3) for nth in range(199)]),
    ],
)
def test_even_texts_made_to_be_slow_are_compared_at_once(old, new):
    begun = time.perf_counter()
    compare(old, new)
    assert time.perf_counter() - begun < 2
