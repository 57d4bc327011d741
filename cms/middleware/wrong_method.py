"""A page instead of an empty one for a person who opens an address that only takes what a form sends."""

from django.shortcuts import render


def wrong_method(get_response):
    """That happens after signing in again, and from a browser's history: the page says that nothing was done."""

    def middleware(request):
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or request.htmx:
            return response
        if "text/html" not in request.headers.get("Accept", ""):
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware
