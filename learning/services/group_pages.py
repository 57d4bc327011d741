"""The pages of study groups: made when a group opens, found again whatever happened to them since."""

from django.conf import settings
from django.utils.text import slugify

from cms.models import ChapterPage
from cms.services import languages
from learning.group_exceptions import NoChapterPage
from learning.models import StudyGroup, StudyGroupPage


def make(*, group: StudyGroup) -> StudyGroupPage:
    """The page of a group below the page of its chapter, in every language of the site. Twice is once.

    Raises NoChapterPage.
    """
    if standing := of(group=group, language=settings.LANGUAGE_CODE):
        return standing
    rows = ChapterPage.objects.filter(chapter=group.chapter_id, live=True, alias_of=None)
    parent = min(
        rows.select_related("locale").order_by("pk"),
        key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE,
        default=None,
    )
    if parent is None:
        raise NoChapterPage
    slug = "" if slugify(group.name) else f"group-{group.uuid.hex[:8]}"
    page = StudyGroupPage(
        title=group.name, slug=slug, summary=group.summary, group=group, locale=parent.locale
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    languages.complete_page(page=page)
    return page


def of(*, group: StudyGroup, language: str) -> StudyGroupPage | None:
    """The published page of a group: in this language, else in the site's own, else in any."""
    order = [language, settings.LANGUAGE_CODE]

    def rank(page: StudyGroupPage) -> int:
        code = page.locale.language_code
        return order.index(code) if code in order else len(order)

    rows = StudyGroupPage.objects.filter(group=group, live=True).select_related("locale", "alias_of")
    return min(rows.order_by("pk"), key=rank, default=None)


def rename(*, group: StudyGroup, old: str) -> int:
    """Pages that were called what the group was called are called what it is called now. A title that an editor or a
    translator wrote stays, and so does every address. Returns how many changed; live copies follow their original."""
    if group.name == old:
        return 0
    pages = list(StudyGroupPage.objects.filter(group=group, title=old, alias_of=None))
    for page in pages:
        draft = page.get_latest_revision_as_object()
        draft.title = group.name
        revision = draft.save_revision()
        if page.live and not page.has_unpublished_changes:
            revision.publish()
        elif page.live:  # what is being written stays unpublished; only the title is out
            page.title = group.name
            page.save(update_fields=["title"])
    return len(pages)
