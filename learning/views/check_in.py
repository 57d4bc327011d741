"""What people say themselves: "I am here", with the code of the room, and "that was me", with a private link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from learning.door_exceptions import ClaimGone
from learning.door_forms import CodeForm
from learning.exceptions import LearningError
from learning.models import Meetup
from learning.services import door_codes, walk_ins


@login_required
@never_cache
def check_in(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Enter the code of the room. What is there already needs none."""
    found = get_object_or_404(Meetup.objects.seen_by(request.user).for_listing(), uuid=uuid)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            door_codes.enter(member=request.user, meetup=found, code=form.cleaned_data["code"])
        except LearningError as refusal:
            form.add_error("code", refusal.message)
        else:
            messages.success(request, _("You are noted as being there. Have a good time."))
            return redirect(found)
    return render(request, "learning/check_in.html", {"meetup": found, "form": form})


@login_required
@never_cache
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """The evening a private link stands for, and the button that says it was me. Opening it changes nothing."""
    try:
        found = walk_ins.find(token=token, member=request.user)
        if request.method == "POST":
            walk_ins.claim(token=token, member=request.user)
            messages.success(request, _("It is yours now: you were there."))
            return redirect(found.meetup)
    except ClaimGone:
        raise Http404 from None
    given = {"guest": found, "meetup": found.meetup, "is_mine": found.member_id == request.user.pk}
    return render(request, "learning/claim.html", given)
