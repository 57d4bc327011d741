"""The workbench: a run of the matching as organizers read it. Who is left over first, then pairs, load and changes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from mentorship import leftover_words, match_words
from mentorship.models import MatchRun, RoundPage
from mentorship.services import match_boards, match_pins

A_PAGE = 50


def own_run(request: HttpRequest, uuid: UUID) -> MatchRun:
    """The run, for those who organize its round; everybody else finds nothing."""
    return get_object_or_404(MatchRun.objects.run_by(request.user).select_related("by", "follows"), uuid=uuid)


def _run_name(run: MatchRun) -> str:
    return _("Run of {moment}").format(
        moment=date_format(timezone.localtime(run.created_at), "DATETIME_FORMAT")
    )


def frame(run: MatchRun, title: str = "") -> dict[str, Any]:
    """What the admin's frame shows above every page of a run."""
    page = RoundPage.objects.of(run.round_key).first()
    if page is None:
        raise Http404
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("mentorship_matching"), "label": _("Matching")},
        {"url": reverse("mentorship_matching_round", args=[run.round_key]), "label": page.title},
        {"url": reverse("mentorship_run", args=[run.uuid]), "label": _run_name(run)},
    ]
    if title:
        trail.append({"url": "", "label": title})
    return {
        "run": run,
        "round": page,
        "breadcrumbs_items": trail,
        "header_title": f"{page.title}: {title or _run_name(run)}",
        "header_icon": "group",
    }


def _tabs(run: MatchRun, current: str) -> list[dict[str, Any]]:
    names = {
        "run": _("Left over"),
        "run_pairs": _("Pairs"),
        "run_load": _("Mentors"),
        "run_pins": _("Pins"),
        "run_changes": _("Changes"),
    }
    return [
        {
            "label": label,
            "url": reverse(f"mentorship_{name}", args=[run.uuid]),
            "current": name == current,
        }
        for name, label in names.items()
    ]


def _listing(
    request: HttpRequest, run: MatchRun, tab: str, template: str, rows: Any, lay_out: Callable, **more: Any
) -> HttpResponse:
    """A page of a list, each row laid out for the template."""
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        **frame(run),
        "tabs": _tabs(run, tab),
        "words": request.GET.get("q", ""),
        "rows": [lay_out(row) for row in page],
        "page": page,
        "kept": kept.urlencode(),
        "figures": figures(run),
        "refused": match_words.failure(run.error) if run.error else "",
        **more,
    }
    return render(request, f"mentorship/admin/{template}.html", context)


def figures(run: MatchRun) -> dict[str, Any]:
    """The numbers above every list; whoever was passed over when the run was published is left over, too."""
    stats, weakest = run.stats, run.stats.get("worst") or 0
    total, counted = stats.get("total", 0), stats.get("served", 0)
    if run.is_published:
        total, counted, weakest = match_boards.asked_in(run=run)
    served = stats.get("served", 0) - (stats.get("publication") or {}).get("skipped", 0)
    return {
        "newcomers": stats.get("mentees", 0),
        "served": served,
        "left": stats.get("mentees", 0) - served,
        "seats": stats.get("seats", 0),
        "mean": match_words.points(total // max(1, counted)),
        "worst": match_words.points(weakest),
        "priority": stats.get("priority", 0),
        "priority_served": stats.get("priority_served", 0),
        "dropped": stats.get("dropped", []),
        "publication": stats.get("publication"),
        "blocking": stats.get("blocking", 0),
        "gain": stats.get("gain", 0),
    }


@vary_on_headers("HX-Request")
def run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One run: its progress while it works, then whoever is left over, with why and what would help."""
    found = own_run(request, uuid)
    if request.htmx and (found.is_busy or found.is_publishing):
        return render(request, "mentorship/admin/run_state.html#progress", {"run": found})
    if request.htmx:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    if not found.has_result:
        context = {**frame(found), "failure": match_words.failure(found.error)}
        return render(request, "mentorship/admin/run_state.html", context)
    words, cause = request.GET.get("q", ""), request.GET.get("cause", "")
    rows = match_boards.leftovers_of(run=found, words=words, cause=cause)
    causes = leftover_words.causes()
    return _listing(
        request, found, "run", "run_left", rows, _left, causes=causes, cause=cause, action_url=request.path
    )


def _left(row: Any) -> dict[str, Any]:
    return {
        "mentee": row.mentee,
        "why": leftover_words.cause(row),
        "helps": leftover_words.helps(row.helps[:3]),
        "gone": match_words.mark(row.mentee),
    }


def pairs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The pairs the run chose, the weakest first."""
    found = _with_result(request, uuid)
    only, order = request.GET.get("only", ""), request.GET.get("order", "")
    rows = match_boards.pairs_of(run=found, words=request.GET.get("q", ""), only=only, order=order)

    def lay_out(edge: Any) -> dict[str, Any]:
        return {
            "edge": edge,
            "bars": match_words.bars(edge.reasons),
            "marks": match_words.marks(edge.mentee, edge.mentor) if found.is_draft else [],
            "skipped": [leftover_words.rule_name(rule) for rule in edge.violations],
        }

    filters = {
        "": _("All pairs"),
        "weak": _("Weak ones"),
        "pinned": _("Pinned"),
        "asked": _("Asked already"),
        **({"marked": _("No longer fitting")} if found.is_draft else {"skipped": _("Passed over")}),
    }
    orders = {"": _("Weakest first"), "strong": _("Strongest first"), "name": _("By name")}
    return _listing(
        request,
        found,
        "run_pairs",
        "run_pairs",
        rows,
        lay_out,
        filters=filters,
        only=only,
        orders=orders,
        order=order,
        labels=match_words.labels(),
    )


def load(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The mentors, with the newcomers the run gives them."""
    found = _with_result(request, uuid)
    rows = match_boards.load_of(run=found, words=request.GET.get("q", ""))
    return _listing(request, found, "run_load", "run_load", rows, _mentor)


def _mentor(row: Any) -> dict[str, Any]:
    return {"mentor": row, "mark": match_words.mark(row) if row.is_paused else "", "full": row.left <= 0}


def pins(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What organizers want in this run, and what each pin cost when it was set."""
    found = _with_result(request, uuid)
    rows = match_boards.pins_of(run=found)
    together = (
        match_words.price_together(match_pins.price_of_all(run=found))
        if found.is_draft and len(rows) > 1
        else ""
    )
    return _listing(request, found, "run_pins", "run_pins", rows, _pin, together=together)


def _pin(edge: Any) -> dict[str, Any]:
    return {"edge": edge, "price": match_words.price_of(edge.price)}


def changes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is different from the run before."""
    found = _with_result(request, uuid)
    rows = match_boards.changes_of(run=found)
    kinds = {"gained": _("New pair"), "lost": _("No pair any more"), "moved": _("Another mentor")}

    def lay_out(row: Any) -> dict[str, Any]:
        return {"change": row, "kind": kinds[row.kind]}

    counts = {label: sum(row.kind == kind for row in rows) for kind, label in kinds.items()}
    return _listing(request, found, "run_changes", "run_changes", rows, lay_out, counts=counts)


def _with_result(request: HttpRequest, uuid: UUID) -> MatchRun:
    found = own_run(request, uuid)
    if not found.has_result:
        raise Http404
    return found
