"""The site's own pages: what waits for a member, and the pages shown when something is not right."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms import today as registry


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this member, most urgent first."""
    return render(request, "cms/today.html", {"lines": registry.lines(request.user)})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)
