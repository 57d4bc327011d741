"""Notes for facilitators out of the lessons of a meetup, for its helpers and organizers. Drawn once and kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from cms.blocks import outline
from cms.blocks.body import draw
from cms.services import provisions, publication
from learning.models import LessonPage
from learning.services import cards
from learning.services.cohorts import Shelf


@dataclass(frozen=True, slots=True)
class Note:
    """What one lesson says to whoever leads the evening."""

    title: str
    url: str
    html: str
    original: str = ""

    @property
    def body(self) -> SafeString:
        return mark_safe(self.html)


def notes(lessons: Iterable[UUID], *, shelf: Shelf) -> list[Note]:
    """The notes of these lessons, in their order, without lessons that have none or that the reader may not read.

    The caller has made sure that the reader is a facilitator. Two statements and what the notes hold, none while
    nothing is published.
    """
    wanted = list(dict.fromkeys(lessons))
    if not wanted:
        return []
    names = ["facilitating", shelf.language, "-".join(map(str, sorted(shelf.keys))), *map(str, wanted)]
    return publication.prepared(":".join(names), shelf.stamp, lambda: _read(wanted, shelf))


def _read(wanted: list[UUID], shelf: Shelf) -> list[Note]:
    pages = cards.lessons_of(**shelf.around).filter(translation_key__in=wanted)
    found = {page.translation_key: page for page in pages.defer(None)}
    drawn = ((found[key], _draw(found[key], shelf)) for key in wanted if key in found)
    return [
        Note(
            page.title,
            shelf.facts.url_of(page.url_path, shelf.language),
            html,
            page.words_language if page.stands_in else "",
        )
        for page, html in drawn
        if html
    ]


def _draw(page: LessonPage, shelf: Shelf) -> str:
    said = [child for child in page.body if child.block_type == "facilitator_note"]
    if not said:
        return ""
    context = {"page": page, "places": outline.plan(page.body), "facilitator": True}
    with provisions.at_hand([page.body], facts=shelf.facts):
        return str(format_html_join("", "<div>{}</div>", ((draw(child, context),) for child in said)))
