"""The decisions an organizer can take about an application, each a POST that calls the service of its name."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from mentorship.exceptions import MentorshipError
from mentorship.models import Participant
from mentorship.services import participants

State = Participant.State


@dataclass(frozen=True)
class Verb:
    """A decision: what its button says, from which states it leads on, and whether it needs a reason."""

    act: Callable[..., Participant]
    label: Promise
    done: Promise
    allowed: frozenset[str]
    reason: bool

    def words(self) -> tuple[str, bool]:
        return str(self.label), self.reason


VERBS = {
    "approve": Verb(
        participants.approve,
        _("Approve"),
        _("Approved. They have a mail."),
        frozenset({State.SUBMITTED, State.WAITLISTED, State.REJECTED}),
        False,
    ),
    "waitlist": Verb(
        participants.waitlist,
        _("Put on the waitlist"),
        _("On the waitlist. They have a mail."),
        frozenset({State.SUBMITTED, State.APPROVED}),
        True,
    ),
    "reject": Verb(
        participants.reject,
        _("Say no"),
        _("Declined. They have a mail with your reason."),
        frozenset({State.SUBMITTED, State.WAITLISTED}),
        True,
    ),
}


def choices(state: str) -> list[str]:
    """The decisions possible from this state."""
    return [name for name, verb in VERBS.items() if state in verb.allowed]


class ReasonForm(forms.Form):
    """Why; the applicant reads it."""

    reason = forms.CharField(max_length=1000, required=False)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the posted decision about one application."""
    participant = get_object_or_404(Participant.objects.run_by(request.user).sent(), pk=pk)
    verb, form = VERBS.get(request.POST.get("verb", "")), ReasonForm(request.POST)
    if verb is None:
        raise Http404
    try:
        reason = {"reason": form.cleaned_data["reason"] if form.is_valid() else ""} if verb.reason else {}
        verb.act(actor=request.user, participant=participant, **reason)
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, gettext("{name}: {done}").format(name=participant.member.name, done=verb.done)
        )
    return redirect("participant:inspect", participant.pk)
