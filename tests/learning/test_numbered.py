"""A text as numbered lines, with what is said at them."""

from types import SimpleNamespace

from learning.line_diffs import Kind
from learning.numbered import MOST_LINES, Change, Line, Listing, Side, changes, listing, split


def said(line: int | None) -> SimpleNamespace:
    return SimpleNamespace(line=line)


def test_notes_stand_at_their_lines_and_the_others_after_the_text():
    first, second, whole, beyond = said(2), said(2), said(None), said(9)
    shown = listing("a\n<b>", "text", notes=[first, whole, second, beyond], drafts={1: ["typed"]})
    assert shown == Listing(
        (Line(1, "a", drafts=("typed",)), Line(2, "&lt;b&gt;", notes=(first, second))), "", (whole, beyond)
    )


def test_a_link_without_text_has_no_lines():
    assert listing("", "python", notes=[]) == Listing()


def test_a_text_of_countless_lines_is_shown_to_its_end():
    shown = listing("\n".join(["x"] * (MOST_LINES + 2)), "python")
    assert (len(shown.lines), shown.rest) == (MOST_LINES, "x\nx")


def test_empty_lines_at_the_end_are_not_numbered():
    assert (split("a\n\nb\n\n"), split(""), split("\n")) == (["a", "", "b"], [], [""])


def test_two_versions_stand_beside_each_other_in_color():
    assert changes("a\nb", "a\nc\nd", "text") == [
        Change(Kind.SAME, Side(1, "a"), Side(1, "a")),
        Change(Kind.CHANGED, Side(2, "b"), Side(2, "c")),
        Change(Kind.ADDED, Side(), Side(3, "d")),
    ]


def test_equal_versions_have_no_changes():
    assert changes("a\n", "a", "text") == []
