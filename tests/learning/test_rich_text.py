"""Links to a heading of another page survive everything that may happen to rich text."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Locale
from wagtail.rich_text import RichText
from wagtail_localize.strings import extract_strings, restore_strings

from learning.models import LessonIndexPage, LessonPage


@pytest.fixture
def page(home) -> LessonPage:
    library = home.add_child(instance=LessonIndexPage(title="Lessons"))
    return library.add_child(instance=LessonPage(title="Lists", locale=Locale.get_default()))


def link(page: LessonPage) -> str:
    return f'<p>See <a linktype="page" id="{page.pk}" fragment="slices">slices</a>.</p>'


def test_the_link_leads_to_the_heading_even_when_the_page_moved(page):
    assert str(RichText(link(page))) == f'<p>See <a href="{page.url}#slices">slices</a>.</p>'

    page.slug = "collections"
    page.save()
    assert '/collections/#slices"' in str(RichText(link(page)))


def test_the_fragment_is_escaped(page):
    html = link(page).replace("slices", "&quot;&gt;x", 1)

    assert f'href="{page.url}#&quot;&gt;x"' in str(RichText(html))


def test_a_link_to_a_page_that_is_gone_is_no_link(page):
    assert str(RichText('<a linktype="page" id="99999" fragment="x">y</a>')) == "<a>y</a>"


def test_the_editor_keeps_the_fragment(page):
    converter = ContentstateConverter(features=["link"])
    state = converter.from_database_format(link(page))
    [entity] = json.loads(state)["entityMap"].values()

    assert entity["data"]["fragment"] == "slices"
    assert f'<a linktype="page" id="{page.pk}" fragment="slices">slices</a>' in converter.to_database_format(
        state
    )


def test_links_without_a_fragment_stay_as_wagtail_writes_them(page):
    converter = ContentstateConverter(features=["link"])
    html = f'<a linktype="page" id="{page.pk}">a</a> <a href="https://example.org/">b</a>'

    assert html in converter.to_database_format(converter.from_database_format(f"<p>{html}</p>"))


def test_a_translation_keeps_the_fragment(page):
    template, strings = extract_strings(link(page))

    assert str(RichText(restore_strings(template, strings))) == str(RichText(link(page)))
