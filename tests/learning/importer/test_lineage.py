"""What an export wrote down of keys and names is found again, whatever was changed in the text since."""

from learning.importer.identities import carried
from learning.importer.lineage import Lineage, fingerprint, lineage, lines, named

KEY = "8fa98d4b-e406-48d0-bd1f-bde19646b0f4"


def text(words: str, name: str = "") -> dict:
    return {"type": "text", "value": f"<p>{words}</p>", **({"id": name} if name else {})}


def heading(words: str, name: str = "") -> dict:
    value = {"text": words, "level": "2", "anchor": ""}
    return {"type": "heading", "value": value, **({"id": name} if name else {})}


def names_after(blocks: list[dict], known: list[dict]) -> list[str | None]:
    written = lineage({"blocks": lines(known)})
    return [block.get("id") for block in named(blocks, written)]


def test_blocks_keep_their_names():
    known = [heading("One", "a"), text("x", "b"), heading("Two", "c")]

    assert names_after([heading("One"), text("x"), heading("Two")], known) == ["a", "b", "c"]


def test_a_new_block_has_no_name_and_takes_nobodys():
    known = [text("x", "a"), text("y", "b")]

    assert names_after([text("x"), text("new"), text("y")], known) == ["a", None, "b"]


def test_a_block_whose_words_changed_keeps_its_name_between_the_same_neighbors():
    known = [heading("One", "a"), text("x", "b"), heading("Two", "c")]

    assert names_after([heading("One"), text("changed"), heading("Two")], known) == ["a", "b", "c"]


def test_a_block_of_another_kind_takes_no_name():
    assert names_after([heading("One"), heading("x")], [heading("One", "a"), text("x", "b")]) == ["a", None]


def test_the_fingerprint_is_that_of_the_words():
    assert fingerprint(text("a <b>b</b>")) == fingerprint(
        {"type": "text", "value": '<p data-block-key="q">a <b>b</b></p>'}
    )
    assert fingerprint(text("a")) != fingerprint(text("b"))


def test_nonsense_is_no_identity():
    assert (
        lineage("x")
        == lineage({"key": "no", "exercises": ["a"], "blocks": ["one two", {"a": 1}, "text 1 no/slash"]})
        == Lineage()
    )
    assert lineage({"key": KEY.upper(), "requires": KEY, "exercises": {"swap": KEY, "no": "x"}}) == Lineage(
        key=KEY, requires=[KEY], exercises={"swap": KEY}
    )


def test_a_block_that_brings_its_id_is_paired_by_it_and_keeps_it():
    old = [text("x", "a"), text("y", "b")]
    new = [text("y", "a"), heading("x"), text("z", "n")]

    assert [block.get("id") for block in carried(old, new)] == ["a", None, "n"]
