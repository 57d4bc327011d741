"""The page of a pair: whose turn it is, what the two plan and write, how the other is reached, and an end without blame."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.context import site_facts, stamp
from learning.services.library import Entry, library
from mentorship import closing_page, pair_page, presentation
from mentorship.exceptions import MentorshipError
from mentorship.forms import EndForm, GoalForm, MeetingForm, MessageForm, NoteForm
from mentorship.models import Pairing
from mentorship.services import pair_progress, pairings


@login_required
@never_cache
def pairing(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The pair as it stands."""
    return page(request, own(request, uuid))


@login_required
@never_cache
@require_POST
def contact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show how the other one is reached. A POST, because each time is written down."""
    found = own(request, uuid)
    try:
        other = pairings.reveal_contact(pairing=found, member=request.user)
    except MentorshipError as refusal:
        return page(request, found, refusal=refusal.message)
    return page(request, found, contact=other.contact, email=other.email)


@login_required
@never_cache
@require_POST
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End the pair."""
    found, form = own(request, uuid), EndForm(request.POST)
    if form.is_valid():
        try:
            pairings.end(pairing=found, member=request.user, **form.cleaned_data)
        except MentorshipError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The pair has ended. Thank you for the time you gave each other."))
            return redirect("mentorship:pair-closing", uuid)
    return page(request, found, form=form)


def own(request: HttpRequest, uuid: UUID) -> Pairing:
    rows = Pairing.objects.of(request.user).for_listing()
    return get_object_or_404(rows.saying_apart(), uuid=uuid)


def lessons(request: HttpRequest) -> dict[UUID, Entry]:
    """The lessons a goal may lead through, in the reader's language."""
    facts, language = site_facts(request), get_language() or ""
    return library(facts=facts, language=language, stamp=stamp(request)).entries if facts else {}


def page(request: HttpRequest, found: Pairing, **more: Any) -> HttpResponse:
    """The whole page, on the reader's clock; `more` brings what was just typed, or why it was refused."""
    entries = lessons(request)
    with timezone.override(request.user.zone):
        return render(request, "mentorship/pairing.html", _context(request, found, entries) | more)


def _context(request: HttpRequest, found: Pairing, entries: dict[UUID, Entry]) -> dict[str, Any]:
    may_see = pairings.may_see_contact(pairing=found, member=request.user)
    shared = pair_progress.of(
        pairing=found,
        apart=not may_see,
        facts=site_facts(request),
        language=get_language() or "",
        stamp=stamp(request),
    )
    return {
        **presentation.of_pairing(found, request.user),
        **pair_page.of_space(found, request.user, entries, everything="all" in request.GET, shared=shared),
        **({"completion": ""} if found.is_apart else {}),  # then silence completes nothing
        "is_over": closing_page.is_there(found),
        "may_see": may_see,
        "form": EndForm(),
        "meeting_form": MeetingForm(member=request.user),
        "goal_form": GoalForm(lessons={key: entry.title for key, entry in entries.items()}),
        "message_form": MessageForm(),
        "note_form": NoteForm(),
    }
