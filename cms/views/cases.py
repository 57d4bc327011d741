"""Cases, for those who handle them. For everybody else, and for anybody named in one, there is nothing here."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms import reporting
from cms.exceptions import Refusal
from cms.forms.reports import CaseNoteForm, OutcomeForm
from cms.models import Member, Report
from cms.reporting import Offer
from cms.services import cases

PER_SHEET = 25


@login_required
@never_cache
def case_list(request: HttpRequest) -> HttpResponse:
    """Everything this member may handle, what is open first."""
    found = Report.objects.handled_by(request.user).for_listing().order_by("closed_at", "-opened_at", "-pk")
    rows = sorted(found, key=lambda one: not one.is_open)
    if not rows and not cases.may_have_any(member=request.user):
        raise Http404
    sheet = Paginator(rows, PER_SHEET).get_page(request.GET.get("page"))
    with timezone.override(request.user.zone):
        return render(request, "cms/case_list.html", {"sheet": sheet})


@login_required
@never_cache
def case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One case: what was told, what was done, and what can be done."""
    return _page(request, _found(request, uuid))


@login_required
@never_cache
@require_POST
def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _act(request, uuid, lambda found: cases.take(report=found, actor=request.user))


@login_required
@never_cache
@require_POST
def act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hold a pair, keep two apart, and whatever else is offered; what cannot be undone is asked about once more."""
    code = request.POST.get("code", "")
    if "sure" not in request.POST and (asked := _to_ask(_found(request, uuid), code)):
        return render(request, "cms/case_sure.html", {"uuid": uuid, "offer": asked})
    return _act(request, uuid, lambda found: cases.act(report=found, actor=request.user, code=code))


@login_required
@never_cache
@require_POST
def name(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    """It is about somebody else, too."""
    member = get_object_or_404(Member, pk=pk)
    return _act(request, uuid, lambda found: cases.name(report=found, actor=request.user, member=member))


@login_required
@never_cache
@require_POST
def words(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the two wrote to each other. A POST, because each time is written into the log."""
    found = _found(request, uuid)
    try:
        pieces = cases.read_words(report=found, actor=request.user)
    except Refusal as refusal:
        return _page(request, found, refusal=refusal.message)
    return _page(request, found, pieces=pieces)


@login_required
@never_cache
@require_POST
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    form = CaseNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, _found(request, uuid), note_form=form)
    return _act(
        request, uuid, lambda found: cases.note(report=found, actor=request.user, **form.cleaned_data)
    )


@login_required
@never_cache
@require_POST
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, _found(request, uuid), outcome_form=form)
    return _act(
        request, uuid, lambda found: cases.close(report=found, actor=request.user, **form.cleaned_data)
    )


@login_required
@never_cache
@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _act(request, uuid, lambda found: cases.reopen(report=found, actor=request.user))


def _to_ask(found: Report, code: str) -> Offer | None:
    """What is offered under this code, if it warns of something."""
    offers = reporting.offered(found) if found.is_open else []
    return next((each for each in offers if each.code == code and each.warning), None)


def _found(request: HttpRequest, uuid: UUID) -> Report:
    return get_object_or_404(Report.objects.handled_by(request.user).for_listing(), uuid=uuid)


def _act(request: HttpRequest, uuid: UUID, do: Callable[[Report], object]) -> HttpResponse:
    found = _found(request, uuid)
    try:
        do(found)
    except Refusal as refusal:
        return _page(request, _found(request, uuid), refusal=refusal.message)
    except Report.DoesNotExist as gone:  # named between two clicks
        raise Http404 from gone
    return redirect("cms:case", uuid)


def _page(request: HttpRequest, found: Report, **more: Any) -> HttpResponse:
    place = None
    if found.place_key:
        place = reporting.find(kind=found.place_kind, key=found.place_key, member=found.by)
    context = {
        "report": found,
        "place": place,
        "log": found.log.select_related("author"),
        "offers": reporting.offered(found) if found.is_open else [],
        "has_words": bool(reporting.pieces(found)),
        "others": cases.people(report=found) if found.is_open else [],
        "is_mine": request.user in found.handlers.all(),
        "note_form": CaseNoteForm(),
        "outcome_form": OutcomeForm(),
    }
    with timezone.override(request.user.zone):
        return render(request, "cms/case.html", context | more)
