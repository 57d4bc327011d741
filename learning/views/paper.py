"""Lessons to print and to take home: the print view of a track, and its pack with how far it is."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_GET, require_http_methods

from cms.context import site_facts, stamp
from cms.services.publication import prepared
from learning.exceptions import LearningError
from learning.models import TakeHomePack, TrackPage
from learning.pack_pages import modules
from learning.packing import linked
from learning.paper import sheets
from learning.services import exports, tracks
from learning.services import take_home as packs

from .doors import place_url, readable

WAITS = (2, 4, 8, 15, 30)  # seconds between two looks at a pack that is being made


@require_GET
def track_print(request: HttpRequest, key: UUID) -> HttpResponse:
    """A whole track on paper: the lessons everybody may read, one after the other.

    With `notes=yes`, for those who may edit the track: with notes for facilitators and solutions.
    """
    page = _track(request, key)
    facilitator = request.GET.get("notes") == "yes"
    if facilitator and not _may_see_notes(request, page):
        raise Http404
    if facilitator:
        drawn = _drawn(request, page, facilitator=True)
    else:
        name = f"print:{page.pk}:{get_language()}:{localdate()}:{request.get_host()}"
        drawn = prepared(name, stamp(request), lambda: _drawn(request, page, facilitator=False))
    context = drawn | {
        "track": page,
        "facilitator": facilitator,
        "language": get_language(),
        "is_rtl": get_language_bidi(),
        "title": page.title,
        "styles": [static("css/site.css"), static("css/paper.css")],
        "back_url": place_url(request, page),
        "address": request.build_absolute_uri(place_url(request, page)),
    }
    return render(request, "learning/track_print.html", context)


def _track(request: HttpRequest, key: UUID) -> TrackPage:
    """The track, if this reader may see it. The site is made known first, so that its address costs no statement."""
    site_facts(request)
    return readable(request, TrackPage, key)


def _drawn(request: HttpRequest, page: TrackPage, *, facilitator: bool) -> dict[str, Any]:
    """The contents and the lessons, the same for everybody who may see them."""
    facts = site_facts(request)
    lessons = exports.public_lessons_of(track=page)
    language = page.locale.language_code
    outline = facts and tracks.outline_of(
        track_key=page.translation_key, facts=facts, language=language, stamp=stamp(request)
    )
    addresses = {lesson_key: f"#lesson-{number}" for number, lesson_key in enumerate(lessons, 1)}
    drawn = sheets(list(lessons.values()), facts=facts, facilitator=facilitator, anchors=False)
    placed = [each for each in (outline.lessons if outline else ()) if each.key in addresses]
    pages = {urlsplit(each.url).path: addresses[each.key] for each in placed}
    site = request.build_absolute_uri("/")
    return {
        "modules": modules(outline, addresses) if outline else [],
        "sheets": [
            mark_safe(
                linked(
                    render_to_string("learning/paper/sheet.html", {"sheet": sheet, "number": number}),
                    pages=pages,
                    site=site,
                )
            )
            for number, sheet in enumerate(drawn, 1)
        ],
        "site_name": facts.frame(language).name if facts and facts.frames else "",
    }


def _may_see_notes(request: HttpRequest, page: TrackPage) -> bool:
    user = request.user
    may_enter = user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
    return bool(may_enter and page.permissions_for_user(user).can_edit())


@require_http_methods(["GET", "HEAD", "POST"])
def take_home(request: HttpRequest, key: UUID) -> HttpResponse:
    """The pack of a track: asked for by a POST, followed by looking again, fetched from its own address."""
    page = _track(request, key)
    language, refusal = page.locale.language_code, ""
    if request.method == "POST":
        member = request.user if request.user.is_authenticated else None
        try:
            packs.ask(track_key=key, language=language, member=member)
        except LearningError as refused:
            refusal = str(refused.message)
        else:
            if not request.htmx:
                return redirect("learning:take-home", key=key)
    context = _pack_context(request, page, packs.newest(track_key=key, language=language)) | {
        "refusal": refusal
    }
    response = render(request, f"learning/take_home.html{'#pack' if request.htmx else ''}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _pack_context(request: HttpRequest, page: TrackPage, pack: TakeHomePack | None) -> dict[str, Any]:
    key = page.translation_key
    is_fresh = pack is not None and packs.is_fresh(pack=pack, stamp=stamp(request))
    looked = request.GET.get("look", "")
    nth = min(int(looked), len(WAITS) - 1) if looked.isascii() and looked.isdigit() and len(looked) < 4 else 0
    return {
        "track": page,
        "crumb": {"title": page.title, "url": place_url(request, page)},
        "print_url": reverse("learning:track-print", args=[key]),
        "notes_url": f"{reverse('learning:track-print', args=[key])}?notes=yes"
        if _may_see_notes(request, page)
        else "",
        "ask_url": reverse("learning:take-home", args=[key]),
        "pack": pack,
        "is_fresh": is_fresh,
        "file_url": reverse("learning:take-home-file", args=[key, pack.uuid])
        if pack and pack.is_ready
        else "",
        "look_url": f"{reverse('learning:take-home', args=[key])}?look={nth + 1}",
        "wait": WAITS[nth],
    }


@require_GET
def take_home_file(request: HttpRequest, key: UUID, pack: UUID) -> HttpResponse:
    """The pack as a file. One whose lessons have changed since, or are no longer for everybody, is not handed out."""
    page = _track(request, key)
    found = packs.to_hand_out(track_key=key, language=page.locale.language_code, uuid=pack)
    if found is None:
        if packs.newest(track_key=key, language=page.locale.language_code) is None:
            raise Http404
        return redirect("learning:take-home", key=key)
    name = f"{exports.plain_name(track=page)}-{found.language}.zip"
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response
