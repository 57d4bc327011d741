"""Suggestions, a question to a mentor, and the answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.models import Block
from mentorship import presentation
from mentorship.exceptions import MentorshipError
from mentorship.forms import DeclineForm, QuestionForm, RequestForm
from mentorship.models import Participant, Proposal, RoundPage
from mentorship.services import checking, proposals, questions, suggestions

SHOWN = 3


@login_required
@never_cache
def suggested(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The mentors who fit best: three, and up to ten on request."""
    mentee = _own_mentee(request, uuid)
    round_page = RoundPage.objects.for_reader(mentee.round_key)
    if round_page is None:
        raise Http404
    context: dict[str, Any] = {"participant": mentee, "round": round_page.read_as}
    if mentee.is_approved and round_page.takes_requests:
        found = suggestions.for_mentee(mentee=mentee, round_page=round_page)
        rest = found.suggestions[SHOWN:]
        context |= {
            "suggestions": found.suggestions if "all" in request.GET else found.suggestions[:SHOWN],
            "more": 0 if "all" in request.GET else len(rest),
            "kept_away": presentation.kept_away(found.kept_away),
        }
    return render(request, "mentorship/suggestions.html", context)


@login_required
@never_cache
def ask(request: HttpRequest, uuid: UUID, mentor: UUID) -> HttpResponse:
    """Ask one mentor, with a note."""
    mentee = _own_mentee(request, uuid)
    asked = _askable(request, mentee, mentor)
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proposal = proposals.request(mentee=mentee, mentor=asked, note=form.cleaned_data["note"])
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("{name} has been asked.").format(name=asked.member.name))
            return redirect("mentorship:proposal", proposal.uuid)
    round_page = get_object_or_404(RoundPage.objects.of(mentee.round_key))
    told = checking.why(asked, mentee, round_page)
    context = {
        "participant": mentee,
        "mentor": asked,
        "form": form,
        **presentation.of_explanation(told, "mentee"),
    }
    return render(request, "mentorship/ask.html", context)


def _own_mentee(request: HttpRequest, uuid: UUID) -> Participant:
    mine = Participant.objects.of(request.user).filter(role=Participant.Role.MENTEE)
    return get_object_or_404(mine.select_related("member"), uuid=uuid)


def _askable(request: HttpRequest, mentee: Participant, uuid: UUID) -> Participant:
    """An approved mentor of the same round whom no block hides."""
    hidden = Block.objects.hiding_from(request.user)
    mentors = Participant.objects.mentors().filter(round_key=mentee.round_key, state="approved")
    return get_object_or_404(mentors.exclude(member__in=hidden).for_listing(), uuid=uuid)


@login_required
@never_cache
def proposal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who asks whom, why the two, their common hours; yes or no for whoever has not answered yet."""
    found = _own(request, uuid)
    form = DeclineForm(side=found.side_of(request.user))
    return render(request, "mentorship/proposal.html", presentation.of_proposal(found, request.user, form))


@login_required
@never_cache
@require_POST
def write(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A question before the answer."""
    found, form = _own(request, uuid), QuestionForm(request.POST)
    if form.is_valid():
        try:
            questions.write(proposal=found, member=request.user, **form.cleaned_data)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(f"{reverse('mentorship:proposal', args=[uuid])}#words")
    now = _own(request, uuid)
    no = DeclineForm(side=now.side_of(request.user))
    context = presentation.of_proposal(now, request.user, no, question=form)
    return render(request, "mentorship/proposal.html", context)


@login_required
@require_POST
def accept(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _own(request, uuid)
    try:
        found = proposals.accept(proposal=found, member=request.user)
    except MentorshipError as refusal:
        return _explain(request, found, refusal)
    if found.state == Proposal.State.ACCEPTED:
        messages.success(request, _("You are a pair. Both of you have a mail."))
        return redirect("mentorship:pairing", found.pairing.uuid)
    if found.is_open:
        messages.success(request, _("Your yes is noted. The other one has still to answer."))
    return redirect("mentorship:proposal", uuid)


@login_required
@require_POST
def decline(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = _own(request, uuid)
    form = DeclineForm(request.POST, side=found.side_of(request.user))
    if not form.is_valid():
        return render(
            request, "mentorship/proposal.html", presentation.of_proposal(found, request.user, form)
        )
    return _answer(
        request, found, lambda: proposals.decline(proposal=found, member=request.user, **form.cleaned_data)
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(Proposal.objects.filter(mentee__member=request.user), uuid=uuid)
    return _answer(request, found, lambda: proposals.withdraw(proposal=found, member=request.user))


def _answer(request: HttpRequest, found: Proposal, act: Callable[[], Proposal]) -> HttpResponse:
    try:
        act()
    except MentorshipError as refusal:
        return _explain(request, found, refusal)
    messages.success(request, _("Your answer is noted."))
    return redirect("mentorship:proposal", found.uuid)


def _explain(request: HttpRequest, found: Proposal, refusal: MentorshipError) -> HttpResponse:
    """The proposal as it stands now, with the reason why the click did nothing."""
    now = _own(request, found.uuid)
    form = DeclineForm(side=now.side_of(request.user))
    context = presentation.of_proposal(now, request.user, form)
    return render(request, "mentorship/proposal.html", {**context, "refusal": refusal.message})


def _own(request: HttpRequest, uuid: UUID) -> Proposal:
    mine = (
        Proposal.objects.involving(request.user)
        .for_listing()
        .select_related("mentee__chapter", "mentor__chapter", "pairing", "next__mentor__member")
    )
    return get_object_or_404(mine, uuid=uuid)
