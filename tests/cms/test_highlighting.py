"""Code in color: the text stays what it was, roles are classes, lines are emphasized."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.blocks.code import LANGUAGES
from cms.highlighting import emphasized, highlight, highlighted_lines


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_tokens_are_named_by_their_role():
    assert highlight("def f(): # go\n    return 1", "python") == (
        '<span class="hl-keyword">def</span> <span class="hl-name">f</span>(): <span class="hl-comment"># go</span>\n'
        '    <span class="hl-keyword">return</span> <span class="hl-number">1</span>'
    )


def test_emphasized_lines_hold_their_line_breaks():
    assert highlight("a\nb\nc", "text", lines="2-3") == (
        'a\n<mark class="hl-line">b\n</mark><mark class="hl-line">c\n</mark>'
    )


def test_an_unknown_language_is_plain_text():
    assert highlight("<b> & 1", "klingon") == "&lt;b&gt; &amp; 1"


def test_a_string_over_several_lines_is_colored_on_each():
    assert highlight("'''a\n b'''", "python").count("<span") == 2


@pytest.mark.parametrize(
    ("spec", "numbers"),
    [
        ("", set()),
        ("2", {2}),
        ("2,4-6", {2, 4, 5, 6}),
        (" 1 , 3 - 4 ", {1, 3, 4}),
        ("6-4", set()),
        ("0,9-99999999999", {9, 10}),
        ("-,,x", set()),
    ],
)
def test_lines_to_emphasize_are_read_kindly(spec, numbers):
    assert emphasized(spec, total=10) == numbers


@pytest.mark.parametrize("language", [code for code, _name in LANGUAGES])
@settings(deadline=None)
@given(
    code=st.text(alphabet=st.sampled_from("ab1 '\"#<>&=-(){}[]:/\\\n\t%é"), max_size=60),
    lines=st.sampled_from(["", "1", "2-3"]),
)
def test_copying_colored_code_gives_the_code_back(language, code, lines):
    assert text_of(highlight(code, language, lines=lines)).rstrip("\n") == code.rstrip("\n")


def test_lines_apart_are_the_lines_of_the_text():
    assert highlighted_lines("x = 1\n\n<b>\n\n", "python") == [
        'x = <span class="hl-number">1</span>',
        "",
        "&lt;b&gt;",
    ]


@settings(max_examples=60)
@given(
    code=st.text(alphabet="ab'\"#\n \t<&(", max_size=40), language=st.sampled_from(["python", "html", "text"])
)
def test_there_are_as_many_lines_apart_as_in_the_text(code, language):
    shown = highlighted_lines(code, language)
    assert [text_of(line) for line in shown] == code.rstrip("\n").split("\n")
