"""The figures of a round as tables: the same rows for the page, where a bar is drawn beside them, and for a spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms import language_names
from mentorship.cockpit.figures import Group, Step, Waits
from mentorship.cockpit.suppression import LEAST, Cell
from mentorship.models import Pairing, Pulse
from mentorship.services.cockpit import Course, Overview

NOTHING = "–"


@dataclass(frozen=True)
class Bar:
    """What is drawn in a row, in hundredths of its width: a solid part, and how far a lighter one goes on."""

    part: float
    reach: float = 0


@dataclass(frozen=True)
class Line:
    """A row: its name, its cells, and its bar, where it has one."""

    name: str
    cells: tuple[str, ...]
    bar: Bar | None = None
    is_total: bool = False
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    """`slug` names the file; `head` begins with what the rows are; `drawn` says what the bars show, if there are any."""

    slug: str
    title: str
    head: tuple[str, ...]
    lines: list[Line]
    drawn: str = ""
    note: str = ""

    @property
    def shown(self) -> list[Line]:
        """The rows that tell something."""
        return [line for line in self.lines if not line.is_hidden]

    @property
    def hidden(self) -> str:
        """The names of the others."""
        return ", ".join(sorted(line.name for line in self.lines if line.is_hidden))

    @property
    def has_bars(self) -> bool:
        return any(line.bar for line in self.lines)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """For a spreadsheet."""
        return [self.head, *((line.name, *line.cells) for line in self.lines)]


def tables(found: Overview) -> dict[str, Table]:
    """Slug -> table, in the order of the page."""
    everything = [
        _funnel("newcomers", _("Newcomers"), found.newcomers),
        _funnel("mentors", _("Mentors"), found.mentors),
        _waits(found.found, found.waiting),
        *(_fairness(name, *found.fairness[name]) for name in found.fairness),
        _pulses(found.course),
        _endings(found.course),
    ]
    return {table.slug: table for table in everything if table.lines}


def _days(value: float | None) -> str:
    if value is None:
        return NOTHING
    short = round(value, 1)
    return number_format(round(value) if short >= 10 or short == int(short) else short)


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _percent(part: int, whole: int) -> str:
    return _("{number} %").format(number=round(_share(part, whole))) if whole else NOTHING


def _step_names() -> dict[str, str]:
    return {
        "applied": _("Applied"),
        "approved": _("Approved"),
        "asked": _("Asked, or proposed"),
        "paired": _("In a pair"),
        "met": _("Met within 14 days"),
        "completed": _("Completed"),
    }


def _funnel(slug: str, title: str, steps: list[Step]) -> Table:
    names = _step_names()
    return Table(
        slug=slug,
        title=title,
        head=(_("Step"), _("People"), _("Share"), _("Days")),
        lines=[
            Line(
                names[step.name],
                (str(step.number), _percent(step.number, step.of), _days(step.days)),
                Bar(_share(step.number, step.of)),
            )
            for step in steps
            if step.of
        ],
        drawn=_("share of those who applied. Days: the median since the step before."),
    )


def _waits(found: Waits, waiting: Waits) -> Table:
    longest = max(found.longest or 0, waiting.longest or 0)
    rows = [(_("Until they had a mentor"), found), (_("Waiting now"), waiting)]
    return Table(
        slug="waiting",
        title=_("How long newcomers wait"),
        head=(_("Days"), _("People"), _("Median"), _("Nine of ten"), _("Longest")),
        lines=[
            Line(
                name,
                (str(each.number), _days(each.median), _days(each.ninetieth), _days(each.longest)),
                Bar(
                    _share(each.median or 0, longest),
                    _share((each.ninetieth or 0) - (each.median or 0), longest),
                ),
            )
            for name, each in rows
            if each.number
        ],
        drawn=_("the median, and lighter the days within which nine of ten lie."),
    )


def _cell(value: Cell) -> str:
    return _("hidden") if value is None else str(value)


def _fairness(dimension: str, rows: list[Group], totals: tuple[int, ...]) -> Table:
    titles = {"language": _("By language"), "zone": _("By time zone"), "chapter": _("By chapter")}
    first = {"language": _("Language"), "zone": _("Time zone"), "chapter": _("Chapter")}
    lines = [
        Line(
            _group_name(dimension, row.name),
            (_cell(row.applied), _cell(row.approved), _cell(row.paired), _days(row.wait)),
            Bar(_share(row.paired, row.applied)) if row.applied and row.paired is not None else None,
            is_hidden=row.applied is None and row.approved is None and row.paired is None,
        )
        for row in rows
    ]
    if len(lines) < 2 or all(line.is_hidden for line in lines):
        lines = []  # there is nothing to compare
    else:
        applied, approved, paired = (total if total >= LEAST else None for total in totals)
        bar = Bar(_share(paired, applied)) if applied and paired is not None else None
        cells = (_cell(applied), _cell(approved), _cell(paired), NOTHING)
        lines.append(Line(_("All"), cells, bar, is_total=True))
    return Table(
        slug=dimension,
        title=titles[dimension],
        head=(first[dimension], _("Applied"), _("Approved"), _("In a pair"), _("Days")),
        lines=lines,
        drawn=_("share in a pair of those who applied. Days: the median until then."),
    )


def _group_name(dimension: str, name: str) -> str:
    if not name:
        return _("No chapter") if dimension == "chapter" else _("Not said")
    if dimension == "language":
        return language_names.alone(name)
    if dimension == "zone":
        first, last = (int(each) for each in name.split(":"))
        return _("UTC{first} to UTC{last}").format(first=_offset(first), last=_offset(last))
    return name


def _offset(hours: int) -> str:
    return f"+{hours}" if hours >= 0 else f"−{-hours}"  # noqa: RUF001 the minus of typography


def _pulses(course: Course) -> Table:
    labels = dict(Pulse.Day.choices)
    return Table(
        slug="pulses",
        title=_("How it goes, from 1 (not well) to 3 (well)"),
        head=(_("When asked"), _("Answers"), _("Mean")),
        lines=[
            Line(
                str(labels[Pulse.Day(day)]),
                (str(number), NOTHING if average is None else number_format(average, decimal_pos=1)),
                None if average is None else Bar(_share(average - 1, 2)),
            )
            for day, number, average in course.pulses
        ],
        drawn=_("the mean."),
        note=_("A mean stands here from three answers on. Your own pairs are not in it."),
    )


def _endings(course: Course) -> Table:
    return Table(
        slug="endings",
        title=_("How pairs have ended"),
        head=(_("Pairs"), _("Number"), _("Share")),
        lines=list(_ending_lines(course)),
        drawn=_("share of all pairs."),
    )


def _ending_lines(course: Course) -> Iterator[Line]:
    if not course.completed + course.ended:
        return
    yield _ending(_("Completed"), course.completed, course.pairs)
    yield _ending(_("Ended before that"), course.ended, course.pairs)
    labels = dict(Pairing.End.choices)
    for code, cell in _worth_telling(course.codes):
        yield _ending(str(labels[Pairing.End(code)]), cell, course.pairs)


def _worth_telling(codes: Iterable[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """The reasons, if there is one that may be told."""
    codes = list(codes)
    return codes if any(cell is not None for _code, cell in codes) else []


def _ending(name: str, number: Cell, whole: int) -> Line:
    if number is None:
        return Line(name, (_cell(None), NOTHING))
    return Line(name, (str(number), _percent(number, whole)), Bar(_share(number, whole)))
