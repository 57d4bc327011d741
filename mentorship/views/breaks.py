"""A mentor's break: taken and ended with one click each."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorship.exceptions import MentorshipError
from mentorship.models import Participant
from mentorship.services import pauses


@login_required
@require_POST
def pause(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask me nothing new for now."""
    try:
        pauses.pause(mentor=_own(request, uuid))
        messages.success(request, _("You take a break. Nobody new can ask you until you are back."))
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    return redirect("mentorship:participation", uuid)


@login_required
@require_POST
def resume(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """I am back."""
    try:
        pauses.resume(mentor=_own(request, uuid))
        messages.success(request, _("Welcome back. Newcomers can ask you again."))
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
    return redirect("mentorship:participation", uuid)


def _own(request: HttpRequest, uuid: UUID) -> Participant:
    return get_object_or_404(Participant.objects.of(request.user).mentors(), uuid=uuid)
