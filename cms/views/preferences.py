"""How a reader wants the pages to look; remembered in a cookie, so that it works before signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.addresses import way_on

THEMES = ("auto", "light", "dark")
YEAR = 365 * 24 * 60 * 60


@csrf_exempt
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark and go back; "auto", or anything else, forgets the choice.

    It asks for no token: the worst a stranger could do is change the colors, and a token would keep every page
    a visitor reads out of shared caches.
    """
    response = HttpResponseRedirect(way_on(request, otherwise="/"))
    choice = request.POST.get("theme")
    if choice in THEMES[1:]:
        response.set_cookie(
            "theme", choice, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response
