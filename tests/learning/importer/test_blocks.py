"""What each kind of Markdown becomes."""

import pytest

from cms.blocks.code import LANGUAGES
from learning.importer import codes

from .samples import blocks_of, code, complaints_of, lesson_of


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("*i* **b** `c` ~~s~~", "<p><i>i</i> <b>b</b> <code>c</code> <s>s</s></p>"),
        ("x<sub>1</sub> <kbd>Tab</kbd> a<br>b", "<p>x<sub>1</sub> <code>Tab</code> a<br/>b</p>"),
        ("[out](https://example.org/?a=1&b=2)", '<p><a href="https://example.org/?a=1&amp;b=2">out</a></p>'),
        (
            "[y](y.md), [up](../episodes/y.md#part)",
            '<p><a linktype="page" id="7">y</a>, <a linktype="page" id="7" fragment="part">up</a></p>',
        ),
        (
            "[old](y.html) [near](./y)",
            '<p><a linktype="page" id="7">old</a> <a linktype="page" id="7">near</a></p>',
        ),
        ("[r][d]\n\n[d]: https://docs.python.org", '<p><a href="https://docs.python.org">r</a></p>'),
        ("- a\n- b\n  - c", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a\n4. b", "<p>3. a</p><p>4. b</p>"),
        ("- a\n\n  more", "<ul><li>a<br/>more</li></ul>"),
        ("a < b & c --- d -- e", "<p>a &lt; b &amp; c — d -- e</p>"),
        ("<b>*x</b>*", "<p><b><i>x</i></b></p>"),
        ("<p>One <em>two</em></p>", "<p>One <i>two</i></p>"),
        ("a\n\n---\n\nb", "<p>a</p><hr/><p>b</p>"),
        ("[argument]{#argument}", "<p>argument</p>"),
    ],
)
def test_words_become_rich_text_as_wagtail_stores_it(markdown, html):
    assert blocks_of(markdown) == [("text", html)]


def test_headings_keep_level_and_anchor():
    assert blocks_of("# One\n\n## What's this? {#mine}\n\n##### Deep\n\n## One") == [
        ("heading", {"text": "One", "level": "2", "anchor": "one"}),
        ("heading", {"text": "What's this?", "level": "2", "anchor": "mine"}),
        ("heading", {"text": "Deep", "level": "4", "anchor": "deep"}),
        ("heading", {"text": "One", "level": "2", "anchor": "one-1"}),
    ]


def test_outputs_belong_to_the_code_before_them():
    text = "```python\n1 + 1\n```\n\n```output\n2\n```\n<!-- then -->\n```error\nNo\n```\n\nWords\n\n```output\nalone\n```"

    assert blocks_of(text) == [
        code("1 + 1", outputs=[("output", "2"), ("error", "No")]),
        ("text", "<p>Words</p>"),
        code("alone", "text", caption="Output"),
    ]


def test_code_keeps_its_attributes_and_a_known_language():
    text = '```{.py caption="A loop" highlight="1-2"}\nx\n```\n\n```R\ny\n```\n\n    z\n'

    assert blocks_of(text) == [
        code("x", caption="A loop", highlight="1-2"),
        code("y", "text"),
        code("z", "text"),
    ]
    assert complaints_of(text) == ["note: 5: code in “r” is shown without colors"]


def test_the_languages_are_those_of_the_code_block():
    assert {name for name, _label in LANGUAGES} == codes.LANGUAGES


def test_a_console_fence_is_a_terminal_session_with_its_output():
    assert blocks_of("```console\n$ ls\n```\n\n```output\na.txt\n```") == [
        ("terminal", {"shell": "bash", "session": "$ ls\na.txt", "caption": ""})
    ]


def test_code_inside_a_list_stays_in_its_place():
    assert blocks_of(
        "1. First\n\n   ```python\n   a\n   ```\n\n2. Second\n\n- x\n  ```python\n  b\n  ```\n- y\n- z"
    ) == [
        ("text", "<p>1. First</p>"),
        code("a"),
        ("text", "<p>2. Second</p><ul><li>x</li></ul>"),
        code("b"),
        ("text", "<ul><li>y</li><li>z</li></ul>"),
    ]


