"""What a chapter's page says of the chapter itself: how it stands, who organizes it, who follows it, how to write to it."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.utils.translation import get_language

from cms.chapter_status import Standing
from cms.models import (
    Block,
    Chapter,
    ChapterFollow,
    ChapterIndexPage,
    ChapterPage,
    ChapterRole,
    FormPage,
    Member,
)
from cms.models.chapters import ChapterRoleQuerySet
from cms.models.pages import BasePage

from . import standings
from .publication import prepared


@dataclass(frozen=True, slots=True)
class ChapterSheet:
    """A chapter to read. `organizers` are those this reader may see; `runs`: they are one of them."""

    chapter: Chapter
    standing: Standing
    is_organized: bool
    organizers: tuple[Member, ...]
    followers: int
    follows: bool
    runs: bool
    form: FormPage | None


def sheet(*, page: ChapterPage, member: Member | None, stamp: int) -> ChapterSheet | None:
    """What to show of a page's chapter; None for a page without one. Three statements."""
    chapter = page.chapter
    if chapter is None:
        return None
    mine = Q(member=member) if member else Q(pk=None)
    follows = ChapterFollow.objects.filter(chapter=chapter).aggregate(
        number=Count("pk", filter=Q(member__is_active=True)), mine=Count("pk", filter=mine)
    )
    roles = ChapterRole.objects.open().filter(
        chapter=chapter, kind=ChapterRole.Kind.ORGANIZER, member__is_active=True
    )
    people = [(role.member, role.hidden) for role in _hiding(roles, member).select_related("member")]
    return ChapterSheet(
        chapter=chapter,
        standing=standings.of_one(chapter=chapter, organizers=len(people)),
        is_organized=bool(people),
        organizers=tuple(each for each, hidden in people if not hidden),
        followers=follows["number"],
        follows=bool(follows["mine"]),
        runs=member is not None and any(each == member for each, _hidden in people),
        form=None if chapter.contact_email else _form(page, stamp),
    )


def page_of(*, chapter: Chapter) -> BasePage | None:
    """The chapter's page in the reader's language, in another one, or the directory, whichever there is."""
    for pages in (ChapterPage.objects.filter(chapter=chapter), ChapterIndexPage.objects.all()):
        found = {
            page.locale.language_code: page for page in pages.live().select_related("locale").order_by("pk")
        }
        page = found.get(get_language() or "") or next(iter(found.values()), None)
        if page is not None:
            return page
    return None


def _form(page: ChapterPage, stamp: int) -> FormPage | None:
    """The form below the page by which one writes to the chapter: a page, so known until something is published."""
    found = prepared(
        f"chapter-form:{page.pk}", stamp, lambda: list(FormPage.objects.child_of(page).live()[:1])
    )
    return found[0] if found else None


def _hiding(roles: ChapterRoleQuerySet, member: Member | None) -> ChapterRoleQuerySet:
    """Each role with `hidden`: whether a block stands between its holder and this reader."""
    if member is None:
        return roles.annotate(hidden=Value(False))
    blocks = Block.objects.filter(
        Q(blocker=member, blocked=OuterRef("member")) | Q(blocker=OuterRef("member"), blocked=member)
    )
    return roles.annotate(hidden=Exists(blocks))
