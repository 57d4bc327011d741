"""Decisions about an application in the admin, each a POST that calls the service of its name."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from mentorship.deciding import VERBS, ReasonForm
from mentorship.exceptions import MentorshipError
from mentorship.models import Participant


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the posted decision about one application."""
    participant = get_object_or_404(Participant.objects.run_by(request.user).sent(), pk=pk)
    verb, form = VERBS.get(request.POST.get("verb", "")), ReasonForm(request.POST)
    if verb is None:
        raise Http404
    try:
        verb.act(actor=request.user, participant=participant, **form.given(verb))
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, gettext("{name}: {done}").format(name=participant.member.name, done=verb.done)
        )
    return redirect("participant:inspect", participant.pk)
