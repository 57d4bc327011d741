"""Walks the whole URLconf: every pattern of the site and the admin, filled with nonsense or with what exists."""

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from unittest.mock import patch
from urllib.parse import quote

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from tests import indexes

NONSENSE: list[str | bytes] = [
    "", "0", "1", "2", "3", "-1", "-0", "abc", "9" * 40, "1" * 18, "٣" * 20, "1e309", "NaN", "0x10", "2026-13-45", "true",
    "[]", "null", "\x00", "a\x00b", "'\"><", '"', "*", "NEAR(", "AND OR NOT", "a:b", "(((", "^x", "{{7*7}}", "%", "%s", " ",
    "a" * 3000, "../../etc/passwd", "//evil.example", "http://evil.example/", "javascript:alert(1)", "é☕🌿", "\u202eabc",
    "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", b"\xc3\x28", str(uuid.UUID(int=0)), str(uuid.UUID(int=5)),
    "en", "es", "xx", "cms.homepage", "learning.lessonpage", "original", "fill-1x1", "-title", "title", "-", ".", "1,2,x",
]  # fmt: skip
KEYS = [
    "q", "query", "p", "page", "per_page", "order", "ordering", "order_by", "next", "locale", "language", "level", "topic",
    "tag", "kind", "type", "id", "track", "collection_id", "page_type", "show_field", "results_only", "mode", "item",
    "status", "user", "export", "timestamp_from", "content_type", "lookup", "chooser", "multiple", "can_choose_root",
    "allow_external_link", "link_text", "parent_page_id", "tags", "slug", "site", "usage_count", "fields", "offset",
    "target_pages", "user_permissions", "is_superuser", "preview_mode", "in_preview_panel", "url_name", "_export", "owner",
    "length",
]  # fmt: skip


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, list[str], str]]:
    """Every pattern of the URLconf as a format string, the names of its parameters and whose view answers there."""
    for entry in (resolver or get_resolver()).url_patterns:
        regex = prefix + entry.pattern.regex.pattern.removeprefix("^").removeprefix("\\A")
        if isinstance(entry, URLResolver):
            yield from patterns(entry, regex)
        elif isinstance(entry, URLPattern):
            whose = entry.callback.__module__.partition(".")[0]
            yield from ((text, names, whose) for text, names in normalize(regex))


def quoted(value: str | bytes) -> str:
    return quote(value, safe="")


OURS = {"cms", "learning", "mentorship"}
#: Of what kind the first parameter of all addresses of a directory is; elsewhere it may be anything of the app's.
KINDS = {
    "learn/groups": "learning.studygroup",
    "learn/meetups": "learning.meetup",
    "learn/slots": "learning.talkslot",
    "mentoring/pairs": "mentorship.pairing",
    "mentoring/participations": "mentorship.participant",
}


def known_values() -> dict[str, list[str]]:
    """What exists, by kind: keys of a few rows of each model, UUIDs of the newest, slugs, and the models' names.

    The UUIDs of one app of ours stand under its name and their model's as well: an address of the app looks up its own
    things.
    """
    found: dict[str, set[str]] = {"key": set(), "uuid": set(), "slug": {"home", "python"}, "name": set()}
    found |= {app: set() for app in OURS}
    for model in apps.get_models():
        if not model._meta.managed or model._meta.db_table in indexes.TABLES:
            continue
        found["name"] |= {model._meta.app_label, model._meta.model_name}
        for nth, row in enumerate(model._default_manager.order_by("-pk")[:3]):
            found["uuid" if isinstance(model._meta.pk, models.UUIDField) else "key"].add(str(row.pk))
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if value and isinstance(field, models.SlugField):
                    found["slug"].add(str(value))
                # Every address that takes one is asked with each of them: the newest of a model will do.
                elif (
                    value
                    and isinstance(field, models.UUIDField)
                    and not nth
                    and model._meta.app_label in OURS
                ):
                    found["uuid"].add(str(value))
                    found[model._meta.app_label].add(str(value))
                    found.setdefault(model._meta.label_lower, set()).add(str(value))
    return {kind: sorted(values) for kind, values in found.items()}


