"""Every block of every menu: what an editor sees of it, and what it draws."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override
from wagtail import blocks
from wagtail.admin.icons import get_icons

from tests.blocks import every_block, every_part

MENUS = every_block()
IDS = [name for name, _block in MENUS]
INLINE = re.compile(r"<style|\sstyle=|<script|\son\w+=|javascript:", re.IGNORECASE)


def preview(block, rf: RequestFactory) -> str:
    value = block.get_preview_value()
    context = {
        "request": rf.get("/"),
        "block_def": block,
        "bound_block": block.bind(value),
        "page_title": "Preview",
    }
    template = get_template(block.get_preview_template(value, context))
    return template.render(block.get_preview_context(value, context))


@pytest.mark.parametrize(("name", "block"), MENUS, ids=IDS)
def test_a_block_says_what_it_is(name, block):
    with override("en"):
        said = [str(block.label), str(block.meta.group), str(block.get_description())]
    assert [word for word in said if not word.strip()] == []


@pytest.mark.parametrize(("name", "block"), MENUS, ids=IDS)
def test_a_block_has_a_template_and_an_icon_that_exist(name, block):
    assert block.meta.template == f"blocks/{name.rsplit('.', 1)[-1]}.html"
    get_template(block.meta.template)
    assert f'id="icon-{block.meta.icon}"' in get_icons()


@pytest.mark.parametrize(("name", "block"), MENUS, ids=IDS)
def test_a_block_is_previewed_without_anything_in_the_library(name, block, rf, db):
    assert block.is_previewable
    html = preview(block, rf)
    body = html.split("<main", 1)[1].split("</main>", 1)[0]
    assert re.sub(r"<[^>]+>|\s", "", body)
    assert "css/site.css" in html
    assert INLINE.findall(body) == []
    assert re.findall(r"\{[{%#]|None\b", body) == []


def test_an_optional_text_is_empty_rather_than_nothing():
    """What is nothing (None) cannot be translated."""
    texts = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.RegexBlock, blocks.RichTextBlock)
    optional = [(name, part) for name, part in every_part() if isinstance(part, texts) and not part.required]
    empty = ("", blocks.RichTextBlock().normalize(""))
    assert [name for name, part in optional if part.get_default() not in empty] == []
    assert len(optional) > 50


def test_every_template_and_every_style_belongs_to_a_block():
    root = Path(settings.ROOT)
    named = {block.meta.template.removeprefix("blocks/").removesuffix(".html") for _name, block in MENUS}
    templates = {path.stem for path in (root / "templates" / "blocks").glob("*.html")}
    styles = {path.stem for path in (root / "static" / "css" / "components").glob("block-*.css")}
    assert templates == named
    assert styles - {"block-" + name.replace("_", "-") for name in named} == set()
