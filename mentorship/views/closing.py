"""The last page of a pair: a look back, a note of thanks, the certificate, and what can come next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorship import closing_page
from mentorship.exceptions import MentorshipError
from mentorship.forms import ClosingForm, ThanksForm
from mentorship.models import Pairing
from mentorship.services import becoming, closings

from .pairings import own


@login_required
@never_cache
def closing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How it was, said or said anew."""
    found = own(request, uuid)
    form = _form(found, request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            closings.give(pairing=found, member=request.user, answer=form.answer)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Thank you. What you wrote is with the people who run the program."))
            return redirect("mentorship:pair-closing", uuid)
    return _page(request, found, form=form)


@login_required
@never_cache
@require_POST
def thank(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One note to the other one."""
    found, form = own(request, uuid), ThanksForm(request.POST)
    if form.is_valid():
        try:
            closings.thank(pairing=found, member=request.user, **form.cleaned_data)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your note is with them."))
            return redirect("mentorship:pair-closing", uuid)
    return _page(request, found, thanks_form=form)


@login_required
@require_POST
def withdraw_consent(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """My words are not published any more."""
    closings.withdraw_consent(pairing=own(request, uuid), member=request.user)
    messages.success(request, _("Taken back. Your words stay with the people who run the program."))
    return redirect("mentorship:pair-closing", uuid)


@login_required
@require_POST
def become(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin to sign up as a mentor, with what is known already."""
    try:
        participant = becoming.begin(pairing=own(request, uuid), member=request.user)
    except Pairing.DoesNotExist as nobody:  # for newcomers of completed pairs alone
        raise Http404 from nobody
    except MentorshipError as refusal:
        messages.error(request, refusal.message)
        return redirect("mentorship:pair-closing", uuid)
    return redirect("mentorship:apply", participant.round_key, participant.role)


def _form(found: Pairing, request: HttpRequest, data: Any) -> ClosingForm:
    mine = found.closings.filter(side=found.side_of(request.user)).first()
    return ClosingForm(data, given=mine, quotes=found.state == Pairing.State.COMPLETED)


def _page(request: HttpRequest, found: Pairing, **more: Any) -> HttpResponse:
    """The page on the reader's clock; a pair at work has none yet, and one on hold none now."""
    if not closing_page.is_there(found):
        return redirect("mentorship:pairing", found.uuid)
    context = {"form": more.get("form") or _form(found, request, None), "thanks_form": ThanksForm(), **more}
    with timezone.override(request.user.zone):
        given = closing_page.of_closing(found, request.user) | context
        return render(request, "mentorship/closing.html", given)
