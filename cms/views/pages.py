"""The site's own pages: what waits for a member, and the pages shown when something is not right."""

import sys

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_path, override

from cms import today as registry
from cms.context import stamp


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this member, most urgent first."""
    return render(request, "cms/today.html", {"lines": registry.lines(request.user, asked=stamp(request))})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what could not be read, in the language of the address: nothing has chosen one yet."""
    with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed. When it was the database that is away, the reader is asked to come back in a moment."""
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    response = HttpResponse(render_to_string("503.html" if away else "500.html"), status=503 if away else 500)
    if away:
        response.headers["Retry-After"] = "10"
    return response
