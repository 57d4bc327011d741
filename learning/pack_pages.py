"""The pages of a take-home pack: one file for each lesson, the contents, the style sheet, and the files they show."""

import posixpath
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.staticfiles import finders
from django.core.files.base import File
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi

from cms.models import SiteRendition
from cms.services.structure import SiteFacts
from cms.storage import bundle, tightened
from learning.outline import Outline
from learning.packing import localized
from learning.paper import sheets
from learning.services.take_home_contents import Contents

STYLE = "style.css"
INDEX = "index.html"


class PackPages:
    """Draws the pages of one pack, and remembers which files of the site they show."""

    def __init__(
        self, contents: Contents, outline: Outline, facts: SiteFacts, names: dict[UUID, str]
    ) -> None:
        self.contents = contents
        self.outline = outline
        self.facts = facts
        self.names = names  # key of a lesson → its file
        self.files: dict[str, File] = {}  # place in the pack → file of the site
        self._taken: dict[str, str] = {}
        self._known: dict[str, File] = {}
        self.site = facts.site.root_url

    def know(self, images: Iterator[Any], documents: Iterator[Any]) -> None:
        """The pictures and documents of the lessons; a document that is not for everybody stays on the site."""
        for image in images:
            self._known[image.file.url] = image.file
        for document in documents:
            if _is_public(document):
                self._known[document.url] = document.file

    def public(self, documents: dict[str, Any]) -> dict[str, Any]:
        """Those of the documents that everybody may have."""
        return {path: document for path, document in documents.items() if _is_public(document)}

    def lesson(self, number: int, key: UUID) -> str:
        """The page of a lesson; `number` counts from 1."""
        keys = list(self.contents.lessons)
        page = self.contents.lessons[key]
        [sheet] = sheets([page], facts=self.facts)
        beside = {
            "previous": keys[number - 2] if number > 1 else None,
            "next": keys[number] if number < len(keys) else None,
        }
        for rendition in SiteRendition.objects.filter(image__in=sheet.images):
            self._known[rendition.url] = rendition.file
        context = self._frame(page.title, page.words_language) | {
            "sheet": sheet,
            "number": number,
            "track": self.contents.track,
            "index": INDEX,
            **{name: other and self._entry(other) for name, other in beside.items()},
        }
        return self._local(render_to_string("learning/paper/pack_lesson.html", context))

    def index(self) -> str:
        """The page that leads to all others."""
        track = self.contents.track
        context = self._frame(track.title, track.words_language) | {
            "track": track,
            "modules": modules(self.outline, {key: self.names[key] for key in self.contents.lessons}),
            "address": self.address,
        }
        return self._local(render_to_string("learning/paper/pack_index.html", context))

    def readme(self, license_name: str) -> str:
        context = {
            "track": self.contents.track,
            "site_name": self._name(),
            "address": self.address,
            "day": date_format(timezone.localdate()),
            "license": license_name,
        }
        return render_to_string("learning/paper/readme.txt", context)

    @property
    def address(self) -> str:
        return f"{self.site}{self.outline.url}" if self.outline.url.startswith("/") else self.outline.url

    def _entry(self, key: UUID) -> dict[str, str]:
        return {"title": self.contents.lessons[key].title, "address": self.names[key]}

    def _name(self) -> str:
        return self.facts.frame(self.contents.track.locale.language_code).name

    def _frame(self, title: str, language: str) -> dict[str, Any]:
        return {
            "title": title,
            "language": language,
            "is_rtl": get_language_bidi(),
            "site_name": self._name(),
            "styles": [STYLE],
            "facilitator": False,
        }

    def _local(self, html: str) -> str:
        pages = {
            urlsplit(lesson.url).path: self.names[lesson.key]
            for lesson in self.outline.lessons
            if lesson.key in self.names
        }
        pages[urlsplit(self.outline.url).path] = INDEX
        return localized(html, pages=pages, take=self._take, site=self.site)

    def _take(self, url: str) -> str | None:
        """The place in the pack of a file of the site, the same whenever it is shown."""
        if url not in self._known:
            return None
        if url not in self._taken:
            stem, suffix = posixpath.splitext(posixpath.basename(self._known[url].name))
            place, number = f"files/{stem}{suffix}", 1
            while place in self.files:
                number += 1
                place = f"files/{stem}-{number}{suffix}"
            self._taken[url], self.files[place] = place, self._known[url]
        return self._taken[url]


def _is_public(document: Any) -> bool:
    return not document.collection.get_view_restrictions()


def modules(outline: Outline, addresses: dict[UUID, str]) -> list[dict[str, Any]]:
    """The contents of a track on paper: the lessons that are there, each with its address."""
    found = []
    for module in outline.modules:
        lessons = [
            {
                "title": each.title,
                "minutes": each.minutes,
                "required": each.required,
                "note": each.note,
                "address": addresses[each.key],
            }
            for each in module.lessons
            if each.key in addresses
        ]
        if lessons:
            found.append({"title": module.title, "summary": module.summary, "lessons": lessons})
    return found


@cache
def style() -> str:
    """One style sheet: the site's own, and what makes paper of it."""
    found = finders.find("css/site.css")
    assert isinstance(found, str)
    folder = Path(found).parent
    texts = {f"css/{path.relative_to(folder).as_posix()}": path.read_text() for path in folder.rglob("*.css")}
    whole = "\n".join([bundle("css/site.css", texts), texts["css/paper.css"]])
    return tightened(whole)
