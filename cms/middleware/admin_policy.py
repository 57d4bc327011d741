"""Gives the Wagtail admin its own Content-Security-Policy: its editor needs inline styles and scripts."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"


def admin_policy(get_response):
    """Sits right after ContentSecurityPolicyMiddleware; public pages keep the strict policy.

    A preview went through all middleware as the public page it shows, and has its policy: it keeps that, but the
    editor may put it into a frame.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            policy = settings.ADMIN_CSP
            if HEADER in response:
                del response[HEADER]
                policy = {**settings.SECURE_CSP, "frame-ancestors": policy["frame-ancestors"]}
            response._csp_config = policy
        return response

    return middleware
