"""The door of a meetup on a phone: names to tick, taps to take back, people who come by, and the code of the room."""

from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.models import Member
from learning.door_forms import MarkForm, SheetForm, TapForm, WalkInForm
from learning.exceptions import LearningError
from learning.models import Meetup
from learning.services import door as doors
from learning.services import door_codes, door_lists, walk_ins
from learning.services.walk_ins import Welcome

from .doors import sign_in_url

View = Callable[..., HttpResponse]


def holding(view: View) -> View:
    """Meetups whose door one holds; for everybody else there is no such page. Visitors sign in and come to the door."""

    @never_cache
    @wraps(view)
    def inside(request: HttpRequest, uuid: UUID, **parts: object) -> HttpResponse:
        if not request.user.is_authenticated:
            # Not to where a button was sent: there is no page to look at.
            is_page = request.method in {"GET", "HEAD"}
            return redirect(sign_in_url(request.path if is_page else reverse("learning:door", args=[uuid])))
        mine = Meetup.objects.seen_by(request.user).filter(may_hold_door=True).for_listing()
        response = view(request, get_object_or_404(mine, uuid=uuid), **parts)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return inside


@require_safe
@holding
def door(request: HttpRequest, found: Meetup) -> HttpResponse:
    """Everybody who is expected, and who is there."""
    return _screen(request, found)


@require_POST
@holding
def mark(request: HttpRequest, found: Meetup) -> HttpResponse:
    """One tap: how somebody came."""
    form = MarkForm(request.POST)
    if not form.is_valid():
        raise Http404
    person, state = form.chosen
    member = get_object_or_404(Member, pk=person)
    given = {"key": form.cleaned_data["key"], "ago": form.cleaned_data["ago"]}
    act = partial(doors.mark, actor=request.user, meetup=found, member=member, state=state, **given)
    return _done(request, found, act, person)


@require_POST
@holding
def undo(request: HttpRequest, found: Meetup) -> HttpResponse:
    """Take a tap back."""
    form = TapForm({"key": request.POST.get("undo", "")})
    if not form.is_valid():
        raise Http404
    person = request.POST.get("person", "")[:18]  # the digits of the longest key there can be
    act = partial(doors.undo, actor=request.user, meetup=found, key=form.cleaned_data["key"])
    return _done(request, found, act, int(person) if person.isascii() and person.isdigit() else 0)


@require_POST
@holding
def walk_in(request: HttpRequest, found: Meetup) -> HttpResponse:
    """Somebody came by. Their link is on the answer to this, and nowhere else."""
    form = WalkInForm(request.POST)
    if not form.is_valid():
        return _screen(request, found, walk_in=form)
    try:
        welcome = walk_ins.add(actor=request.user, meetup=found, **form.cleaned_data)
    except LearningError as refusal:
        form.add_error(None, refusal.message)
        return _screen(request, found, walk_in=form)
    return _screen(request, found, welcome=welcome)


@require_POST
@holding
def link(request: HttpRequest, found: Meetup, guest: UUID) -> HttpResponse:
    """A new link for a guest, because the first one was lost."""
    row = get_object_or_404(found.attendances, uuid=guest)
    try:
        return _screen(request, found, welcome=walk_ins.renew(actor=request.user, guest=row))
    except LearningError as refusal:
        return _screen(request, found, refusal=str(refusal.message))


@require_POST
@holding
def close(request: HttpRequest, found: Meetup) -> HttpResponse:
    """After the end: who had a seat and was not noted was not there."""
    try:
        number = doors.close(actor=request.user, meetup=found)
    except LearningError as refusal:
        messages.error(request, refusal.message)
    else:
        words = ngettext(
            "The door is closed. {count} person with a seat was not there.",
            "The door is closed. {count} people with a seat were not there.",
            number,
        )
        messages.success(request, words.format(count=number))
    return redirect("learning:door", found.uuid)


@require_safe
@holding
def code(request: HttpRequest, found: Meetup) -> HttpResponse:
    """The code of this minute, large, for a second screen; alone for a page that shows it already."""
    template = "components/door_code.html" if request.htmx else "learning/door_code.html"
    return render(request, template, {"meetup": found, **_code(found)})


@holding
def sheet(request: HttpRequest, found: Meetup) -> HttpResponse:
    """Type in what stands on the signed sheet, all at once."""
    seen = door_lists.door(meetup=found, reader=request.user)
    form = SheetForm(request.POST if request.method == "POST" else None, door=seen)
    if form.is_valid():
        try:
            _type_in(request.user, found, form)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The sheet is kept. Each mark can still be changed at the door."))
            return redirect("learning:door", found.uuid)
    given = {"meetup": found, "form": form, "is_open": doors.is_open(meetup=found)}
    return render(request, "learning/door_sheet.html", given)


def _type_in(actor: Member, found: Meetup, form: SheetForm) -> None:
    source = doors.Source.SHEET
    for member, state in form.changed():
        doors.mark(actor=actor, meetup=found, member=member, state=state, key=uuid4(), source=source)
    for name, key in form.guests():
        walk_ins.add(actor=actor, meetup=found, name=name, key=key, source=source)


def _done(request: HttpRequest, found: Meetup, act: Callable[[], object], person: int) -> HttpResponse:
    """Do it, and show the person's line as it is now: alone to a script, in its place on the page otherwise."""
    try:
        act()
    except LearningError as refusal:
        return _screen(request, found, refusal=str(refusal.message), person=person)
    if request.htmx:
        return _screen(request, found, person=person)
    return redirect(f"{reverse('learning:door', args=[found.uuid])}#p-{person}")


def _code(found: Meetup) -> dict[str, object]:
    return {
        "code": door_codes.current(meetup=found) if found.is_on else "",
        "left": door_codes.seconds_left(),
        "whole": door_codes.SECONDS,
    }


def _screen(
    request: HttpRequest,
    found: Meetup,
    *,
    refusal: str = "",
    person: int = 0,
    walk_in: WalkInForm | None = None,
    welcome: Welcome | None = None,
) -> HttpResponse:
    """The whole door, or what a tap has changed of it."""
    words = "" if request.htmx else request.GET.get("q", "")[:80]
    seen = door_lists.door(meetup=found, reader=request.user, words=words)
    secret = welcome.token if welcome else ""
    given = {
        "meetup": found,
        "door": seen,
        "refusal": refusal,
        "is_open": doors.is_open(meetup=found),
        "walk_in": walk_in or WalkInForm(),
        "welcome": welcome,
        "claim_url": request.build_absolute_uri(reverse("learning:claim", args=[secret])) if secret else "",
        "person": seen.person(person) if person else None,
    }
    if request.htmx and request.method == "POST":
        return render(request, "learning/door_changed.html", given)
    given |= {"words": words, "key": uuid4(), **_code(found)}
    return render(request, "learning/door.html", given)
