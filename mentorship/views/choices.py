"""The newcomer's own list of mentors, first choice first."""

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
from mentorship.services import choices


@login_required
@never_cache
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put mentors in order, or stay away from some; nobody else reads it."""
    mine = Participant.objects.of(request.user).filter(role=Participant.Role.MENTEE, state="approved")
    mentee = get_object_or_404(mine.select_related("member"), uuid=uuid)
    round_page = RoundPage.objects.for_reader(mentee.round_key)
    if round_page is None:
        raise Http404
    offered = choices.offered(mentee=mentee, round_page=round_page)
    form = ChoicesForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        try:
            choices.choose(mentee=mentee, places=form.places())
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your list is kept."))
            return redirect("mentorship:choices", uuid)
    context = {"participant": mentee, "round": round_page.read_as, "form": form}
    return render(request, "mentorship/choices.html", context)
