"""Two headers Django has no setting for: who may embed our responses, and who may keep a copy of a member's pages."""

from django.conf import settings
from django.utils.cache import patch_cache_control


def more_headers(get_response):
    """Nobody else embeds what we send; what is sent to somebody who is signed in stays in their own browser."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return middleware
