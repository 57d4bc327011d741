"""Headings: anchors that are there once, levels that are never skipped, an outline that says the same."""

import re

from cms.blocks import outline
from cms.blocks.body import PageBody


def heading(text: str, level: str = "2", anchor: str = "") -> tuple:
    return "heading", {"text": text, "level": level, "anchor": anchor}


def body(*children):
    menu = PageBody()
    value = menu.normalize(list(children))
    return menu.to_python(menu.get_prep_value(value))


def test_anchors_come_from_the_words_and_are_there_once():
    page = body(
        heading("Lists"),
        heading("Lists"),
        heading("¿Qué es?"),
        heading("列表"),
        heading("…"),
        heading("Main"),
    )
    assert [entry.anchor for entry in outline.headings(page)] == [
        "lists", "lists-2", "qué-es", "列表", "section", "main-2",
    ]  # fmt: skip


def test_an_anchor_of_the_editor_wins():
    page = body(heading("Lists", anchor="intro"), heading("Intro"))
    assert [entry.anchor for entry in outline.headings(page)] == ["intro", "intro-2"]


def test_no_level_is_skipped():
    page = body(heading("A", "4"), heading("B", "4"), heading("C", "2"), heading("D", "4"), heading("E", "3"))
    assert [entry.level for entry in outline.headings(page)] == [2, 3, 2, 3, 3]


def test_headings_inside_other_blocks_stand_under_the_one_above():
    inside = ("callout", {"kind": "note", "title": "", "content": [heading("Inside", "2")]})
    page = body(heading("Top"), inside, heading("Next", "3"))
    assert [(entry.text, entry.level, entry.anchor) for entry in outline.headings(page)] == [
        ("Top", 2, "top"),
        ("Inside", 3, "inside"),
        ("Next", 3, "next"),
    ]


def test_the_page_is_drawn_with_the_anchors_of_the_outline():
    inside = ("reveal", {"summary": "More", "content": [heading("Lists")]})
    page = body(heading("Lists"), inside, heading("Tuples"))
    drawn = re.findall(r'<h(\d) id="([^"]+)">', page.render_as_block())
    assert drawn == [(str(entry.level), entry.anchor) for entry in outline.headings(page)]


def test_a_heading_links_to_itself_by_its_name():
    assert (
        '<a class="block-heading__link" href="#lists"><span aria-hidden="true">#</span>'
        '<span class="visually-hidden">Link to “Lists”</span></a>'
    ) in body(heading("Lists")).render_as_block()


def test_every_block_stands_in_an_element_named_after_it(db):
    page = body(
        heading("A", "2"), ("call_to_action", {"text": "Go", "url": "https://example.org/", "page": None})
    )
    assert re.findall(r'<div class="(block [^"]+)"', page.render_as_block()) == [
        "block block-heading block-heading--2",
        "block block-call-to-action",
    ]
