"""A lesson under another file name is found by what it says, or not at all."""

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.importer.renames import bag, likeness, matches

TEXT = "A name is a label that a program puts on a value so that it can find the value again when it is needed later on"
OTHER = "Water the beans in the morning before the sun stands high and never pour it over the leaves of a young plant ever"


def test_the_same_words_are_wholly_alike_whatever_holds_them():
    nested = [{"type": "text", "id": "7", "value": f"<p>{TEXT}</p>"}]

    assert likeness(bag(TEXT), bag(TEXT)) == 1
    assert likeness(bag(TEXT), bag(OTHER)) == 0
    assert 0.9 < likeness(bag(TEXT), bag(nested)) < 1


def test_a_text_that_changed_a_little_is_found_and_one_that_changed_wholly_is_not():
    old = {"old/a": bag(TEXT), "old/b": bag(OTHER)}
    new = {
        "new/a": bag(f"{TEXT} by somebody else"),
        "new/c": bag("Something entirely different, and long enough to tell"),
    }

    assert matches(new, old) == ({"new/a": "old/a"}, {})


def test_two_that_are_as_like_are_left_undecided():
    new = {"new/a": bag(f"{TEXT} now")}
    old = {"old/a": bag(f"{TEXT} first"), "old/b": bag(f"{TEXT} second")}

    assert matches(new, old) == ({}, {"new/a": ["old/a", "old/b"]})
    assert matches(old, new) == ({}, {"old/a": ["new/a"], "old/b": ["new/a"]})


def test_what_is_decided_makes_the_rest_clearer():
    series = TEXT.split()
    old = {"o1": bag(" ".join(series[:20])), "o2": bag(" ".join(series[4:]))}
    new = {"n1": bag(" ".join(series[:20])), "n2": bag(" ".join(series[4:]))}

    assert matches(new, old) == ({"n1": "o1", "n2": "o2"}, {})


def test_a_few_words_must_be_nearly_the_same():
    assert matches({"n": bag("Back to the first part of it")}, {"o": bag("Back to the last part of it")}) == (
        {},
        {},
    )


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=40), max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_lesson_is_found_twice(texts):
    new = {f"n{key}": bag(said) for key, said in texts.items()}
    old = {f"o{key}": bag(said) for key, said in texts.items()}

    found, unsure = matches(new, old)
    assert len(set(found.values())) == len(found)
    assert not set(found) & set(unsure)
