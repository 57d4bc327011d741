"""One's own list, first choice first: of mentors for a newcomer, of newcomers for a mentor."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mentorship.exceptions import MentorshipError
from mentorship.forms import ChoicesForm
from mentorship.models import Participant, RoundPage
from mentorship.services import choices, newcomers


@login_required
@never_cache
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put mentors in order, or stay away from some; nobody else reads it."""
    mine = Participant.objects.of(request.user).filter(role=Participant.Role.MENTEE, state="approved")
    mentee = get_object_or_404(mine.select_related("member"), uuid=uuid)
    round_page = RoundPage.objects.for_reader(mentee.round_key)
    if round_page is None:
        raise Http404
    takes = choices.takes_wishes(round_page=round_page)
    offered = choices.offered(mentee=mentee, round_page=round_page) if takes else []
    form = ChoicesForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        try:
            choices.choose(mentee=mentee, places=form.places())
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your list is kept."))
            return redirect("mentorship:choices", uuid)
    context = {"participant": mentee, "round": round_page.read_as, "form": form, "takes": takes}
    return render(request, "mentorship/choices.html", context)


@login_required
@never_cache
def wish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A mentor puts newcomers who wait in order, or stays away from some; nobody else reads it."""
    mine = Participant.objects.of(request.user).mentors().filter(state="approved")
    mentor = get_object_or_404(mine.select_related("member"), uuid=uuid)
    round_page = RoundPage.objects.for_reader(mentor.round_key)
    if round_page is None:
        raise Http404
    takes = choices.takes_wishes(round_page=round_page)
    offered = newcomers.offered(mentor=mentor, round_page=round_page) if takes else []
    form = ChoicesForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        try:
            newcomers.choose(mentor=mentor, round_page=round_page, places=form.places())
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your list is kept."))
            return redirect("mentorship:newcomers", uuid)
    context = {"participant": mentor, "round": round_page.read_as, "form": form, "takes": takes}
    return render(request, "mentorship/newcomers.html", context)
