"""The way into a round: a few steps that are kept as a draft, the state of an application, leaving again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorship import leftover_words, phases, presentation
from mentorship.answering import Asked
from mentorship.exceptions import Incomplete, MentorshipError
from mentorship.forms import STEPS, StepForm
from mentorship.models import Pairing, Participant, Proposal, RoundPage
from mentorship.services import answers, applications, leftovers, participants

State = Participant.State
UNSENT = {State.DRAFT, State.WITHDRAWN, State.CHANGES}


def titles() -> dict[str, str]:
    return {
        "about": _("About you"),
        "topics": _("Topics"),
        "time": _("Time"),
        "questions": _("Questions"),
        "send": _("Send"),
    }


@login_required
@never_cache
def apply(request: HttpRequest, round_key: UUID, role: str, step: str = "about") -> HttpResponse:
    """One step of the application; each save keeps a draft, the last one sends it."""
    round_page, asked = _round(round_key, role, step)
    participant = Participant.objects.of(request.user).filter(round_key=round_key, role=role).first()
    form = _form(request, role, step, participant, asked)
    order = [name for name in STEPS if asked or name != "questions"]
    if form.is_valid():
        try:
            return _keep(request, round_page, role, step, form, order)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
            if isinstance(refusal, Incomplete):
                form.missing = [(name, titles()[name], words) for name, words in refusal.missing.items()]
    return render(
        request, f"mentorship/apply_{step}.html", _context(round_page, role, step, form, participant, order)
    )


def _round(round_key: UUID, role: str, step: str) -> tuple[RoundPage, list[Asked]]:
    """The round and what it asks of people in this role; there is no step for a round that asks nothing."""
    if role not in Participant.Role.values or step not in STEPS:
        raise Http404
    round_page = RoundPage.objects.live().for_reader(round_key)
    if round_page is None:
        raise Http404
    asked = answers.questions(round_key=round_key, role=role)
    if step == "questions" and not asked:
        raise Http404
    return round_page, asked


def _form(
    request: HttpRequest, role: str, step: str, participant: Participant | None, asked: list[Asked]
) -> StepForm:
    data = request.POST if request.method == "POST" else None
    more: dict[str, Any] = {}
    if step == "send":
        more = {"agreed": _agreed(participant)}
    elif step == "questions":
        more = {"asked": asked, "given": answers.given(participant=participant)}
    return STEPS[step](data, member=request.user, role=role, participant=participant, **more)


def _keep(
    request: HttpRequest, round_page: RoundPage, role: str, step: str, form: StepForm, order: list[str]
) -> HttpResponse:
    """Save the step, and go where the button says. Raises MentorshipError."""
    participant = applications.keep(
        member=request.user,
        round_page=round_page,
        role=role,
        facts=form.facts(),
        profile=form.profile(),
        topics=form.topics(),
        spans=form.hours() if step == "time" else None,
        languages=form.languages() if step == "time" else None,
        given=form.given(),
        apart=form.apart(),
    )
    if step == "send" and "draft" not in request.POST:
        participants.submit(participant=participant, consent=_consents(form, participant))
        messages.success(request, _("Your application is with the organizers."))
        return redirect("mentorship:participation", participant.uuid)
    if "draft" in request.POST or step == "send":
        messages.success(request, _("Saved. You can go on whenever you like."))
        return redirect("mentorship:participation", participant.uuid)
    return redirect("mentorship:apply", round_page.round_key, role, order[order.index(step) + 1])


def _consents(form: StepForm, participant: Participant) -> bool:
    return form.cleaned_data.get("consent", _agreed(participant))


def _agreed(participant: Participant | None) -> bool:
    """Whether they have sent it before and agreed to the version in force; else the form asks."""
    return bool(participant and participant.submitted_at and participants.is_consented(participant))


def _context(
    round_page: RoundPage,
    role: str,
    step: str,
    form: StepForm,
    participant: Participant | None,
    order: list[str],
) -> dict[str, Any]:
    place = order.index(step)
    return {
        "round": round_page.read_as,
        "round_key": round_page.round_key,
        "role": role,
        "is_mentor": role == Participant.Role.MENTOR,
        "step": step,
        "number": place + 1,
        "steps": [(name, titles()[name]) for name in order],
        "back": order[place - 1] if place else "",
        "form": form,
        "participant": participant,
        "open": bool(participant) or round_page.takes_applications,
        "sends": participant is None or participant.state in UNSENT,
        "days": [str(WEEKDAYS_ABBR[day]) for day in range(7)],
    }


@login_required
@never_cache
def participation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where one's application stands, and what happens next."""
    participant = get_object_or_404(Participant.objects.of(request.user).for_listing(), uuid=uuid)
    round_page = RoundPage.objects.for_reader(participant.round_key)
    context = {
        "participant": participant,
        "round": round_page.read_as if round_page else None,
        "missing": _missing(participant),
        "pairings": list(Pairing.objects.shown_with(participant).for_listing()),
        "dates": phases.next_for(participant.state, round_page) if round_page else "",
        "proposals": list(
            Proposal.objects.open()
            .involving(request.user)
            .filter(round_key=participant.round_key)
            .unblocked()
            .for_listing()
        ),
        "consents": participants.is_consented(participant),
        "asks": bool(round_page and round_page.takes_requests and not participant.is_mentor),
        "answers": presentation.of_answers(participant) if participant.is_mentor else None,
        **leftover_words.standing(leftovers.standing_of(participant=participant)),
    }
    return render(request, "mentorship/participation.html", context)


def _missing(participant: Participant) -> list[tuple[str, str, list[str]]]:
    if participant.state not in UNSENT:
        return []
    return [(step, titles()[step], words) for step, words in participants.gaps(participant).items()]


@login_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Leave the round."""
    participant = get_object_or_404(Participant.objects.of(request.user), uuid=uuid)
    try:
        participants.withdraw(participant=participant)
        messages.success(
            request, _("You have left the round. You can come back while it takes applications.")
        )
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    return redirect("mentorship:participation", uuid)


@login_required
@require_POST
def consent(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Agree to the code of conduct in its current version."""
    participant = get_object_or_404(Participant.objects.of(request.user), uuid=uuid)
    participants.renew_consent(participant=participant)
    messages.success(request, _("Thank you. You take part again."))
    return redirect("mentorship:participation", uuid)