def existing(*, admin: bool) -> list[list[str]]:
    """Every pattern with values that exist: UUIDs of its kind and one of another, or all of its app; or a few keys.

    `admin` adds the addresses of the admin.
    """
    rng = random.Random(7)
    real = known_values()
    found = []
    for text, names, whose in sorted({(text, tuple(names), whose) for text, names, whose in patterns()}):
        if text.startswith("admin/") and not admin:
            continue
        if not names:
            found.append(["/" + text])
            continue
        values = (
            _uuids(text, whose, real)
            if names[0] in {"uuid", "key", "round_key"}
            else [rng.choice(real["key"]), "1", "3"]
        )
        found.append([])
        for value in values:
            rest = {name: quoted(rng.choice(real[_kind(name)])) for name in names[1:]}
            found[-1].append("/" + text % {names[0]: quoted(value), **rest})
    return found


def _uuids(text: str, whose: str, real: dict[str, list[str]]) -> list[str]:
    everything = real[whose if whose in OURS else "uuid"]
    kind = KINDS.get("/".join(text.split("/")[:2]))
    if not kind:
        return everything
    return [*real[kind], next(value for value in everything if value not in real[kind])]


def _kind(name: str) -> str:
    if name in {"uuid", "key", "mentor"}:
        return "uuid"
    if "model" in name or "app" in name:
        return "name"
    return "key" if name.startswith("_") or name.endswith(("pk", "id")) else "slug"


def addresses(*, seed: int, number: int, admin: bool) -> list[str]:
    """`number` addresses of the site or of the admin, the same for the same seed and rows.

    Every pattern comes at least once. Six of ten parameters are absurd, the others exist.
    """
    rng = random.Random(seed)
    known = sorted({(text, tuple(names)) for text, names, _whose in patterns()})
    real = [value for kind, values in known_values().items() if "." not in kind for value in values]
    known = [(text, names) for text, names in known if text.startswith("admin/") == admin]
    found = []
    for position in range(max(number, len(known))):
        text, names = known[position] if position < len(known) else rng.choice(known)
        parts = {
            name: quoted(rng.choice(NONSENSE[1:]) if rng.random() < 0.6 else rng.choice(real))
            for name in names
        }
        path = "/" + (text % parts if names else text)
        if not admin and rng.random() < 0.2:
            path = rng.choice(["/es", "/fr"]) + path
        keys = rng.sample(KEYS, rng.randint(0, 4))
        query = "&".join(
            f"{key}={quoted(rng.choice(NONSENSE if rng.random() < 0.6 else real))}" for key in keys
        )
        found.append(f"{path}?{query}" if query else path)
    return found


def answers(client: Client, groups: list[list[str]]) -> Counter:
    """How often each status came back; a 5xx is named with its address. Of a group whose first takes no GET, or asks
    to sign in before anything is looked up, no more.
    """
    client.raise_request_exception = False
    seen: Counter = Counter()
    for group in groups:
        for path in group:
            answer = client.get(path)
            if answer.streaming:
                b"".join(answer.streaming_content)
            status = answer.status_code
            seen[status if status < 500 else f"{status} {path}"] += 1
            if status == 405 or answer.headers.get("Location", "").startswith("/accounts/login/"):
                break
    return seen


def nothing_there_in_a_word() -> AbstractContextManager:
    """The site's 404 without its page, which knows only the address and the exception: what remains is what views do."""
    return patch("cms.urls.handler404", _nothing_there, create=True)


def no_redirect_looked_for() -> AbstractContextManager:
    """Nothing elsewhere is looked for at an address where nothing is."""
    return patch("wagtail.contrib.redirects.middleware.get_redirect", return_value=None)


def _nothing_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound(f"{request.path} {exception}")
