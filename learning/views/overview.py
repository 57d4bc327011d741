"""A member's own progress: every track they follow, in one place."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.context import keys, site_facts, stamp
from learning.services import overviews
from learning.services.overviews import Overview

from .listings import tracks_url


@require_safe
@login_required
def progress(request: HttpRequest) -> HttpResponse:
    """Tracks with their vines, how sure one feels, and the ways back into what was set aside."""
    facts, found = site_facts(request), Overview()
    if facts is not None:
        found = overviews.overview(
            member=request.user,
            facts=facts,
            language=get_language() or "",
            stamp=stamp(request),
            keys=keys(request),
        )
    return render(request, "learning/progress.html", {"overview": found, "tracks_url": tracks_url(request)})
