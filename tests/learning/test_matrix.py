"""The matrix as plain data, and what its page draws of it."""

from uuid import UUID

from learning.matrix import Cell, Column, Matrix, Row, Standing, Total, lay_out
from learning.templatetags.matrix import matrix_cells

LISTS, LOOPS = UUID(int=1), UUID(int=2)
COLUMNS = [Column(LISTS, "Lists", "Lesson 1"), Column(LOOPS, "Loops")]


def test_each_learner_has_a_cell_for_each_piece_and_states_become_standings():
    table = lay_out(
        columns=COLUMNS,
        learners=[(7, "Ann"), (8, "Bo"), (9, "Me")],
        submissions=[
            (70, 7, LISTS, "waiting_review"),
            (71, 7, LOOPS, "accepted"),
            (80, 8, LISTS, "waiting_learner"),
            (81, 8, LOOPS, "draft"),
            (90, 9, LISTS, "withdrawn"),
            (99, 5, LISTS, "accepted"),
        ],
        counted={
            (LISTS, "waiting_review"): 1,
            (LISTS, "waiting_learner"): 1,
            (LOOPS, "accepted"): 1,
            (LOOPS, "draft"): 1,
        },
        population=3,
        me=9,
    )
    nothing = Cell()
    assert table == Matrix(
        tuple(COLUMNS),
        (
            Row(7, "Ann", (Cell(Standing.WAITS, 70), Cell(Standing.ACCEPTED, 71))),
            Row(8, "Bo", (Cell(Standing.ANSWERED, 80), nothing)),
            Row(9, "Me", (nothing, nothing), is_me=True),
        ),
        (Total(waits=1, answered=1, learners=3), Total(accepted=1, learners=3)),
    )
    assert [(row.handed_in, row.accepted) for row in table.rows] == [(2, 1), (1, 0), (0, 0)]
    assert [(total.handed_in, total.missing) for total in table.totals] == [(2, 1), (1, 2)]


def test_without_homework_there_are_only_names():
    table = lay_out(columns=[], learners=[(7, "Ann")], submissions=[], counted={}, population=1)
    assert table == Matrix((), (Row(7, "Ann", ()),), ())


def test_a_cell_says_in_a_word_how_it_stands_and_leads_to_the_review():
    row = Row(7, "Ann", (Cell(Standing.WAITS, 70), Cell()))
    assert matrix_cells(row) == (
        '<td class="m-waits"><a href="/learn/review/70/"><svg><use href="#m-waits"/></svg>Waits</a>'
        '<td class="m-none">Not yet'
    )


def test_ones_own_row_leads_nowhere():
    assert matrix_cells(Row(7, "Ann", (Cell(Standing.ACCEPTED, 70),), is_me=True)) == (
        '<td class="m-accepted"><span><svg><use href="#m-accepted"/></svg>Accepted</span>'
    )
