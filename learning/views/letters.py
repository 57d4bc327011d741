"""The ledger for organizers: what will be sent about their meetups, read beforehand, edited, stopped; and what was sent."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms import emails
from cms.services import mailings
from learning.letter_forms import LetterForm
from learning.models import Meetup
from learning.services import ledgers, reminders

View = Callable[..., HttpResponse]


@login_required
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """All letters about the meetups I organize; whoever organizes none finds no such page."""
    sheet = ledgers.sheet(member=request.user)
    if sheet is None:
        raise Http404
    return render(request, "learning/letters.html", {"sheet": sheet})


def organizing(view: View) -> View:
    """Turn a view of (request, meetup, kind) into one of (request, uuid, what); what is not mine is not there (404)."""

    @login_required
    @never_cache
    @wraps(view)
    def door(request: HttpRequest, uuid: UUID, what: str) -> HttpResponse:
        kind = f"learning.meetup_{what}"
        if kind not in reminders.PLANNED:
            raise Http404
        found = get_object_or_404(Meetup.objects.run_by(request.user).for_listing().distinct(), uuid=uuid)
        return view(request, found, kind)

    return door


@organizing
def letter(request: HttpRequest, meetup: Meetup, kind: str) -> HttpResponse:
    """The letter as its first reader will have it, and the words I add."""
    edit = ledgers.edit_of(meetup=meetup, kind=kind)
    initial = {"words": edit.words, "subject": edit.subject} if edit else {}
    form = LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        mailings.edit(actor=request.user, kind=kind, about=reminders.about(meetup), **form.cleaned_data)
        messages.success(request, _("Saved. Every letter of this kind that has not gone out has your words."))
        return redirect(request.path)
    message, number = ledgers.first_waiting(meetup=meetup, kind=kind)
    context = {
        "meetup": meetup,
        "what": kind.removeprefix("learning.meetup_"),
        "name": emails.name_of(kind),
        "message": message,
        "number": number,
        "preview": emails.preview(message) if message else None,
        "is_stopped": bool(edit and edit.stopped_at),
        "form": form,
    }
    return render(request, "learning/letter.html", context)


@require_POST
@organizing
def stop(request: HttpRequest, meetup: Meetup, kind: str) -> HttpResponse:
    """Send none of these."""
    mailings.stop(actor=request.user, kind=kind, about=reminders.about(meetup))
    messages.success(request, _("Stopped. Nobody gets this letter, unless you send it after all."))
    return redirect("learning:letter", meetup.uuid, kind.removeprefix("learning.meetup_"))


@require_POST
@organizing
def resume(request: HttpRequest, meetup: Meetup, kind: str) -> HttpResponse:
    """Send them after all."""
    mailings.resume(actor=request.user, kind=kind, about=reminders.about(meetup))
    messages.success(request, _("It will be sent."))
    return redirect("learning:letter", meetup.uuid, kind.removeprefix("learning.meetup_"))
