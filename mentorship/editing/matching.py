"""Rounds in the workbench: how many wait, the runs so far, and the form that asks for the next one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorship import match_words
from mentorship.editing.workbench import own_run
from mentorship.exceptions import MentorshipError
from mentorship.matching.people import Weights
from mentorship.models import MatchRun, RoundPage
from mentorship.services import match_boards, match_runs

NAMES = Weights.__slots__


class WeightsForm(forms.Form):
    """What counts in this run, 100 in all; and whether to run although nothing has changed."""

    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, weights: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in match_words.labels().items():
            self.fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=100, initial=weights[name]
            )

    def weights(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in NAMES}

    def rows(self) -> list[Any]:
        return [self[name] for name in NAMES]


def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds this organizer looks after."""
    context = {
        "rows": match_boards.rounds_of(member=request.user),
        "header_title": _("Matching"),
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Matching")},
        ],
    }
    return render(request, "mentorship/admin/matching.html", context)


def round_page(request: HttpRequest, round_key: UUID) -> HttpResponse:
    """One round: its runs, and the next one, which is asked for by POST."""
    page = get_object_or_404(RoundPage.objects.of(round_key).run_by(request.user))
    form = WeightsForm(
        request.POST or None,
        weights=match_runs.default_weights(page),
        initial={"again": "again" in request.GET},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _start(request, page, form)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
    newcomers, places = match_boards.numbers_of(round_keys=[round_key]).get(round_key, (0, 0))
    runs = list(MatchRun.objects.of(round_key).select_related("by")[:20])
    context = {
        "round": page,
        "form": form,
        "newcomers": newcomers,
        "places": places,
        "runs": runs,
        "busy": next((run for run in runs if run.is_busy), None),
        "header_title": page.title,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("mentorship_matching"), "label": _("Matching")},
            {"url": "", "label": page.title},
        ],
    }
    return render(request, "mentorship/admin/matching_round.html", context)


def _start(request: HttpRequest, page: RoundPage, form: WeightsForm) -> HttpResponse:
    """Ask for the run; the same input as last time leads to the run there is. Raises MentorshipError."""
    weights = form.weights()
    if not form.cleaned_data["again"]:
        same = match_runs.same_as_before(round_page=page, weights=weights)
        if same is not None:
            messages.info(request, _nothing_new(request, page, same, weights))
            return redirect("mentorship_run", same.uuid)
    run = match_runs.start(actor=request.user, round_page=page, weights=weights)
    return redirect("mentorship_run", run.uuid)


def _nothing_new(request: HttpRequest, page: RoundPage, same: MatchRun, weights: dict[str, int]) -> str:
    """Says so; the round's page has the button to run it all the same."""
    url = reverse("mentorship_matching_round", args=[page.round_key])
    words = _("Nothing has changed since this run, so it was not run again.")
    return format_html('{} <a href="{}?again=1">{}</a>', words, url, _("Run it all the same"))


@require_POST
def end(request: HttpRequest, uuid: UUID, verb: str) -> HttpResponse:
    """Cancel a run that works, discard a draft, or publish it."""
    run = own_run(request, uuid)
    act = {"cancel": _cancel, "discard": _discard, "publish": _publish}.get(verb)
    if act is None:
        raise Http404
    try:
        messages.success(request, act(request, run))
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    return redirect("mentorship_run", run.uuid)


def _cancel(request: HttpRequest, run: MatchRun) -> str:
    match_runs.cancel(actor=request.user, run=run)
    return _("Cancelled. Nothing has changed for anybody.")


def _discard(request: HttpRequest, run: MatchRun) -> str:
    match_runs.discard(actor=request.user, run=run)
    return _("Discarded. Nothing has changed for anybody.")


def _publish(request: HttpRequest, run: MatchRun) -> str:
    match_runs.publish(actor=request.user, run=run)
    return _("All pairs are asked at once; this page says when it is done.")