def test_pictures_part_a_paragraph_and_take_caption_alt_and_credit():
    text = "Before ![A *map*](fig/a.png){alt='data\\[0\\] is \"A\"' credit=Ada} after ![plain](fig/b.svg)"
    lesson = lesson_of(text)

    assert [(block["type"], block["value"]) for block in lesson.blocks] == [
        ("text", "<p>Before</p>"),
        (
            "image",
            {
                "image": {"image": "episodes/fig/a.png", "alt_text": 'data[0] is "A"', "decorative": False},
                "caption": "A <i>map</i>",
                "credit": "Ada",
            },
        ),
        ("text", "<p>after</p>"),
        (
            "image",
            {
                "image": {"image": "episodes/fig/b.svg", "alt_text": "plain", "decorative": False},
                "caption": "",
                "credit": "",
            },
        ),
    ]
    assert lesson.pictures == {"episodes/fig/a.png": 1, "episodes/fig/b.svg": 1}


def test_a_missing_picture_leaves_its_words_and_is_counted_as_dropped():
    text = "One\n\nTwo\n![Under it](fig/none.png){alt='A map'}"

    assert blocks_of(text) == [("text", "<p>One</p><p>Two</p><p>Under it<br/>A map</p>")]
    assert complaints_of(text) == ["dropped: 4: the picture “fig/none.png” does not exist"]


def test_a_picture_without_words_is_decoration_and_worth_a_look():
    assert complaints_of("![](fig/a.png)") == ["note: 1: the picture “fig/a.png” has no alternative text"]
    assert complaints_of("![](fig/a.png){alt=''}") == []


def test_a_picture_elsewhere_is_linked_and_never_loaded():
    assert blocks_of("![A map](https://example.org/a.png)") == [
        ("text", '<p><a href="https://example.org/a.png">A map</a></p>')
    ]


def test_a_table_keeps_every_cell_also_those_beyond_its_header():
    text = "| a | **b** |\n|---|---|\n| 1 | 2 | 3 |"

    assert blocks_of(text) == [
        (
            "table",
            {
                "caption": "",
                "header": "row",
                "rows": [
                    {"type": "item", "value": [{"type": "item", "value": cell} for cell in row]}
                    for row in (["a", "<b>b</b>", ""], ["1", "2", "3"])
                ],
            },
        )
    ]


def test_a_quotation_has_words_and_a_source():
    assert blocks_of("> You come\n> to get good.\n>\n> Yes.\n> -- [Ana](https://example.org/ana)") == [
        (
            "quote",
            {"text": "You come to get good.\n\nYes.", "attribution": "Ana", "url": "https://example.org/ana"},
        )
    ]


def test_comments_are_kept_apart_and_unknown_tags_are_named():
    lesson = lesson_of("Seen <!-- unseen --> <font>too</font>\n\n<marquee>Run</marquee>")

    assert lesson.blocks[0]["value"] == "<p>Seen  too</p><p>Run</p>"
    assert lesson.comments == ["unseen"]
    assert [str(problem) for problem in lesson.problems] == [
        "episodes/x.md:1: the HTML tag <font>",
        "episodes/x.md:3: the HTML tag <marquee>",
    ]


def test_template_commands_stay_as_words_and_are_named():
    assert blocks_of("{% include links.md %}") == [("text", "<p>{% include links.md %}</p>")]
    assert complaints_of("{% include links.md %}") == ["not understood: 1: a template command ({%)"]


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
)
def test_dangerous_addresses_never_become_links(scheme):
    said = blocks_of(f"[a]({scheme})\n\n<a href='{scheme}'>b</a>")

    assert "<a" not in said[0][1]


def test_markup_below_the_deepest_level_stays_as_words():
    text = "> " * 60 + "deep words"

    assert "deep words" in blocks_of(text)[0][1]["text"]
    assert complaints_of(text)[0].endswith("nested too deep; kept as plain text")
