"""Front matter of strangers is words, whatever YAML makes of it."""

import pytest

from learning.importer import frontmatter


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (f"0x{'F' * 5000}", ""),
        ('"half \\ud800 a letter"', "half ? a letter"),
        ('"a \\0 b"', "a b"),
        ("12", "12"),
        ("[1, 2]", ""),
    ],
)
def test_a_value_is_one_line_of_words_that_can_be_stored(written, title):
    assert frontmatter.text(frontmatter.load(f"title: {written}")["title"]) == title


def test_a_name_of_five_thousand_digits_is_no_name():
    assert frontmatter.load(f"? 0x{'F' * 5000}\n: 1") == {"": 1}
