"""The page of a pair: whose turn it is, how the other one is reached, and an end without blame."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorship import presentation
from mentorship.exceptions import MentorshipError
from mentorship.forms import EndForm
from mentorship.models import Pairing
from mentorship.services import pairings


@login_required
@never_cache
def pairing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The pair as it stands."""
    return _page(request, _own(request, uuid), EndForm())


@login_required
@never_cache
@require_POST
def contact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how the other one is reached. A POST, because each time is written down."""
    found = _own(request, uuid)
    try:
        other = pairings.reveal_contact(pairing=found, member=request.user)
    except MentorshipError as refusal:
        return _page(request, found, EndForm(), refusal=refusal.message)
    return _page(request, found, EndForm(), contact=other.contact, email=other.email)


@login_required
@require_POST
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End the pair."""
    found, form = _own(request, uuid), EndForm(request.POST)
    if form.is_valid():
        try:
            pairings.end(pairing=found, member=request.user, **form.cleaned_data)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The pair has ended. Thank you for the time you gave each other."))
            return redirect("mentorship:pairing", uuid)
    return _page(request, found, form)


def _own(request: HttpRequest, uuid: UUID) -> Pairing:
    return get_object_or_404(Pairing.objects.of(request.user).for_listing(), uuid=uuid)


def _page(request: HttpRequest, found: Pairing, form: EndForm, **more: Any) -> HttpResponse:
    may_see = pairings.may_see_contact(pairing=found, member=request.user)
    context = presentation.of_pairing(found, request.user)
    return render(request, "mentorship/pairing.html", {**context, "form": form, "may_see": may_see, **more})
