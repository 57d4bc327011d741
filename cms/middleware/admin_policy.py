"""Gives the Wagtail admin its own Content-Security-Policy: its editor needs inline styles and scripts."""

from django.conf import settings


def admin_policy(get_response):
    """Sits right after ContentSecurityPolicyMiddleware; public pages keep the strict policy."""

    def middleware(request):
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_config = settings.ADMIN_CSP
        return response

    return middleware
