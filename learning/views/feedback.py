"""How a meetup was: said by those who came, read by its organizers, published where both agree."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from learning.afterwards_exceptions import NotThere
from learning.afterwards_forms import FeedbackForm
from learning.exceptions import LearningError
from learning.models import Meetup, MeetupFeedback
from learning.services import feedback as service
from learning.services import reviews_of_groups as reviews

from .meetup_desk import organizing
from .meetups import seen


@login_required
@never_cache
def feedback(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say how it was, or change what I said; whoever had nothing to do with the meetup finds no such page."""
    found = seen(request, uuid)
    try:
        mine = service.standing(meetup=found, member=request.user)
    except NotThere:
        raise Http404 from None
    form, closed = FeedbackForm(request.POST or None, given=mine), ""
    try:
        service.require_open(meetup=found)
        if form.is_valid():
            service.give(member=request.user, meetup=found, answer=form.answer)
            messages.success(request, _("Thank you. You can change it until the feedback closes."))
            return redirect("learning:feedback", found.uuid)
    except LearningError as refusal:
        closed = str(refusal.message)
    context = {"meetup": found, "form": form, "mine": mine, "closed": closed}
    return render(request, "learning/feedback.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """My words may no longer be published: they are gone from the pages at once."""
    mine = get_object_or_404(
        MeetupFeedback.objects.select_related("meetup"), meetup__uuid=uuid, member=request.user
    )
    service.withdraw_consent(member=request.user, meetup=mine.meetup)
    messages.success(request, _("Your words are no longer published. The organizers still have them."))
    return redirect("learning:feedback", uuid)


@require_safe
@organizing
def said(request: HttpRequest, found: Meetup) -> HttpResponse:
    """What people said: sums, three answers at a time, and words."""
    given = {
        "meetup": found,
        "sums": service.sums(meetup=found),
        "fewest": service.FEWEST,
        "words": service.words(meetup=found, organizer=request.user),
    }
    return render(request, "learning/feedback_said.html", given)


@login_required
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put words on the public pages; of a meetup one runs."""
    row = _said(request, pk)
    try:
        reviews.publish(actor=request.user, row=row, seen=request.POST.get("seen", ""))
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Published on the pages of the group and the chapter."))
    return redirect("learning:said", row.meetup.uuid)


@login_required
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Take words off the public pages."""
    row = _said(request, pk)
    reviews.take_down(actor=request.user, row=row)
    messages.success(request, _("It no longer stands on the pages."))
    return redirect("learning:said", row.meetup.uuid)


def _said(request: HttpRequest, pk: int) -> MeetupFeedback:
    rows = MeetupFeedback.objects.run_by(request.user).select_related("meetup")
    return get_object_or_404(rows, pk=pk)
