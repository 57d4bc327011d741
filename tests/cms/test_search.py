"""Searching: words of public pages in the reader's language, and no text that brings the site down."""

import pytest
from django.utils.translation import gettext, override
from wagtail.models import Page, PageViewRestriction
from wagtail.search.utils import parse_query_string

from cms.models import HomePage, StandardPage
from cms.search import words
from tests.factories import trees

NASTY = [
    '"', '""', "'", '"unclosed', "*", "a*", "NEAR(a b)", "AND OR NOT", "NOT", "a AND", "title:x", "a:b", "(((", ")", "^x",
    "-", "--", ";drop table", "%", "%s", "\\", "\x00", "a\x00b", "\ud800", "\ufffd", "  ", "\t\n", "é☕🌿", "\u202eabc",
    "__init__", "C++", "a" * 5000, "a " * 3000, "{{7*7}}", "<script>", "9" * 40, "&", "|", "!", "a & b", "a:*", "<->",
]  # fmt: skip


@pytest.fixture
def page(home):
    """Publish a standard page below home."""

    def make(title: str, parent=None, **fields) -> StandardPage:
        return (parent or home).add_child(instance=StandardPage(title=title, **fields))

    return make


def titles(response) -> list[str]:
    return [found.title for found in response.context["outcome"].found]


def test_pages_with_all_the_words_are_found(client, page):
    page("A vine and a trellis", summary="How they grow.")
    page("A vine alone")
    answer = client.get("/search/?q=vine trellis")
    assert titles(answer) == ["A vine and a trellis"]
    assert 'href="/a-vine-and-a-trellis/"' in answer.text
    assert "How they grow." in answer.text
    assert "1 result" in answer.text


def test_nothing_asked_shows_what_can_be_found(client, home):
    answer = client.get("/search/?q=%20")
    assert (answer.status_code, answer.context["outcome"]) == (200, None)
    assert "Type one or more words." in answer.text


def test_nothing_found_offers_a_way_on(client, home):
    assert "Nothing was found" in client.get("/search/?q=rhododendron").text


def test_a_text_too_long_keeps_it_and_says_so(client, home):
    answer = client.get("/search/", {"q": "x" * 201})
    assert answer.status_code == 200
    assert "at most 200 characters" in answer.text


def test_drafts_and_restricted_pages_are_not_found(client, page):
    page("Hidden vine", live=False)
    private = page("Private vine")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    page("Below the private vine", parent=private)
    page("Public vine")
    assert titles(client.get("/search/?q=vine")) == ["Public vine"]


def test_copies_of_restricted_pages_are_not_found_either(client, page, languages_ready):
    private = page("Private vine")
    trees.complete()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client.get("/es/search/?q=vine")) == []


def test_readers_find_pages_in_their_language_and_copies_are_labelled(client, page, languages_ready):
    page("Vine")
    trees.complete()
    assert [found.url for found in client.get("/search/?q=vine").context["outcome"].found] == ["/vine/"]
    answer = client.get("/es/search/?q=vine")
    assert [found.url for found in answer.context["outcome"].found] == ["/es/vine/"]
    with override("es"):
        assert gettext("not translated yet, in English") in answer.text


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text)[:24])
def test_no_text_is_an_error_for_the_backend(text, home):
    found = [
        list(Page.objects.search(text)[:5]),
        list(Page.objects.autocomplete(text)[:5]),
        list(HomePage.objects.search(parse_query_string(text, operator="and")[1])[:5]),
        Page.objects.search(text).count(),
    ]
    assert len(found) == 4


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text)[:24])
def test_no_text_is_an_error_for_the_page(text, client, home):
    quoted = "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))
    assert client.get(f"/search/?q={quoted}&page={quoted}").status_code in {200, 400}


@pytest.mark.parametrize(
    "address", ["/admin/pages/search/", "/admin/choose-page/search/", "/admin/images/", "/admin/documents/"]
)
def test_no_text_is_an_error_for_the_admin(address, client, home, make_member):
    client.force_login(make_member("Ada", is_superuser=True))
    for text in ('"', "a:b", "AND OR", "title:(", "*"):
        assert (text, client.get(address, {"q": text}).status_code) == (text, 200)


def test_words_are_kept_and_syntax_is_not():
    assert words('NEAR("a", __init__)* C++ café don\'t') == "NEAR a init C café don t"


@pytest.mark.parametrize("pages", [1, 3])
def test_a_search_asks_the_same_number_of_questions(client, page, pages, django_assert_num_queries):
    for number in range(pages):
        page(f"Vine {number}")
    client.get("/search/?q=vine")
    with django_assert_num_queries(7):
        client.get("/search/?q=vine")


def test_a_long_list_is_read_in_sheets(client, page):
    for number in range(12):
        page(f"Vine {number}")
    first, second, beyond = (client.get(f"/search/?q=vine&page={n}") for n in ("1", "2", "9" * 10))
    assert [len(titles(answer)) for answer in (first, second, beyond)] == [10, 2, 2]
    assert 'href="?page=2&amp;q=vine"' in first.text


def test_an_admin_listing_in_which_no_word_is_searched_says_that_nothing_was_found(admin_client, home):
    answer = admin_client.get("/admin/snippets/cms/resource/?q=%5B%5D&ordering=title")
    assert (answer.status_code, "No resources match your query" in answer.text) == (200, True)
