"""How a reader wants the pages to look; remembered in a cookie, so that it works before signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 60 * 60


@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark and go back; "auto", or anything else, forgets the choice.

    It asks for no token: the worst a stranger could do is change the colors, and a token would keep every page
    a visitor reads out of shared caches.
    """
    response = HttpResponseRedirect(_way_back(request))
    choice = request.POST.get("theme")
    if choice in THEMES[1:]:
        response.set_cookie(
            "theme", choice, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if ours and target.isprintable() else "/"
