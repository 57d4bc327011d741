"""Finds the page of an address in one query at any depth; where anything is unusual, Wagtail's own routing decides."""

from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from uuid import UUID

from django.apps import apps
from django.db.models import Exists
from wagtail.models import Page, PageViewRestriction, get_page_models

from .publication import prepared
from .structure import SiteFacts


@dataclass(frozen=True, slots=True)
class Route:
    """Which page answers an address: `plain` says that it is live, unrestricted and routed by its path alone."""

    pk: int
    model: str
    translation_key: UUID
    plain: bool
    urls: dict[str, str] = field(default_factory=dict)


def find(*, facts: SiteFacts, language: str, path: str, stamp: int) -> Route | None:
    """The route of a path below the root of this language, or None. What is not there is not remembered."""
    url_path = facts.root_path(language) + path
    name = blake2b(f"{facts.site.pk}:{url_path}".encode(), digest_size=16).hexdigest()
    return prepared(f"route:{name}", stamp, lambda: _read(facts, url_path))


@cache
def models_with_own_routing() -> tuple[type[Page], ...]:
    """Page types that interpret addresses below themselves: their subtrees are left to Wagtail."""
    return tuple(model for model in get_page_models() if model.route is not Page.route)


def _read(facts: SiteFacts, url_path: str) -> Route | None:
    # The slug has an index, the path has none.
    here = Page.objects.filter(slug=url_path.rstrip("/").rsplit("/", 1)[-1], url_path=url_path)
    rows = (
        Page.objects.filter(translation_key__in=here.values("translation_key"))
        .annotate(site_has_restrictions=Exists(PageViewRestriction.objects.all()))
        .select_related("locale", "content_type", "alias_of")
    )
    family = list(rows)
    page = next((row for row in family if row.url_path == url_path), None)
    if page is None:
        return None
    urls = {}
    for row in family:
        address = facts.url_of(row.url_path, row.locale.language_code) if row.live else ""
        if address:
            urls[row.locale.language_code] = address
    plain = page.live and not _is_restricted(page) and not _has_own_routing(page)
    model = f"{page.content_type.app_label}.{page.content_type.model}"
    return Route(page.pk, model, page.translation_key, plain, urls)


def _is_restricted(page: Page) -> bool:
    if not page.site_has_restrictions:
        return False
    words = [page, page.alias_of] if page.alias_of_id else [page]
    return any(each.get_view_restrictions().exists() for each in words)


def _has_own_routing(page: Page) -> bool:
    own = models_with_own_routing()
    if not own:
        return False
    above = page.get_ancestors(inclusive=True)
    return above.filter(content_type__model__in=[model._meta.model_name for model in own]).exists()


def page_of(route: Route) -> Page | None:
    """The page itself, in its own type, if it is still live."""
    model = apps.get_model(route.model)
    found = model.objects.filter(pk=route.pk, live=True)
    # Plain pages of Wagtail's own have no such list.
    page = found.select_related("locale", "alias_of__locale", *getattr(model, "read_with", ())).first()
    if page is not None:
        page.is_known_public = True
    return page
