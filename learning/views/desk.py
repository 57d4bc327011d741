"""The help desk of a hangout: asking, and the queue, which a script reads again from time to time and a button always."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from cms.context import stamp
from cms.models import Member
from learning.desk_forms import AskForm
from learning.exceptions import LearningError
from learning.models import HelpRequest, Meetup
from learning.services import desk as desks
from learning.services import desk_lists

from .doors import sign_in_url

View = Callable[..., HttpResponse]
Act = Callable[[Member, HelpRequest], object]

HELPERS: dict[str, Act] = {
    "take": lambda member, row: desks.claim(helper=member, request=row),
    "hand-back": lambda member, row: desks.hand_back(helper=member, request=row),
    "your-turn": lambda member, row: desks.your_turn(helper=member, request=row),
    "works": lambda member, row: desks.happy(actor=member, request=row),
}
LEARNERS: dict[str, Act] = {
    "ready": lambda member, row: desks.ready(member=member, request=row),
    "happy": lambda member, row: desks.happy(actor=member, request=row),
    "leave": lambda member, row: desks.leave(member=member, request=row),
}


def signed_in(view: View) -> View:
    """Members only; a script that reads again after the session has ended leads to the page for signing in."""

    @never_cache
    @wraps(view)
    def door(request: HttpRequest, uuid: UUID, **parts: str) -> HttpResponse:
        if request.htmx and not request.user.is_authenticated:
            return HttpResponseClientRedirect(sign_in_url(request.htmx.current_url_abs_path or "/"))
        return login_required(view)(request, uuid, **parts)

    return door


@signed_in
def desk(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What I asked, or who waits; and the form to ask. For who takes part in the meetup, and nobody else."""
    found = _found(request, uuid)
    seen = _seen(request, found)
    if request.method != "POST":
        return _desk(request, found, seen)
    form = AskForm(request.POST, desk=seen)
    if not form.is_valid():
        return _desk(request, found, seen, form=form)
    try:
        desks.ask(member=request.user, meetup=found, question=form.question, key=form.cleaned_data["key"])
    except LearningError as refusal:
        form.add_error(None, refusal.message)
        return _desk(request, found, seen, form=form)
    messages.success(request, _("You are in the queue. Somebody comes to you; this page says when."))
    return redirect("learning:desk", uuid)


@require_POST
@signed_in
def change(request: HttpRequest, uuid: UUID, what: str) -> HttpResponse:
    """A button at the desk: a helper's about somebody who waits, or a learner's about their own request."""
    if what in HELPERS:
        row = get_object_or_404(desk_lists.visible_to(helper=request.user), uuid=uuid)
    elif what in LEARNERS:
        row = get_object_or_404(request.user.help_requests.select_related("meetup", "member"), uuid=uuid)
    else:
        raise Http404
    refusal = ""
    try:
        (HELPERS | LEARNERS)[what](request.user, row)
    except LearningError as problem:
        refusal = str(problem.message)
    if request.htmx:
        found = _found(request, row.meetup.uuid)
        return _desk(request, found, _seen(request, found), refusal=refusal)
    if refusal:
        messages.error(request, refusal)
    return redirect("learning:desk", row.meetup.uuid)


def _found(request: HttpRequest, uuid: UUID) -> Meetup:
    return get_object_or_404(desk_lists.open_to(member=request.user), uuid=uuid)


def _seen(request: HttpRequest, found: Meetup) -> desk_lists.Desk:
    return desk_lists.desk(
        meetup=found, reader=request.user, language=get_language() or "", stamp=stamp(request)
    )


def _desk(
    request: HttpRequest,
    found: Meetup,
    seen: desk_lists.Desk,
    *,
    refusal: str = "",
    form: AskForm | None = None,
) -> HttpResponse:
    """The whole page, or the queue alone for htmx."""
    given = {"meetup": found, "desk": seen, "refusal": refusal}
    if request.htmx:
        response = render(request, "components/help_desk.html", given)
    else:
        response = render(request, "learning/desk.html", {**given, "form": form or AskForm(desk=seen)})
    patch_vary_headers(response, ["HX-Request"])
    return response
