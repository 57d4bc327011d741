"""What every page needs to know of the whole site: its roots, its menus, its languages. Three queries, once per stamp."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import get_language_info, override
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath
from wagtail.rich_text import expand_db_html

from cms.models import ProgramSettings

from .publication import prepared


@dataclass(frozen=True, slots=True)
class Link:
    """A place of the site, named in the reader's language."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the site; `url` is the page being read, in that language."""

    code: str
    name: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page, in one language."""

    name: str = settings.WAGTAIL_SITE_NAME
    tagline: str = ""
    home: str = "/"
    menu: tuple[Link, ...] = ()
    code_of_conduct: Link | None = None
    privacy: Link | None = None
    contact_email: str = ""
    footer_note: str = ""
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One Wagtail site: its row, the paths of its live roots and its frames by language, the roots of all sites, and
    whether any page is restricted."""

    site: Site
    roots: dict[str, str] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    all_roots: list[SiteRootPath] = field(default_factory=list)
    has_restrictions: bool = False

    def root_path(self, language: str) -> str:
        """The url_path of the root in this language, the site's own root where it has none."""
        return self.roots.get(language, self.site.root_page.url_path)

    def frame(self, language: str) -> Frame:
        """The frame in this language, or in the language of the site's own root."""
        return self.frames.get(language) or next(iter(self.frames.values()))

    def url_of(self, url_path: str, language: str) -> str:
        """The address of a page in a language, empty when it does not stand below that root."""
        root = self.roots.get(language)
        return _address(url_path, root, language) if root and url_path.startswith(root) else ""


def of_host(*, stamp: int, hostname: str, port: int | str) -> SiteFacts | None:
    """The site that answers for a host, chosen as Wagtail does: host and port, host, then the default site."""
    everything = prepared("structure", stamp, _read)
    named = [facts for facts in everything if facts.site.hostname == hostname]
    default = next((facts for facts in everything if facts.site.is_default_site), None)
    for facts in named:
        if str(facts.site.port) == str(port) or facts is default:
            return facts
    if len(named) == 1:
        return named[0]
    return default or (named[0] if named else None)


def _address(url_path: str, root: str, language: str) -> str:
    with override(language):
        return reverse("wagtail_serve", args=(url_path[len(root) :],))


def _read() -> list[SiteFacts]:
    restricted = Exists(PageViewRestriction.objects.all())
    sites = list(Site.objects.select_related("root_page").annotate(has_restrictions=restricted))
    rows = _settings()
    wanted = {site.root_page.translation_key for site in sites}
    wanted |= {key for row in rows for key in (row["coc"], row["privacy_page"], row["key"]) if key}
    pages: dict[tuple, tuple[str, str]] = {
        (key, language): (title, url_path)
        for key, language, title, url_path in Page.objects.filter(
            translation_key__in=wanted, live=True
        ).values_list("translation_key", "locale__language_code", "title", "url_path")
    }
    everything = [_facts(site, [row for row in rows if row["site_id"] == site.pk], pages) for site in sites]
    roots = [
        SiteRootPath(facts.site.pk, path, facts.site.root_url, code)
        for facts in everything
        for code, path in facts.roots.items()
    ]
    for facts in everything:
        facts.all_roots.extend(sorted(roots, key=lambda root: root.root_path, reverse=True))
    return everything


def _settings() -> list[dict]:
    """Every menu entry with the settings it belongs to; settings without a menu give one row."""
    from_page = {
        "coc": "code_of_conduct__translation_key",
        "privacy_page": "privacy__translation_key",
        "label": "menu_links__label",
        "key": "menu_links__page__translation_key",
        "written_in": "menu_links__page__locale__language_code",
    }
    names = ("site_id", "name", "tagline", "contact_email", "footer_note")
    rows = ProgramSettings.objects.order_by("site_id", "menu_links__sort_order", "menu_links__pk")
    return [
        dict(zip((*names, *from_page), values, strict=True))
        for values in rows.values_list(*names, *from_page.values())
    ]


def _facts(site: Site, rows: list[dict], pages: dict) -> SiteFacts:
    root_key = site.root_page.translation_key
    roots = {
        code: pages[root_key, code][1] for code, _name in settings.LANGUAGES if (root_key, code) in pages
    }
    facts = SiteFacts(site, roots, has_restrictions=site.has_restrictions)
    for code in roots:
        facts.frames[code] = _frame(facts, code, rows, pages)
    return facts


def _frame(facts: SiteFacts, language: str, rows: list[dict], pages: dict) -> Frame:
    def link(key: Any, label: str = "") -> Link | None:
        title, url_path = pages.get((key, language), ("", ""))
        url = facts.url_of(url_path, language) if url_path else ""
        return Link(label or title, url) if url else None

    first = rows[0] if rows else {}
    # A label is written in one language only: elsewhere the title of the translated page says it better.
    menu = [link(row["key"], row["label"] if row["written_in"] == language else "") for row in rows]
    return Frame(
        name=first.get("name") or settings.WAGTAIL_SITE_NAME,
        tagline=first.get("tagline", ""),
        contact_email=first.get("contact_email", ""),
        footer_note=expand_db_html(first.get("footer_note", "")),
        home=_address(facts.roots[language], facts.roots[language], language),
        menu=tuple(entry for entry in menu if entry),
        code_of_conduct=link(first.get("coc")),
        privacy=link(first.get("privacy_page")),
        languages=tuple(_language(facts, code, code == language) for code in facts.roots),
    )


def _language(facts: SiteFacts, code: str, current: bool) -> Language:
    home = _address(facts.roots[code], facts.roots[code], code)
    return Language(code, get_language_info(code)["name_local"], home, current)
