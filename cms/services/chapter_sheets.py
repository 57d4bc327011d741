"""What a chapter's page says of the chapter itself: how it stands, who organizes it, who follows it, how to write to it."""

from dataclasses import dataclass

from django.db.models import Count, Q

from cms.models import Block, Chapter, ChapterFollow, ChapterPage, ChapterRole, FormPage, Member

from . import standings
from .standings import Known


@dataclass(frozen=True, slots=True)
class ChapterSheet:
    """A chapter to read. `organizers` are those this reader may see; `runs` says whether they are one of them."""

    chapter: Chapter
    known: Known
    organizers: tuple[Member, ...]
    followers: int
    follows: bool
    runs: bool
    form: FormPage | None


def sheet(*, page: ChapterPage, member: Member | None) -> ChapterSheet | None:
    """What to show of a page's chapter; None for a page without one. Six statements, seven for a member."""
    chapter = page.chapter
    if chapter is None:
        return None
    mine = Q(member=member) if member else Q(pk=None)
    follows = ChapterFollow.objects.filter(chapter=chapter).aggregate(
        number=Count("pk", filter=Q(member__is_active=True)), mine=Count("pk", filter=mine)
    )
    people = organizers_of(chapter=chapter)
    hidden = Block.objects.hiding_from(member) if member and people else set()
    return ChapterSheet(
        chapter=chapter,
        known=standings.of(chapters=[chapter])[chapter.pk],
        organizers=tuple(each for each in people if each.pk not in hidden),
        followers=follows["number"],
        follows=bool(follows["mine"]),
        runs=bool(member) and member in people,
        form=None if chapter.contact_email else FormPage.objects.child_of(page).live().public().first(),
    )


def organizers_of(*, chapter: Chapter) -> list[Member]:
    """The people with an open account who organize it today, in the order in which they began."""
    roles = ChapterRole.objects.open().filter(
        chapter=chapter, kind=ChapterRole.Kind.ORGANIZER, member__is_active=True
    )
    return [role.member for role in roles.select_related("member")]
