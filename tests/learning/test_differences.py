"""What is different between two versions of a lesson: blocks by their ids, words and lines inside them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning import readable
from learning.blocks.body import LessonBody
from learning.differences import What, differences, words


def block(name: str, kind: str = "text", value=None) -> dict:
    return {"id": name, "type": kind, "value": value if value is not None else f"<p>Words of {name}.</p>"}


def told(before: list[dict], after: list[dict], **fields) -> list[tuple]:
    """What became of which block, and the marked words."""
    old, new = ({"title": "Lists", "body": json.dumps(body), **fields} for body in (before, after))
    return [
        (str(each.what), each.moved, each.id, [marked(row) for part in each.parts for row in part.rows])
        for each in differences(readable.lesson(old), readable.lesson(new))
    ]


def marked(row) -> str:
    if row.is_gap:
        return "…"
    signs = {"ins": "+", "del": "-", "": ""}
    return "".join(f"{signs[run.mark]}[{run.text}]" if run.mark else run.text for run in row.runs)


A, B, C, D = (block(name) for name in "abcd")


def test_the_same_is_no_difference():
    assert told([A, B], [A, B]) == []


def test_what_came_in_and_what_went_out_stand_where_they_belong():
    assert told([A, B, C], [A, D, C]) == [
        ("removed", False, "b", ["-[Words of b.]"]),
        ("added", False, "d", ["+[Words of d.]"]),
    ]


def test_a_block_is_told_as_moved_once_and_its_neighbors_are_not():
    assert told([A, B, C, D], [D, A, B, C]) == [("moved", True, "d", ["Words of d."])]


def test_words_are_compared_one_by_one():
    before = block("a", value="<p>A list keeps values in order.</p><p>It stays.</p>")
    after = block("a", value="<p>A <b>tuple</b> keeps values in their order.</p><p>It stays.</p>")
    assert told([before], [after]) == [
        ("changed", False, "a", ["A -[list ]+[tuple ]keeps values in +[their ]order.", "…"])
    ]


def test_a_paragraph_with_little_in_common_is_another_paragraph():
    assert [
        marked(row) for row in words("All of this is old.", "Everything here is new now, believe us.")
    ] == [
        "-[All of this is old.]",
        "+[Everything here is new now, believe us.]",
    ]


def test_code_is_compared_line_by_line():
    code = {"language": "python", "code": "a = 1\nb = 2\nc = 3\nd = 4\ne = 5", "outputs": []}
    before, after = (
        block("a", "code", code),
        block("a", "code", {**code, "code": code["code"].replace("e = 5", "e = 6")}),
    )
    assert told([before], [after]) == [
        ("changed", False, "a", ["…", "c = 3", "d = 4", "-[e = 5]", "+[e = 6]"])
    ]


def test_changed_and_moved_is_both():
    other = block("a", value="<p>Words of a now.</p>")
    assert told([A, B, C], [B, C, other]) == [("changed", True, "a", ["Words of -[a.]+[a now.]"])]


def test_a_link_that_leads_elsewhere_is_a_difference_without_words():
    before, after = (
        block("a", value=f'<p><a href="https://{host}/">here</a></p>') for host in ("a.org", "b.org")
    )
    assert told([before], [after]) == [("changed", False, "a", [])]


def test_what_a_new_box_holds_is_told_with_it():
    box = block("box", "callout", {"kind": "tip", "title": "Mind", "content": [A, B]})
    assert told([C], [C, box]) == [("added", False, "box", ["+[Mind]", "+[Words of a.]", "+[Words of b.]"])]


def test_a_block_that_went_into_a_box_has_moved():
    empty = block("box", "callout", {"kind": "tip", "title": "", "content": []})
    full = block("box", "callout", {"kind": "tip", "title": "", "content": [A]})
    assert told([A, empty], [full]) == [("moved", True, "a", ["Words of a."])]


def test_the_head_of_the_page_is_compared_too():
    old, new = ({"title": title, "body": "[]", "summary": "Same."} for title in ("Lists", "Lists again"))
    found = differences(readable.lesson(old), readable.lesson(new))
    assert [(each.id, each.kind, each.place) for each in found] == [("page-title", "title", "")]


def test_the_same_id_twice_hides_nothing():
    assert told([A, block("a", value="<p>Other.</p>")], [A]) == [("removed", False, "a-2", ["-[Other.]"])]


SECRET = {
    "checkpoint": {
        "kind": "single", "question": "<p>Which?</p>", "code": "", "language": "python",
        "choices": [{"type": "item", "id": "c", "value": {"text": "one", "correct": True, "explanation": "hush"}}],
        "answers": [{"type": "item", "id": "x", "value": "hush"}], "explanation": "<p>hush</p>",
    },
    "facilitator_note": {"title": "hush", "content": [block("inner", value="<p>hush</p>")]},
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(SECRET))
def test_what_is_kept_back_is_in_no_piece_and_is_no_difference(kind):
    quiet = json.loads(json.dumps(SECRET[kind]).replace("hush", "psst").replace("true", "false"))
    loud, other = block("a", kind, SECRET[kind]), block("a", kind, quiet)
    assert (told([loud], [other]), "hush" in str(readable.lesson({"body": [loud]}))) == ([], False)


def test_every_block_of_a_lesson_is_named_or_hidden_on_purpose():
    assert set(LessonBody().child_blocks) - set(readable.SEEN) - readable.HIDDEN == set()


ids = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@settings(max_examples=60, deadline=None)
@given(before=ids, after=ids)
def test_every_block_that_came_or_went_is_told_once_and_the_fewest_have_moved(before, after):
    found = differences(
        readable.lesson({"body": [block(name) for name in before]}),
        readable.lesson({"body": [block(name) for name in after]}),
    )
    by_kind = {what: {each.id for each in found if each.what == what} for what in What}
    assert by_kind[What.ADDED] == set(after) - set(before)
    assert by_kind[What.REMOVED] == set(before) - set(after)
    stayed = [name for name in after if name in before and name not in by_kind[What.MOVED]]
    assert stayed == sorted(stayed, key=before.index)
    assert len(found) == len({each.id for each in found})


@settings(max_examples=60, deadline=None)
@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_both_texts_can_be_read_from_the_marked_one(old, new):
    rows = words(old, new)
    runs = [run for row in rows for run in row.runs]
    assert squeezed("".join(run.text for run in runs if run.mark != "ins")) == squeezed(old)
    assert squeezed("".join(run.text for run in runs if run.mark != "del")) == squeezed(new)


def squeezed(text: str) -> str:
    return "".join(text.split())
