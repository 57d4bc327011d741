"""The organizers' way through the applications of a round: the list, one application, a score, a decision, the next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from mentorship import application_page
from mentorship.deciding import VERBS, ReasonForm, possible
from mentorship.exceptions import MentorshipError, ReasonMissing
from mentorship.forms import ApartForm, ScoreForm
from mentorship.models import Participant, RoundPage
from mentorship.services import approvals, scoring, wishes

State = Participant.State
A_PAGE = 40
TABS = [State.SUBMITTED, State.CHANGES, State.WAITLISTED, State.APPROVED, State.REJECTED, State.WITHDRAWN]


@login_required
@never_cache
@require_GET
def queue(request: HttpRequest, round_key: UUID) -> HttpResponse:
    """Those who wait first; other states and the order by score are a choice."""
    round_page = own_round(request, round_key)
    state = request.GET.get("state", State.SUBMITTED)
    state = state if state in TABS else State.SUBMITTED
    by_score = round_page.scored and request.GET.get("order") == "score"
    found = approvals.listed(reviewer=request.user, round_page=round_page, state=state, by_score=by_score)
    counts = approvals.counts(round_page=round_page)
    pages = Paginator(found, A_PAGE)
    pages.count = counts.get(state, 0)  # known already, for every state at once
    page = pages.get_page(request.GET.get("page"))
    context = {
        "round": round_page.read_as,
        "round_key": round_key,
        "scored": round_page.scored,
        "entries": approvals.entries(reviewer=request.user, round_page=round_page, found=page),
        "page": page,
        "tabs": [
            (one.value, one.label, counts.get(one, 0)) for one in TABS if counts.get(one) or one == state
        ],
        "state": state,
        "by_score": by_score,
    }
    return render(request, "mentorship/approvals.html", context)


def own_round(request: HttpRequest, round_key: UUID) -> Any:
    """The round, for those who organize it; it does not exist for anybody else."""
    round_page = RoundPage.objects.run_by(request.user).for_reader(round_key)
    if round_page is None:
        raise Http404
    return round_page


def _found(request: HttpRequest, round_key: UUID, uuid: UUID) -> tuple[Any, Participant]:
    round_page = own_round(request, round_key)
    sent = Participant.objects.sent().filter(round_key=round_key).for_listing()
    return round_page, get_object_or_404(sent, uuid=uuid)


@login_required
@never_cache
@require_GET
def application(request: HttpRequest, round_key: UUID, uuid: UUID) -> HttpResponse:
    """One application: without its name until the reader has scored it or stepped aside, where the round is scored."""
    return _shown(request, *_found(request, round_key, uuid))


def _shown(
    request: HttpRequest,
    round_page: Any,
    participant: Participant,
    *,
    form: ScoreForm | None = None,
    refused: tuple[str, str, str] = ("", "", ""),
) -> HttpResponse:
    """`refused`: a decision that was not taken, why, and the reason that was typed."""
    entry = approvals.entry(reviewer=request.user, round_page=round_page, participant=participant)
    common = {
        "round": round_page.read_as,
        "round_key": round_page.round_key,
        "participant": participant,
        "entry": entry,
    }
    if entry.is_hidden:
        told = {**application_page.without_name(participant), "form": form or ScoreForm()}
        return render(request, "mentorship/application_blind.html", {**common, **told})
    told = application_page.in_full(participant)
    scores = scoring.of_applications([participant.pk])[participant.pk] if round_page.scored else []
    choices = [] if entry.is_mine else possible(participant, round_page)
    more = {
        "scores": [score for score in scores if not score.is_aside and not entry.is_mine],
        "choices": choices,
        "apart": ApartForm(participant=participant) if told["apart_words"] else None,
        "refused": refused,
        "unsent": "" if refused[0] in {name for name, *_words in choices} else refused[2],
        "next": approvals.after(reviewer=request.user, participant=participant),
    }
    return render(request, "mentorship/application.html", {**common, **told, **more})


@login_required
@never_cache
@require_POST
def decide(request: HttpRequest, round_key: UUID, uuid: UUID) -> HttpResponse:
    """Take the posted decision, and go on to the next application that waits."""
    round_page, participant = _found(request, round_key, uuid)
    name, form = request.POST.get("verb", ""), ReasonForm(request.POST)
    verb = VERBS.get(name)
    if verb is None:
        raise Http404
    try:
        if verb.reason and not form.is_valid():
            raise ReasonMissing(_("Keep it below a thousand letters."))
        verb.act(actor=request.user, participant=participant, **form.given(verb))
    except MentorshipError as refusal:
        participant.refresh_from_db(fields=["state", "decision_reason"])
        typed = request.POST.get("reason", "")
        return _shown(request, round_page, participant, refused=(name, str(refusal.message), typed))
    messages.success(request, _("{name}: {done}").format(name=participant.member.name, done=verb.done))
    return _onward(request, participant)


def _onward(request: HttpRequest, participant: Participant) -> HttpResponse:
    following = approvals.after(reviewer=request.user, participant=participant)
    if following is None:
        return redirect("mentorship:approvals", participant.round_key)
    return redirect("mentorship:application", participant.round_key, following.uuid)


@login_required
@never_cache
@require_POST
def score(request: HttpRequest, round_key: UUID, uuid: UUID) -> HttpResponse:
    """Keep the reviewer's score; the page then says whose application it is and what others gave."""
    round_page, participant = _found(request, round_key, uuid)
    form = ScoreForm(request.POST)
    if not form.is_valid():
        return _shown(request, round_page, participant, form=form)
    try:
        scoring.give(
            reviewer=request.user,
            participant=participant,
            points=form.points(),
            note=form.cleaned_data["note"],
        )
        messages.success(request, _("Your score is kept. This is what the others gave."))
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    return redirect("mentorship:application", round_key, uuid)


@login_required
@require_POST
def aside(request: HttpRequest, round_key: UUID, uuid: UUID) -> HttpResponse:
    """Read the application with its name, and do without a score."""
    _round_page, participant = _found(request, round_key, uuid)
    try:
        scoring.step_aside(reviewer=request.user, participant=participant)
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    return redirect("mentorship:application", round_key, uuid)


@login_required
@require_POST
def keep_apart(request: HttpRequest, round_key: UUID, uuid: UUID) -> HttpResponse:
    """Turn the applicant's words into an avoidance of somebody who takes part."""
    _round_page, participant = _found(request, round_key, uuid)
    form = ApartForm(request.POST, participant=participant)
    if form.is_valid():
        wishes.keep_apart(actor=request.user, participant=participant, other=form.cleaned_data["other"])
        messages.success(request, _("The two are kept apart. Nobody is told."))
    else:
        messages.error(request, _("Choose somebody from the list."))
    return redirect("mentorship:application", round_key, uuid)
