"""Addresses of linked pages, found in one query for whole bodies instead of several for each paragraph with a link."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.models import Page

from .structure import SiteFacts

# As Wagtail stores a link; inside a stored stream its quotation marks are escaped.
_LINK = re.compile(r'<a [^>]*linktype=\\?"page\\?"[^>]*>')
_ID = re.compile(r' id=\\?"(\d{1,18})\\?"')
_known: ContextVar[dict[int, str]] = ContextVar("known_addresses", default={})  # noqa: B039 - never changed


def of(page_id: object) -> str:
    """The address of a page in the reader's language, if the body being drawn has made it known, or else nothing."""
    text = str(page_id)
    return _known.get().get(int(text), "") if text.isascii() and text.isdigit() else ""


@contextmanager
def known(bodies: Iterable[StreamValue], *, facts: SiteFacts | None) -> Iterator[None]:
    """While bodies are drawn, know the address of every page their rich text links to."""
    ids = {found for body in bodies for found in _linked(body)} if facts else set()
    token = _known.set(_read(ids, facts, get_language() or "") if facts and ids else {})
    try:
        yield
    finally:
        _known.reset(token)


def _linked(body: StreamValue) -> set[int]:
    stored = repr(list(body.raw_data)) if body.raw_data else ""
    return {int(found[1]) for link in _LINK.findall(stored) if (found := _ID.search(link))}


def _read(ids: set[int], facts: SiteFacts, language: str) -> dict[int, str]:
    """Each page in this language where it is live, else as it was linked; pages of other sites are left to Wagtail."""
    rows = Page.objects.filter(
        translation_key__in=Page.objects.filter(pk__in=ids).values("translation_key")
    ).values_list("pk", "translation_key", "locale__language_code", "url_path", "live")
    family = list(rows)
    here = {key: path for _pk, key, code, path, live in family if live and code == language}
    return {
        pk: facts.url_of(here[key], language) if key in here else facts.url_of(path, code)
        for pk, key, code, path, _live in family
        if pk in ids
    }
