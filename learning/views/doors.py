"""The ways into a record: whose page is meant, may this reader see it, and where a visitor signs in."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from cms.context import keys, site_facts, stamp
from learning.models import LessonPage, TrackPage
from learning.services import lessons
from learning.services.cohorts import Shelf

View = Callable[..., HttpResponse]


def sign_in_url(next_url: str) -> str:
    """Where to sign in and come back to `next_url`."""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': next_url})}"


def posted_to(model: type[LessonPage] | type[TrackPage]) -> Callable[[View], View]:
    """Turn a view of (request, page, …) into one of (request, key, …) that takes members' POSTs only.

    The page is the published one in the reader's language. Unknown, unpublished and restricted ones are not
    there (404). A visitor signs in and comes back to the page; what they sent is not kept.
    """

    def decorate(view: View) -> View:
        @require_POST
        @wraps(view)
        def door(request: HttpRequest, key: UUID, **parts: str) -> HttpResponse:
            page = readable(request, model, key)
            if not request.user.is_authenticated:
                return _to_sign_in(request, place_url(request, page, parts.get("block_id", "")))
            response = view(request, page, **parts)
            patch_vary_headers(response, ["HX-Request"])
            return response

        return door

    return decorate


def readable(request: HttpRequest, model: type[LessonPage] | type[TrackPage], key: UUID):
    """The published page with this key, if this reader may see it. Raises Http404."""
    page = lessons.published(model=model, key=key, language=get_language() or "")
    if page is None or not all(each.accept_request(request) for each in page.get_view_restrictions()):
        raise Http404
    return page


def place_url(request: HttpRequest, page: LessonPage | TrackPage, block_id: str = "") -> str:
    """The address of a page, at a block of it where one is given."""
    url = page.get_url(request) or "/"
    return f"{url}#b-{block_id}" if block_id else url


def _to_sign_in(request: HttpRequest, next_url: str) -> HttpResponse:
    url = sign_in_url(next_url)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def shelf_of(request: HttpRequest) -> Shelf | None:
    """The lessons this reader may read, in their language; None where no site answers for this host."""
    facts = site_facts(request)
    return Shelf(facts, get_language() or "", stamp(request), keys(request)) if facts else None
