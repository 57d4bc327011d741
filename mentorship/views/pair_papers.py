"""What the two of a pair write down: the guide to the first meeting with what both agree on, and notes to oneself."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mentorship import pair_page
from mentorship.exceptions import ChangedMeanwhile, MentorshipError
from mentorship.forms import AgreementForm, NoteForm
from mentorship.models import Pairing
from mentorship.services import pair_papers

from .pairings import own, page


@login_required
@never_cache
def guide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The first meeting step by step; what is written down is kept on POST."""
    found = own(request, uuid)
    data = request.POST if request.method == "POST" else None
    form = AgreementForm(data, agreement=pair_page.agreement_of(found))
    if form.is_valid():
        try:
            pair_papers.write_down(pairing=found, member=request.user, **form.cleaned_data)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
            _go_on_from(form, found, refusal)
        else:
            messages.success(request, _("Written down. The other one is asked to agree."))
            return redirect("mentorship:pair-guide", uuid)
    return _guide(request, found, form)


def _go_on_from(form: AgreementForm, found: Pairing, refusal: MentorshipError) -> None:
    """What was typed stays; once the other one's words have been shown beside it, it may be saved over them."""
    if isinstance(refusal, ChangedMeanwhile) and (now := pair_page.agreement_of(found)):
        form.data = form.data.copy()
        form.data["version"] = now.version


@login_required
@never_cache
@require_POST
def agree(request: HttpRequest, uuid: UUID, version: int) -> HttpResponse:
    """Yes to what the other one wrote down."""
    found = own(request, uuid)
    try:
        pair_papers.agree(pairing=found, member=request.user, version=version)
    except MentorshipError as refusal:
        form = AgreementForm(agreement=pair_page.agreement_of(found))
        return _guide(request, own(request, uuid), form, refusal=refusal.message)
    return redirect("mentorship:pair-guide", uuid)


def _guide(request: HttpRequest, found: Pairing, form: AgreementForm, **more: object) -> HttpResponse:
    with timezone.override(request.user.zone):
        context = pair_page.of_guide(found, request.user) | {"form": form} | more
        return render(request, "mentorship/pair_guide.html", context)


@login_required
@never_cache
@require_POST
def note(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A note to oneself."""
    found, form = own(request, uuid), NoteForm(request.POST)
    if form.is_valid():
        try:
            pair_papers.note(pairing=found, member=request.user, **form.facts)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(f"{reverse('mentorship:pairing', args=[uuid])}#notes")
    return page(request, found, note_form=form)


@login_required
@never_cache
@require_POST
def forget(request: HttpRequest, uuid: UUID, note: UUID) -> HttpResponse:
    """Throw a note of one's own away; one that is gone already is gone."""
    pair_papers.forget(pairing=own(request, uuid), member=request.user, uuid=note)
    return redirect(f"{reverse('mentorship:pairing', args=[uuid])}#notes")
