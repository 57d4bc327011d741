"""The sentence around what was found, marked and short, whatever the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.excerpts import LONGEST, excerpt

TEXT = "Plants grow. A list keeps values in order. Loops go over a list, one by one! Then they end."


def told(pieces) -> str:
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in pieces)


def test_the_sentence_with_the_word_is_shown_and_the_word_marked():
    assert told(excerpt(TEXT, ["values"])) == "A list keeps [values] in order."


def test_the_sentence_with_most_of_the_words_wins_over_the_first():
    assert told(excerpt(TEXT, ["list", "loop"])) == "[Loops] go over a [list], one by one!"


def test_accents_and_forms_of_a_word_are_marked():
    assert told(excerpt("El café. Las listas crecen.", ["cafe"])) == "El [café]."
    assert told(excerpt("El café. Las listas crecen.", ["lista"])) == "Las [listas] crecen."


def test_parts_of_words_are_not_marked():
    assert excerpt("A cart and a scar.", ["car"]) == []


def test_nothing_found_shows_nothing():
    assert excerpt(TEXT, ["tomato"]) == excerpt(TEXT, []) == excerpt("", ["list"]) == []


def test_a_long_sentence_is_cut_at_spaces_and_says_so():
    pieces = excerpt("lorem ipsum " * 60 + "trellis " + "dolor sit " * 60, ["trellis"])
    shown = told(pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "[trellis]" in shown
    assert not {*shown.strip("… ").replace("[", "").replace("]", "").split()} - {
        "lorem",
        "ipsum",
        "trellis",
        "dolor",
        "sit",
    }


def test_the_joints_of_the_index_do_not_show():
    assert (
        told(excerpt("Where lists begin, A list is a row., It keeps order.", ["order"]))
        == "It keeps [order]."
    )


@given(st.text(max_size=400), st.lists(st.text("aeéAß1 .,", min_size=1, max_size=4), max_size=4))
@settings(max_examples=200)
def test_no_text_is_too_strange_and_nothing_is_longer_than_it_may_be(text, words):
    shown = "".join(piece for piece, _is_hit in excerpt(text, words))
    assert len(shown) <= LONGEST + 8
