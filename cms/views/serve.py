"""Serves the pages of the tree: a prepared route and one row where that is enough, Wagtail's own serving elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_by_wagtail
from wagtail.views import serve_chain

from cms.context import site_facts, stamp
from cms.services import routes


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at this path. Drafts, restrictions and hooks mean what they mean in Wagtail."""
    page = _page(request, path)
    if page is None:
        return serve_by_wagtail(request, path)
    request._wagtail_route_for_request = RouteResult(page)
    chain = serve_chain
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    for hook in hooks.get_hooks("before_serve_page"):
        answer = hook(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    return chain(page, request, [], {})


def _page(request: HttpRequest, path: str) -> Page | None:
    """The page of a plain route, or None where Wagtail is to decide. Raises Http404 for what surely is not there."""
    facts = site_facts(request)
    if facts is None or request.method not in {"GET", "HEAD"}:
        return None
    route = routes.find(facts=facts, language=get_language() or "", path=path, stamp=stamp(request))
    if route is None:
        if routes.models_with_own_routing():
            return None
        raise Http404
    request.page_urls = route.urls
    return routes.page_of(route) if route.plain else None
