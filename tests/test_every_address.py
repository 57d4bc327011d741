"""Every address of the site answers every nonsense with a page, never with an error of the server."""

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

NONSENSE: list[str | bytes] = [
    *[
        "",
        "0",
        "1",
        "2",
        "3",
        "-1",
        "-0",
        "abc",
        "9" * 40,
        "1" * 18,
        "1e309",
        "NaN",
        "0x10",
        "2026-13-45",
        "true",
        "[]",
        "null",
    ],
    *[
        "\x00",
        "a\x00b",
        "'\"><",
        '"',
        "*",
        "NEAR(",
        "AND OR NOT",
        "a:b",
        "(((",
        "^x",
        "{{7*7}}",
        "%",
        "%s",
        " ",
        "a" * 3000,
    ],
    *[
        "../../etc/passwd",
        "//evil.example",
        "http://evil.example/",
        "javascript:alert(1)",
        "é☕🌿",
        "\u202eabc",
    ],
    *["\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", b"\xc3\x28"],
    *[
        str(uuid.UUID(int=0)),
        str(uuid.UUID(int=5)),
        "en",
        "es",
        "xx",
        "cms.homepage",
        "learning.lessonpage",
        "original",
        "fill-1x1",
    ],
]
KEYS = [
    *[
        "q",
        "query",
        "p",
        "page",
        "per_page",
        "order",
        "ordering",
        "order_by",
        "next",
        "locale",
        "language",
        "level",
        "topic",
    ],
    *[
        "tag",
        "kind",
        "type",
        "id",
        "track",
        "collection_id",
        "page_type",
        "show_field",
        "results_only",
        "mode",
        "item",
    ],
    *[
        "status",
        "user",
        "export",
        "timestamp_from",
        "content_type",
        "lookup",
        "chooser",
        "multiple",
        "can_choose_root",
    ],
    *[
        "allow_external_link",
        "link_text",
        "parent_page_id",
        "tags",
        "slug",
        "site",
        "usage_count",
        "fields",
        "offset",
    ],
]
GETS_EACH = 600


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every pattern of the URLconf as a format string and the names of its parameters."""
    for entry in (resolver or get_resolver()).url_patterns:
        regex = prefix + entry.pattern.regex.pattern.removeprefix("^").removeprefix("\\A")
        if isinstance(entry, URLResolver):
            yield from addresses(entry, regex)
        elif isinstance(entry, URLPattern):
            yield from normalize(regex)


def quoted(value: str | bytes) -> str:
    return quote(value, safe="")


def requests(seed: int, wanted: str) -> list[str]:
    """GETS_EACH addresses with generated parameters, the same in every run; `wanted` is "site" or "admin"."""
    rng = random.Random(seed)
    known = sorted({(text, tuple(names)) for text, names in addresses()})
    known = [(text, names) for text, names in known if text.startswith("admin/") == (wanted == "admin")]
    found = []
    for number in range(GETS_EACH):
        text, names = known[number % len(known)] if number < len(known) else rng.choice(known)
        parts = {
            name: quoted(rng.choice(NONSENSE[1:] if rng.random() < 0.6 else ["1", "3", "home"]))
            for name in names
        }
        path = "/" + (text % parts if names else text)
        keys = rng.sample(KEYS, rng.randint(0, 4))
        query = "&".join(f"{key}={quoted(rng.choice(NONSENSE))}" for key in keys)
        found.append(f"{path}?{query}" if query else path)
    return found


def answers(client, paths: list[str]) -> Counter:
    """How often each status came back; a 5xx is named with its address."""
    client.raise_request_exception = False
    seen: Counter = Counter()
    for path in paths:
        status = client.get(path).status_code
        seen[status if status < 500 else f"{status} {path}"] += 1
    return seen


@pytest.fixture
def garden(languages_ready):
    """A site with something at the addresses that exist."""


@pytest.mark.parametrize("who", ["visitor", "member", "staff"])
@pytest.mark.parametrize("where", ["site", "admin"])
def test_no_address_answers_nonsense_with_an_error(who, where, client, garden, make_member, record_property):
    if who != "visitor":
        client.force_login(make_member("Fuzz", is_superuser=who == "staff"))
    seen = answers(client, requests(2026, where))
    record_property("answers", f"{who} {where}: {seen.total()} GETs, {dict(seen)}")
    assert [status for status in seen if isinstance(status, str)] == []
    assert ("_auth_user_id" in client.session) == (
        who != "visitor"
    )  # no address signs anybody out on the way
