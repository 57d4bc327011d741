"""What search engines are told of: every public page once, with its translations."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from wagtail.models import Page

from .publication import prepared
from .structure import SiteFacts

MOST_URLS = 50_000  # the most a sitemap may hold


@dataclass(frozen=True, slots=True)
class Entry:
    """One page: its full address, when it was last published, and the same page in every language."""

    location: str
    lastmod: datetime | None
    alternates: list[dict[str, str]] = field(default_factory=list)


def entries(*, facts: SiteFacts, stamp: int) -> list[Entry]:
    """Live pages anybody may read. Copies of untranslated pages are left out: they are the English page once more."""
    return prepared(f"sitemap:{facts.site.pk}", stamp, lambda: _read(facts))


def _read(facts: SiteFacts) -> list[Entry]:
    pages = Page.objects.live().public().filter(alias_of=None, depth__gt=1).order_by("path")
    rows = pages.values_list("translation_key", "locale__language_code", "url_path", "last_published_at")
    found = []
    families: dict[object, dict[str, str]] = {}
    for key, language, url_path, published in rows[:MOST_URLS]:
        if address := facts.url_of(url_path, language):
            families.setdefault(key, {})[language] = settings.BASE_URL + address
            found.append((key, language, published))
    return [
        Entry(families[key][language], published, _alternates(families[key]))
        for key, language, published in found
    ]


def _alternates(family: dict[str, str]) -> list[dict[str, str]]:
    if len(family) < 2:
        return []
    known = [{"lang_code": language, "location": address} for language, address in sorted(family.items())]
    default = family.get(settings.LANGUAGE_CODE)
    return [*known, {"lang_code": "x-default", "location": default}] if default else known
