"""Words as people write them: folding keeps places, forms go both ways, slips are counted as by the book."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.spelling import closest, distance, fold, forms, tolerated

LETTERS = st.text("abcd", max_size=7)


def by_the_book(one: str, other: str) -> int:
    """Optimal string alignment as its recurrence says, without any short cut."""
    table = {}
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                table[i, j] = i + j
                continue
            ways = [
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            ]
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(one), len(other)]


@given(st.text(max_size=60))
@settings(max_examples=150)
def test_folding_keeps_every_character_in_its_place(text):
    assert len(fold(text)) == len(text)


def test_accents_and_case_are_folded():
    assert fold("Café ÑANDÚ İß") == "cafe nandu iß"


@given(LETTERS, LETTERS, st.integers(0, 3))
@settings(max_examples=300)
def test_slips_are_counted_as_by_the_book(one, other, most):
    assert distance(one, other, most) == min(by_the_book(one, other), most + 1)


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("loop", ["loops", "looping", "looped"]),
        ("Loops", ["loop"]),
        ("classes", ["class"]),
        ("files", ["file"]),
        ("looping", ["loop"]),
        ("using", ["use"]),
        ("closed", ["close", "clos"]),
        ("listas", ["lista"]),
    ],
)
def test_a_word_is_known_by_its_common_forms(word, some):
    assert set(some) <= set(forms(word))


@pytest.mark.parametrize("word", ["if", "for", "x1", "3", "a", "c4a7"])
def test_short_words_and_numbers_have_one_form(word):
    assert forms(word) == (word,)


def test_a_word_that_ends_in_two_s_is_no_plural():
    assert "clas" not in forms("class")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pyhton", "python"), ("pythn", "python"), ("pythoon", "python"), ("ptyhon", "python"), ("fython", "python"),
        ("dictionnary", "dictionary"), ("funcion", "función"), ("lopo", "loop"), ("javascript", ""), ("py", ""),
    ],
)  # fmt: skip
def test_the_nearest_known_word_is_the_one_meant(typed, meant):
    assert closest(typed, ["lists", "loop", "python", "dictionary", "función", "pytest"]) == meant


def test_a_wrong_first_letter_is_the_less_likely_slip():
    assert closest("lost", ["cost", "last"]) == "last"


def test_the_longer_a_word_the_more_is_forgiven():
    assert [tolerated(word) for word in ("for", "loop", "strings", "dictionaries")] == [0, 1, 2, 2]
