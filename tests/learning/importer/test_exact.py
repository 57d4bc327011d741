"""Blocks as data: the shapes are those of the site, and a stranger's data is held to them."""

import json

import pytest
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.blocks.code import LANGUAGES
from learning.blocks.body import LessonBody, LessonInnerBody, LessonLeafBody
from learning.importer import canonical, menus, shapes  # noqa: F401
from learning.importer.streams import Place

from .samples import blocks_of, lesson_of


def shape_of(kind):
    """A kind of value as names, for comparing."""
    match kind:
        case shapes.Struct(parts):
            return {name: shape_of(part) for name, part in parts.items()}
        case shapes.Listed(inner):
            return [shape_of(inner)]
        case shapes.Streamed(place):
            return sorted(shapes.MENUS[place])
        case shapes.Choice(options):
            return sorted(options)
        case _:
            return "value"


def block_of(block):
    match block:
        case ImageBlock():
            return "value"
        case blocks.StreamBlock():
            return sorted(block.child_blocks)
        case blocks.StructBlock():
            return {name: block_of(child) for name, child in block.child_blocks.items()}
        case blocks.ListBlock():
            return [block_of(block.child_block)]
        case blocks.ChoiceBlock():
            return sorted(value for value, _label in block.field.choices if value)
        case _:
            return "value"


@pytest.mark.parametrize(
    ("place", "menu"),
    [(Place.BODY, LessonBody()), (Place.INNER, LessonInnerBody()), (Place.LEAF, LessonLeafBody())],
)
def test_the_shapes_are_those_of_the_sites_blocks(place, menu):
    assert {name: shape_of(kind) for name, kind in shapes.MENUS[place].items()} == {
        name: block_of(block) for name, block in menu.child_blocks.items()
    }
    assert {language for language, _word in LANGUAGES} == set(shapes.CODE_LANGUAGE.options)


def test_the_default_of_a_choice_is_the_blocks_own():
    for name, block in LessonBody().child_blocks.items():
        kind = shapes.MENUS[Place.BODY][name]
        for part, child in getattr(block, "child_blocks", {}).items():
            if isinstance(child, blocks.ChoiceBlock):
                assert kind.parts[part].options[0] == child.meta.default, (name, part)


def data(block) -> str:
    return f"```block-data\n{json.dumps(block)}\n```"


def test_a_block_given_as_data_is_that_block():
    heading = {"type": "heading", "value": {"text": " odd ", "level": "3", "anchor": ""}}

    assert blocks_of(data(heading)) == [("heading", heading["value"])]


def test_rich_text_given_as_data_is_written_with_the_tags_lessons_may_have():
    wild = (
        '<p onclick="x">a<script>b</script><a href="javascript:x">c</a> <a href="y.md#z">d</a><img src=x></p>'
    )

    [(kind, html)] = blocks_of(data({"type": "text", "value": wild}))

    assert (kind, html) == ("text", '<p>abc <a linktype="page" id="7" fragment="z">d</a></p>')


@pytest.mark.parametrize(
    "block",
    [
        "no block",
        {"type": "script", "value": "x"},
        {"type": "text", "value": 7},
        {"type": "text"},
        {"type": "heading", "value": {"text": "x", "level": "9"}},
        {
            "type": "exercise",
            "value": {"exercise": {"name": "x", "data": {"title": "", "prompt": []}}, "note": ""},
        },
        {"type": "image", "value": {"image": {"image": "fig/none.png"}, "caption": "", "credit": ""}},
        {"type": "image", "value": {"image": {"image": "../../etc/passwd.png"}, "caption": "", "credit": ""}},
        {"type": "download", "value": {"document": "files/none.pdf"}},
        {"type": "resource", "value": {"resource": 7, "note": ""}},
        {
            "type": "callout",
            "value": {"kind": "note", "title": "", "content": [{"type": "checkpoint", "value": {}}]},
        },
    ],
)
def test_data_that_is_no_block_is_dropped_and_the_report_says_why(block):
    lesson = lesson_of(f"before\n\n{data(block)}\n\nafter")

    if block == {"type": "text"}:
        assert [entry["value"] for entry in lesson.blocks] == ["<p>before</p>", "", "<p>after</p>"]
        return
    assert [entry["value"] for entry in lesson.blocks] == ["<p>before</p><p>after</p>"]
    assert [problem.weight for problem in lesson.problems] == ["dropped"]
    assert "a block given as data" in lesson.problems[0].message


def test_broken_json_is_dropped():
    lesson = lesson_of("```block-data\n{nonsense\n```")

    assert (lesson.blocks, [problem.message for problem in lesson.problems]) == (
        [],
        ["a block given as data: it is not JSON"],
    )


@pytest.mark.parametrize(
    ("html", "spelled"),
    [
        ('<p data-block-key="a1">x</p>', "<p>x</p>"),
        ("x", "<p>x</p>"),
        ("<p><strong>a</strong><b>b</b></p>", "<p><b>ab</b></p>"),
        ("<p>a</p><p></p>\n<p>b</p>", "<p>a</p><p>b</p>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>x<li>a</ul>", "<ul><li>x</li><li>a</li></ul>"),
        ("<p>a<br></p><hr>", "<p>a</p><hr/>"),
        ('<p><a id="3" linktype="page">x</a></p>', '<p><a linktype="page" id="3">x</a></p>'),
        ("<h2>a</h2><div>b</div>", "<p>a</p><p>b</p>"),
    ],
)
def test_rich_text_has_one_spelling(html, spelled):
    assert canonical.rich(html) == spelled
    assert canonical.rich(spelled) == spelled


def test_a_caption_in_one_paragraph_is_the_same_as_without():
    assert canonical.line("<p>a <i>b</i></p>") == canonical.line("a <i>b</i>") == "a <i>b</i>"
    assert canonical.line("<p>a</p><p>b</p>") == "<p>a</p><p>b</p>"
