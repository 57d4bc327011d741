"""The matrix of a track for reviewers: learners × homework as a page and as a table for spreadsheets."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms import spreadsheets
from learning.matrix import Matrix
from learning.matrix_words import words
from learning.services import matrices
from learning.services.assignments import Assignments, TrackWork

from .helping import assignments_of, for_readers_of_everybody


@for_readers_of_everybody
def matrix(request: HttpRequest) -> HttpResponse:
    """One track's matrix, the first one's where none is named."""
    known = assignments_of(request)
    work = _chosen(request, known)
    context = {"tracks": known.tracks, "work": work}
    if work:
        context["sheet"] = matrices.sheet(helper=request.user, work=work, number=_page_number(request))
        context["query"] = urlencode({"track": work.key})
    return render(request, "learning/matrix.html", context)


@for_readers_of_everybody
def export(request: HttpRequest) -> HttpResponse:
    """All of it as CSV."""
    work = _chosen(request, assignments_of(request))
    if work is None:
        raise Http404
    rows = _table(work, matrices.whole(helper=request.user, work=work))
    name = slugify(work.title) or "track"
    return HttpResponse(
        spreadsheets.csv_text(rows),
        content_type=spreadsheets.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="homework-{name}.csv"'},
    )


def _table(work: TrackWork, table: Matrix) -> list[list[object]]:
    said = words()
    head = [_("Learner"), *(column.title for column in table.columns), _("Handed in"), _("Accepted")]
    rows: list[list[object]] = [head]
    for row in table.rows:
        cells = [said[cell.standing] for cell in row.cells]
        rows.append([row.name, *cells, row.handed_in, row.accepted])
    rows.append([_("Handed in"), *(total.handed_in for total in table.totals)])
    rows.append([_("Accepted"), *(total.accepted for total in table.totals)])
    rows.append([_("Not handed in"), *(total.missing for total in table.totals)])
    return rows


def _chosen(request: HttpRequest, known: Assignments) -> TrackWork | None:
    """The track the address names; one that is not there, or has no homework, is not found."""
    named = request.GET.get("track", "")
    if not named:
        return next(iter(known.tracks), None)
    try:
        work = known.track(UUID(named))
    except ValueError:
        work = None
    if work is None:
        raise Http404
    return work


def _page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1
