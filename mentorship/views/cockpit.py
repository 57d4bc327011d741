"""How a round is going: a page for its organizers, and each of its tables for a spreadsheet."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms import spreadsheets
from mentorship import cockpit_page
from mentorship.cockpit_tables import tables
from mentorship.services import cockpit

from .approvals import own_round


@login_required
@never_cache
@require_safe
def overview(request: HttpRequest, round_key: UUID) -> HttpResponse:
    """Who needs somebody now, then the figures."""
    round_page = own_round(request, round_key)
    found = cockpit.overview(viewer=request.user, round_page=round_page)
    return render(request, "mentorship/cockpit.html", cockpit_page.lay_out(found, round_page))


@login_required
@never_cache
@require_safe
def table(request: HttpRequest, round_key: UUID, slug: str) -> HttpResponse:
    """One table as CSV; what is hidden on the page is hidden in it."""
    round_page = own_round(request, round_key)
    known = tables(cockpit.overview(viewer=request.user, round_page=round_page))
    if slug not in known:
        raise Http404
    return HttpResponse(
        spreadsheets.csv_text(known[slug].rows),
        content_type=spreadsheets.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{round_page.slug}-{slug}.csv"'},
    )
