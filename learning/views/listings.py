"""What the lists of tracks and lessons are given: cards in the reader's language, to be narrowed by level and topic."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language

from cms import page_context
from cms.context import keys, site_facts, stamp
from cms.models import HomePage
from cms.services.publication import prepared
from learning.forms import FacetForm
from learning.models import LessonIndexPage, TrackIndexPage
from learning.services import cards, standings, tracks
from learning.services.cards import Card

LESSONS_A_PAGE = 24


@page_context.source(TrackIndexPage)
def track_list(request: HttpRequest, page: TrackIndexPage) -> dict[str, Any]:
    """All tracks of the language, narrowed by what was chosen, with the reader's own vines."""
    form = _facets(request)
    level, topic = form.chosen()
    found = [
        card
        for card in _cards(request)
        if (not level or card.level_value == level) and (not topic or topic in card.topics)
    ]
    return {"tracks": found, "facets": form, "is_narrowed": bool(level or topic)}


@page_context.source(HomePage)
def first_tracks(request: HttpRequest, page: HomePage) -> dict[str, Any]:
    """Three tracks to begin with."""
    return {"tracks": _cards(request)[:3]}


@page_context.source(LessonIndexPage)
def lesson_list(request: HttpRequest, page: LessonIndexPage) -> dict[str, Any]:
    """The lessons of the language, a page at a time, narrowed by what was chosen."""
    facts, language = site_facts(request), get_language() or ""
    form = _facets(request)
    level, topic = form.chosen()
    if facts is None:
        return {"lessons": [], "facets": form}
    found = cards.lessons_of(
        language=language, facts=facts, stamp=stamp(request), level=level, topic=topic, keys=keys(request)
    )
    sheet = Paginator(found, LESSONS_A_PAGE).get_page(request.GET.get("page"))
    lessons = list(sheet.object_list)
    states: dict = {}
    if request.user.is_authenticated:
        shown = [lesson.translation_key for lesson in lessons]
        states = standings.standing(member=request.user, outlines=(), lesson_keys=shown).states
    kept = urlencode({name: value for name, value in (("level", level), ("topic", topic)) if value})
    return {
        "lessons": cards.rows(lessons, facts=facts, language=language, states=states),
        "page_obj": sheet,
        "query": f"&{kept}" if kept else "",
        "facets": form,
        "is_narrowed": bool(level or topic),
    }


def tracks_url(request: HttpRequest) -> str:
    """The address of the list of tracks in the reader's language, empty where there is none."""
    facts, language = site_facts(request), get_language() or ""
    if facts is None:
        return ""

    def read() -> str:
        index = (
            TrackIndexPage.objects.filter(live=True, locale__language_code=language).order_by("pk").first()
        )
        return facts.url_of(index.url_path, language) if index else ""

    return prepared(f"tracks_url:{facts.site.pk}:{language}", stamp(request), read)


def _facets(request: HttpRequest) -> FacetForm:
    topics = cards.topics(language=get_language() or "", stamp=stamp(request))
    return FacetForm(request.GET or None, topics=topics)


def _cards(request: HttpRequest) -> list[Card]:
    facts = site_facts(request)
    if facts is None:
        return []
    how: dict[str, Any] = {
        "facts": facts,
        "language": get_language() or "",
        "stamp": stamp(request),
        "keys": keys(request),
    }
    found = cards.track_cards(**how)
    if not request.user.is_authenticated:
        return found
    mine = standings.standing(member=request.user, outlines=tracks.outlines(**how))
    return cards.with_vines(found, standing=mine, **how)
