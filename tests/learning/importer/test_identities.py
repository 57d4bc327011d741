"""Blocks keep their ids when the text around them, or a word in them, changes."""

from hypothesis import given
from hypothesis import strategies as st

from learning.importer.identities import carried


def block(said: str, number: int | None = None, kind: str = "text") -> dict:
    return {"type": kind, "value": said} | ({} if number is None else {"id": str(number)})


def ids(stream: list[dict]) -> list[str | None]:
    return [entry.get("id") for entry in stream]


OLD = [block("<p>The first paragraph.</p>", 1), block("<p>The second one.</p>", 2), block("x = 1", 3, "code")]


def test_the_same_text_keeps_every_id():
    assert carried(OLD, [block(entry["value"], kind=entry["type"]) for entry in OLD]) == OLD


def test_a_changed_word_an_insertion_and_a_removal_leave_the_others_alone():
    new = [
        block("<p>Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.</p>"),
        block("<p>The first, changed paragraph.</p>"),
        block("x = 1", kind="code"),
    ]

    assert ids(carried(OLD, new)) == [None, "1", "3"]


def test_of_long_texts_too_a_few_changed_words_keep_the_id_and_another_text_has_none():
    long = "for temperature in readings:\n    print(temperature)\n" * 12
    changed = long.replace("temperature", "pressure", 3).replace("readings", "barometer", 2)
    other = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich; " * 12

    new = [block(changed), block(other)]
    assert ids(carried([block(long, 1)], new)) == ["1", None]


def test_a_block_that_moved_keeps_its_id():
    new = [block("x = 1", kind="code"), block("<p>The second one.</p>"), block("<p>The first paragraph.</p>")]

    assert ids(carried(OLD, new)) == ["3", "2", "1"]


def test_ids_inside_boxes_and_lists_stay_too():
    old = [
        {
            "type": "tabs",
            "id": "a",
            "value": {"tabs": [{"type": "item", "id": "b", "value": {"content": [block("<p>w</p>", 7)]}}]},
        }
    ]
    new = [
        {
            "type": "tabs",
            "value": {
                "tabs": [{"type": "item", "value": {"content": [block("<p>w</p>"), block("<p>more</p>")]}}]
            },
        }
    ]

    [tabs] = carried(old, new)
    [tab] = tabs["value"]["tabs"]
    assert (tabs["id"], tab["id"], ids(tab["value"]["content"])) == ("a", "b", ["7", None])


@given(st.lists(st.text(max_size=6)), st.lists(st.text(max_size=6)))
def test_no_id_is_given_twice_and_no_word_changes(before, after):
    old = [block(said, number) for number, said in enumerate(before)]
    result = carried(old, [block(said) for said in after])

    given_ids = [entry for entry in ids(result) if entry is not None]
    assert len(given_ids) == len(set(given_ids))
    assert [entry["value"] for entry in result] == after
