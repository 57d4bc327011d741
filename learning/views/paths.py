"""A member's personal path; visitors try it by GET, and nothing of theirs is kept."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from cms.context import site_facts, stamp
from learning.exceptions import LearningError
from learning.models import Knowledge
from learning.path_forms import PathForm, asked
from learning.services import itineraries, paths, standings
from learning.services.library import Library, library
from learning.services.paths import Wishes

from .doors import sign_in_url


@never_cache
def path(request: HttpRequest) -> HttpResponse:
    """The path of a member, or of a visitor who asks for one in the address; the form where there is none yet."""
    shelf = _library(request)
    if request.user.is_authenticated:
        wishes = paths.wishes(member=request.user)
        return _path(request, shelf, wishes) if wishes.has_goals else _form(request, shelf, wishes)
    wanted = asked(request.GET)
    if wanted is None:
        data = request.GET if "minutes" in request.GET else None
        return _form(request, shelf, Wishes(), data)
    sent = QueryDict(_query(wanted), mutable=True)
    sent["minutes"] = request.GET.get("minutes", sent["minutes"])
    form = PathForm(sent, library=shelf, wishes=wanted, on_the_way=_on_the_way(shelf, wanted))
    return _path(request, shelf, form.chosen) if form.is_valid() else _form(request, shelf, wanted, sent)


@never_cache
def edit(request: HttpRequest) -> HttpResponse:
    """Choose goals, tick what one knows, say how much time there is. Goals in the address are added to what is kept."""
    shelf, member = _library(request), request.user
    kept = paths.wishes(member=member) if member.is_authenticated else Wishes()
    if request.method != "POST":
        return _form(request, shelf, _joined(kept, asked(request.GET), request.GET))
    if not member.is_authenticated:
        return _to_sign_in(request)
    offered = _joined(kept, asked(request.POST), request.POST)
    form = PathForm(request.POST, library=shelf, wishes=kept, on_the_way=_on_the_way(shelf, offered))
    if form.is_valid():
        try:
            paths.save(member=member, wishes=form.chosen)
        except LearningError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Your path is saved. You can change it whenever you like."))
            return redirect("learning:path")
    return _form(request, shelf, offered, form=form)


@require_POST
def know(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Say that one knows a lesson or a topic already: the path passes it by."""
    return _change(request, kind, key, is_known=True)


@require_POST
def forget(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Say that one does not know it after all."""
    return _change(request, kind, key, is_known=False)


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Have no path anymore. What one knows stays known."""
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    paths.put_away(member=request.user)
    messages.success(request, _("Your path is put away. What you know and did stays yours."))
    return redirect("learning:path")


def _change(request: HttpRequest, kind: str, key: UUID, *, is_known: bool) -> HttpResponse:
    if kind not in Knowledge.Kind.values:
        raise Http404
    shelf = _library(request)
    found = shelf.entries.get(key) if kind == Knowledge.Kind.LESSON else shelf.topics.get(key)
    if found is None and is_known:
        raise Http404
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    title = found.title if found else ""
    if is_known:
        paths.know(member=request.user, kind=Knowledge.Kind(kind), key=key)
        words = _("“{title}” is left out now, because you know it.").format(title=title)
    else:
        paths.forget(member=request.user, kind=Knowledge.Kind(kind), key=key)
        words = _("“{title}” does not count as known anymore.").format(title=title)
    if not request.htmx:
        messages.success(request, words)
        return redirect("learning:path")
    wishes = paths.wishes(member=request.user)
    if not wishes.has_goals:
        return HttpResponseClientRedirect(reverse("learning:path"))
    response = _path(request, shelf, wishes, told=words)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _path(request: HttpRequest, shelf: Library, wishes: Wishes, told: str = "") -> HttpResponse:
    member = request.user if request.user.is_authenticated else None
    rows = standings.all_progress(member=member) if member else {}
    today = timezone.localdate(timezone=member.zone if member else None)
    way = itineraries.lay_out(
        library=shelf, wishes=wishes, states={key: row.state for key, row in rows.items()}, today=today
    )
    query = "" if member else _query(wishes)
    edit_url = reverse("learning:path-edit")
    context = {
        "way": way,
        "place": _place(way, rows),
        "told": told,
        "is_trial": member is None,
        "trial": QueryDict(query).lists(),
        "edit_url": f"{edit_url}?{query}" if query else edit_url,
        "sign_in_url": "" if member else sign_in_url(f"{edit_url}?{query}"),
    }
    return render(request, "learning/path.html" + ("#path" if told else ""), context)


def _place(way: itineraries.Itinerary, rows: dict) -> str:
    """The address of the next lesson, at the block where one stopped."""
    if way.next is None:
        return ""
    row = rows.get(way.next.entry.key)
    block = row.last_block_id if row else ""
    return f"{way.next.entry.url}#b-{block}" if block else way.next.entry.url


def _form(
    request: HttpRequest,
    shelf: Library,
    wishes: Wishes,
    data: QueryDict | None = None,
    *,
    form: PathForm | None = None,
) -> HttpResponse:
    form = form or PathForm(data, library=shelf, wishes=wishes, on_the_way=_on_the_way(shelf, wishes))
    context: dict[str, Any] = {
        "form": form,
        "is_trial": not request.user.is_authenticated,
        "is_new": not wishes.has_goals,
        "has_choices": bool(shelf.tracks or shelf.topics),
    }
    return render(request, "learning/path_form.html", context)


def _library(request: HttpRequest) -> Library:
    facts = site_facts(request)
    if facts is None:
        raise Http404
    return library(facts=facts, language=get_language() or "", stamp=stamp(request))


def _on_the_way(shelf: Library, wishes: Wishes) -> list:
    return itineraries.on_the_way(library=shelf, wishes=wishes) if wishes.has_goals else []


def _joined(kept: Wishes, more: Wishes | None, data: QueryDict) -> Wishes:
    if more is None:
        return kept
    return replace(
        kept,
        tracks=kept.tracks | more.tracks,
        topics=kept.topics | more.topics,
        known_lessons=kept.known_lessons | more.known_lessons,
        known_topics=kept.known_topics | more.known_topics,
        minutes=more.minutes if "minutes" in data else kept.minutes,
    )


def _query(wishes: Wishes) -> str:
    """These wishes as the query of an address, in an order of their own."""
    query = QueryDict(mutable=True)
    for name, keys in (
        ("track", wishes.tracks),
        ("topic", wishes.topics),
        ("known_topic", wishes.known_topics),
        ("known_lesson", wishes.known_lessons),
    ):
        query.setlist(name, sorted(str(key) for key in keys))
    query["minutes"] = str(wishes.minutes)
    return query.urlencode()


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    url = sign_in_url(reverse("learning:path"))
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
