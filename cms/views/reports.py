"""Reporting something, from wherever it happened, and what becomes of it; blocking somebody without telling anybody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms import reporting
from cms.forms.reports import BlockForm, ReportForm
from cms.models import ProgramSettings, Report
from cms.reporting import Place
from cms.services import blocks, further_words, reports


@login_required
@never_cache
def report(request: HttpRequest, kind: str = "", key: UUID | None = None) -> HttpResponse:
    """A calm form; it is sent once, however often it is posted."""
    place = _place(request, kind, key)
    form = _form(request, place, request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = reports.receive(by=request.user, place=place, **form.facts)
        return redirect("cms:report-status", made.uuid)
    return _page(request, place, form=form)


@login_required
@never_cache
@require_POST
def block(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Block people from here, and tell nobody."""
    place = _place(request, kind, key)
    form = BlockForm(request.POST, people=place.people if place else ())
    if not form.is_valid():
        return _page(request, place, form=_form(request, place, None), block_form=form)
    for member in form.chosen:
        blocks.block(blocker=request.user, blocked=member)
    messages.success(request, _("Done. You no longer meet here, and nobody is told."))
    return redirect("cms:safety")


@login_required
@never_cache
def status(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happens now, for who reported."""
    found = get_object_or_404(Report.objects.made_by(request.user), uuid=uuid)
    context = {
        "report": found,
        "further": further_words.of_report(report=found),
        "has_readers": found.free_handlers().exists(),
        "outside_help": _outside_help(request),
    }
    with timezone.override(request.user.zone):
        return render(request, "cms/report_status.html", context)


@login_required
@never_cache
def safety(request: HttpRequest) -> HttpResponse:
    """My reports, whom I have blocked, and for those who handle reports the way to them."""
    context = {
        "reports": Report.objects.made_by(request.user),
        "blocks": blocks.blocks_of(member=request.user),
        "has_cases": Report.objects.handled_by(request.user).exists(),
        "outside_help": _outside_help(request),
    }
    with timezone.override(request.user.zone):
        return render(request, "cms/safety.html", context)


@login_required
@require_POST
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a block back; one that is not there is taken back already."""
    blocks.unblock(blocker=request.user, blocked_pk=pk)
    messages.success(request, _("The block is taken back. What it ended stays ended."))
    return redirect("cms:safety")


def _place(request: HttpRequest, kind: str, key: UUID | None) -> Place | None:
    """Where the report is about; None for one about nothing in particular. What the member does not see is not there."""
    if key is None:
        return None
    place = reporting.find(kind=kind, key=key, member=request.user)
    if place is None:
        raise Http404
    return place


def _form(request: HttpRequest, place: Place | None, data: Any) -> ReportForm:
    people = place.people if place else ()
    return ReportForm(data, people=people, readers=reports.readers(place=place, by=request.user))


def _page(request: HttpRequest, place: Place | None, **forms: Any) -> HttpResponse:
    context = {"place": place, "outside_help": _outside_help(request), **forms}
    if place and place.people and "block_form" not in forms:
        context["block_form"] = BlockForm(people=place.people)
    return render(request, "cms/report.html", context)


def _outside_help(request: HttpRequest) -> str:
    return ProgramSettings.for_request(request).outside_help
