"""Serves uploaded files in development the way a web server is to serve them in production (README, To deploy)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csp import csp_override
from django.views.static import serve


@csp_override(settings.MEDIA_CSP)
def media(request: HttpRequest, path: str, document_root: str) -> HttpResponse:
    """The file at `path`, in a sandbox. X-Content-Type-Options comes from SecurityMiddleware."""
    return serve(request, path, document_root=document_root)
