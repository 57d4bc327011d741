"""What the directory of chapters and the page of a chapter are given."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from cms import page_context, rights
from cms.context import stamp
from cms.forms.directory import DirectoryForm
from cms.models import ChapterIndexPage, ChapterPage, Member
from cms.services import chapter_sheets, directory


@page_context.source(ChapterIndexPage)
def index(request: HttpRequest, page: ChapterIndexPage) -> dict[str, Any]:
    """The chapters of the directory, a sheet at a time, narrowed by the address; nothing of it is kept."""
    pages = directory.pages_of(index=page)
    form = DirectoryForm(request.GET or None, offered=directory.offered(pages=pages))
    chosen = form.chosen()
    sheet = directory.sheet(
        pages=pages,
        language=chosen.get("language", ""),
        country=chosen.get("country", ""),
        near=form.place.point if form.place else None,
        by_name=chosen.get("sort") == "name",
        number=request.GET.get("page"),
    )
    kept = urlencode(chosen)
    others = form.place.others if form.place else ()
    return {
        "sheet": sheet,
        "form": form,
        "is_narrowed": bool(chosen) or bool(form.errors),
        "query": f"&{kept}" if kept else "",
        "others": [
            (name, urlencode({**chosen, "near": name}))
            for name in (city.told(get_language() or "") for city in others)
        ],
        "start_query": f"?{urlencode({'near': chosen['near']})}" if form.place else "",
        "alone": _alone(sheet) if _looks_after_chapters(request.user) else [],
    }


@page_context.source(ChapterPage)
def chapter(request: HttpRequest, page: ChapterPage) -> dict[str, Any]:
    """How the chapter stands, who organizes it, who follows it."""
    member = request.user if request.user.is_authenticated else None
    sheet = chapter_sheets.sheet(page=page, member=member, stamp=stamp(request))
    if sheet is None:
        return {}
    alone = not sheet.is_organized and not sheet.chapter.closed_at
    return {
        "about": sheet,
        "is_alone": alone and _looks_after_chapters(request.user),
        "sign_in_url": "" if member else f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }


def _alone(sheet: Any) -> list[ChapterPage]:
    """Chapters on this sheet that nobody organizes."""
    return [
        entry.page
        for entry in sheet
        if entry.known and not entry.known.organizers and not entry.page.chapter.closed_at
    ]


def _looks_after_chapters(user: Any) -> bool:
    """Program staff, by their rights; one statement for a member, none for a visitor."""
    if not isinstance(user, Member) or not user.is_authenticated:
        return False
    return user.is_superuser or "cms.change_chapterrole" in rights.held(user)
