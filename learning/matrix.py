"""Learners × homework as a table: who handed in what, and how each piece stands. Pure: rows are read elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Standing(StrEnum):
    """How one learner stands with one piece of homework, as a helper sees it."""

    NONE = "none"
    WAITS = "waits"
    ANSWERED = "answered"
    ACCEPTED = "accepted"


#: A stored state of a submission, and what it is to a helper: a draft or something taken back is not handed in.
OF_STATE = {
    "waiting_review": Standing.WAITS,
    "waiting_learner": Standing.ANSWERED,
    "accepted": Standing.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A piece of homework."""

    key: UUID
    title: str
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One learner and one piece; `submission` is 0 where nothing is handed in."""

    standing: Standing = Standing.NONE
    submission: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One learner; `is_me` for the reader's own row, which is nothing to review."""

    member: int
    name: str
    cells: tuple[Cell, ...]
    is_me: bool = False

    @property
    def handed_in(self) -> int:
        return sum(cell.standing is not Standing.NONE for cell in self.cells)

    @property
    def accepted(self) -> int:
        return sum(cell.standing is Standing.ACCEPTED for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Total:
    """A column, over all learners of the track, not only those on this page."""

    waits: int = 0
    answered: int = 0
    accepted: int = 0
    learners: int = 0

    @property
    def handed_in(self) -> int:
        return self.waits + self.answered + self.accepted

    @property
    def missing(self) -> int:
        return max(self.learners - self.handed_in, 0)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table: some learners in order, all pieces of homework in the order of the track."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]


NOTHING = Cell()


def lay_out(
    *,
    columns: Sequence[Column],
    learners: Iterable[tuple[int, str]],
    submissions: Iterable[tuple[int, int, UUID, str]],
    counted: Mapping[tuple[UUID, str], int],
    population: int,
    me: int = 0,
) -> Matrix:
    """The table of these learners (key and name, in order).

    `submissions` are key, learner, exercise and stored state; `counted` has how many of the whole population of
    learners have an exercise in a state. States that are not handed in count as nothing.
    """
    cells: dict[tuple[int, UUID], Cell] = {}
    for pk, member, exercise, state in submissions:
        if standing := OF_STATE.get(state):
            cells[member, exercise] = Cell(standing, pk)
    keys = [column.key for column in columns]
    rows = tuple(
        Row(member, name, tuple(cells.get((member, key), NOTHING) for key in keys), member == me)
        for member, name in learners
    )
    totals = tuple(
        Total(*(counted.get((key, state), 0) for state in OF_STATE), learners=population) for key in keys
    )
    return Matrix(tuple(columns), rows, totals)
