"""What a reviewer types: kept as typed, checked row by row, moved along to a newer version."""

import pytest

from learning.note_forms import MOST_ROWS, Answer
from learning.services.notes import NewNote


def data(*rows: tuple[str, str, str], general: str = "", **more: str) -> dict[str, str]:
    """What the page sends for these rows of line, kind and words."""
    found = {"rows": str(len(rows)), "general": general, **more}
    for nth, (line, kind, body) in enumerate(rows):
        found |= {f"note-{nth}-line": line, f"note-{nth}-kind": kind, f"note-{nth}-body": body}
    return found


def sent(*rows: tuple[str, str, str], lines: int = 3, **more: str) -> Answer:
    return Answer.sent(data(*rows, **more), version=1, lines=lines)


def test_notes_come_in_the_order_of_the_lines_and_the_whole_last():
    answer = sent(
        ("3", "change", "Later"), ("", "question", "Where?"), ("1", "praise", " First "), general="Good"
    )
    assert answer.is_valid()
    assert answer.notes() == [
        NewNote("First", "praise", 1),
        NewNote("Later", "change", 3),
        NewNote("Where?", "question"),
        NewNote("Good"),
    ]


def test_empty_rows_are_no_notes():
    answer = sent(("", "comment", ""), ("", "change", "   "))
    assert (answer.is_valid(), answer.notes(), answer.is_blank) == (True, [], True)


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (("4", "comment", "x"), "line", "There is no line 4. The text has 3 lines."),
        (("0", "comment", "x"), "line", "There is no line 0. The text has 3 lines."),
        (("-1", "comment", "x"), "line", "There is no line -1. The text has 3 lines."),
        (("two", "comment", "x"), "line", "Give the number of a line, such as 12."),
        (("9" * 40, "comment", "x"), "line", f"There is no line {'9' * 40}. The text has 3 lines."),
        (("2", "comment", ""), "body", "Write what you want to say at this line, or empty its number."),
        (("2", "comment", "x" * 4001), "body", "A note has at most 4000 characters."),
        (("2", "shout", "x"), "kind", "Select a valid choice. shout is not one of the available choices."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_stays(row, field, words):
    answer = sent(row)
    assert not answer.is_valid()
    assert answer.rows[0].errors == {field: [words]}
    assert answer.rows[0]["body"].value() == row[2]
    assert [(each.label, each.errors) for each in answer if each.errors] == [
        (answer.rows[0][field].label, [words])
    ]


def test_another_row_keeps_what_was_typed_nonsense_included():
    answer = Answer.typed(data(("x", "change", "Words"), general="All"), version=1, lines=3)
    answer.add_row()
    assert [(row["line"].value(), row["kind"].value(), row["body"].value()) for row in answer.rows] == [
        ("x", "change", "Words"),
        ("", "comment", None),
    ]
    assert answer.whole["general"].value() == "All"
    assert answer.errors == []


def test_a_line_number_takes_the_first_empty_row():
    answer = Answer.typed(data(("1", "change", "Words"), ("", "comment", "")), version=1, lines=3)
    answer.add_row(2)
    assert {line: len(rows) for line, rows in answer.at_lines.items()} == {1: 1, 2: 1}
    assert answer.loose == []
    assert 'name="note-1-body"' in str(answer.rows[1]["body"])
    assert "autofocus" in str(answer.rows[1]["body"])


def test_there_are_at_most_as_many_rows_as_notes_can_be_kept():
    answer = Answer.typed({"rows": "9999", "note-0-body": "x"}, version=1, lines=3)
    assert (len(answer.rows), answer.add_row()) == (MOST_ROWS, None)


@pytest.mark.parametrize("rows", ["", "-1", "x", "٣", "1e3", "9" * 50])
def test_a_nonsensical_number_of_rows_is_one(rows):
    assert len(Answer.typed({"rows": rows}, version=1, lines=3).rows) == 1


def test_notes_move_along_to_a_newer_version_and_say_where_their_line_is_lost():
    answer = Answer.typed(
        data(("1", "change", "Moved"), ("2", "praise", "Lost"), ("", "comment", "Free"), general="All"),
        version=1,
        lines=3,
    )
    newer = answer.moved({1: 5}, version=2, lines=6)
    assert [(row["line"].value(), row["body"].value(), row.lost_line) for row in newer.rows] == [
        (5, "Moved", ""),
        ("", "Lost", "2"),
        ("", "Free", ""),
    ]
    assert (newer.version, newer.whole["general"].value()) == (2, "All")
