import pytest
from django.test import Client
from django.urls import reverse


@pytest.fixture
def url() -> str:
    return reverse("cms:theme")


def test_a_choice_is_remembered_and_leads_back(client, url):
    response = client.post(url, {"theme": "dark", "next": "/tracks/?page=2"})
    assert (response.status_code, response.url) == (302, "/tracks/?page=2")
    cookie = response.cookies["theme"]
    assert (cookie.value, cookie["samesite"], cookie["max-age"]) == ("dark", "Lax", 31_536_000)


@pytest.mark.parametrize("choice", ["auto", "", "purple", "dark; evil"])
def test_anything_but_light_and_dark_forgets_the_choice(client, url, choice):
    client.cookies["theme"] = "dark"
    response = client.post(url, {"theme": choice})
    assert (response.url, response.cookies["theme"].value) == ("/", "")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "/a\nSet-Cookie: x=1",
        "\x00",
        "http:///x",
    ],
)
def test_the_way_back_never_leaves_the_site(client, url, target):
    assert client.post(url, {"theme": "light", "next": target}).url == "/"


def test_reading_the_address_changes_nothing(client, url):
    assert client.get(url).status_code == 405


def test_it_works_without_a_token_so_that_pages_need_none(url):
    assert Client(enforce_csrf_checks=True).post(url, {"theme": "light"}).status_code == 302


@pytest.mark.parametrize(
    ("choice", "mark"), [("dark", b' data-theme="dark"'), ("light", b' data-theme="light"')]
)
def test_the_page_is_sent_in_the_remembered_colors(client, home, choice, mark):
    client.cookies["theme"] = choice
    assert client.get("/").content.count(mark) == 1


def test_a_made_up_choice_is_not_repeated(client, home):
    client.cookies["theme"] = "x"
    assert b"data-theme=" not in client.get("/").content
