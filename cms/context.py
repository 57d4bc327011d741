"""What every template may use of the frame around a page: `frame`, prepared once per stamp and language."""

from dataclasses import replace

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page

from cms.services import publication, restrictions, structure
from cms.services.restrictions import Keys
from cms.services.structure import Frame, SiteFacts


def stamp(request: HttpRequest) -> int:
    """The publication stamp, asked for once per request."""
    if not hasattr(request, "publication_stamp"):
        request.publication_stamp = publication.version()
    return request.publication_stamp


def site_facts(request: HttpRequest) -> SiteFacts | None:
    """The site of this request; Wagtail is told, so that it need not ask again."""
    if not hasattr(request, "_site_facts"):
        hostname = split_domain_port(request._get_raw_host())[0]
        facts = structure.of_host(stamp=stamp(request), hostname=hostname, port=request.get_port())
        request._site_facts = facts
        if facts:
            request._wagtail_site = facts.site
            request._wagtail_cached_site_root_paths = facts.all_roots
    return request._site_facts


def keys(request: HttpRequest, page: Page | None = None) -> Keys:
    """The view restrictions this reader passes, with those in front of the page they have open."""
    facts = site_facts(request)
    if facts is None or not facts.has_restrictions:
        return restrictions.NO_KEYS
    gates = restrictions.gates(facts=facts, stamp=stamp(request))
    if not hasattr(request, "_reader_keys"):
        member = request.user if request.user.is_authenticated else None
        request._reader_keys = restrictions.keys(member=member, gates=gates)
    paths = [page.path, page.alias_of.path if page.alias_of_id else None] if page else []
    return request._reader_keys | restrictions.passed(gates=gates, paths=paths)


def frame(request: HttpRequest) -> dict:
    """Give templates `frame`: name, tagline, menu, footer, languages. Nothing is asked until it is used."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    facts = site_facts(request)
    if facts is None or not facts.frames:
        return Frame()
    plain = facts.frame(get_language() or "")
    urls = getattr(request, "page_urls", None) or _translated(request, plain)
    return replace(
        plain,
        languages=tuple(
            replace(language, url=urls.get(language.code, language.url)) for language in plain.languages
        ),
    )


def _translated(request: HttpRequest, plain: Frame) -> dict[str, str]:
    """The same view in the other languages; for a page that was not found, their homes."""
    match = request.resolver_match
    if match is None or match.url_name == "wagtail_serve" or not match.url_name:
        return {}
    return {
        language.code: translate_url(request.get_full_path(), language.code) for language in plain.languages
    }
