"""The letters about chapters that are wanted: to program staff when enough people are near, to these when one begins."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.emails import Letter, writes
from cms.models import Chapter, ChapterInterest, ChapterWish, Message, Topic
from cms.services import chapter_sheets


@writes("cms.chapter_wanted", name=gettext_lazy("Enough people would like a chapter"))
def wanted(message: Message) -> Letter | None:
    """To program staff; None once a chapter has come of it or nobody is left who wants it."""
    wish = ChapterWish.objects.filter(pk=message.context["wish"], chapter=None).first()
    people = ChapterInterest.objects.open().filter(wish=message.context["wish"], member__is_active=True)
    number = people.values("member").distinct().count()
    if wish is None or not number:
        return None
    lead = [
        ngettext(
            "{number} person near {place} would like a chapter.",
            "{number} people near {place} would like a chapter.",
            number,
        ).format(number=number, place=wish.place),
        _("The list says who, and makes a chapter of it. Then everybody near it gets one mail."),
    ]
    label = _("To the list")
    url = f"{settings.BASE_URL}{reverse('chapter_interests:index')}"
    why = _("You get this mail because you look after the chapters of the program.")
    return Letter(
        _("A chapter is wanted: {place}").format(place=wish.place), "cms/plain", _told(lead, label, url, why)
    )


@writes("cms.chapter_founded", topic=Topic.NEWS, name=gettext_lazy("A chapter begins where you wanted one"))
def founded(message: Message) -> Letter | None:
    """To everybody who wanted one there; None when it has closed meanwhile."""
    chapter = Chapter.objects.filter(pk=message.context["chapter"], closed_at=None).first()
    if chapter is None:
        return None
    lead = [
        _("you said that you would like a chapter near you. One begins in {city}: “{chapter}”.").format(
            city=chapter.city, chapter=chapter.name
        ),
        _("Follow it on its page, and you hear of its first meetup."),
    ]
    page = chapter_sheets.page_of(chapter=chapter)
    url = page.full_url if page else settings.BASE_URL
    why = _("You get this mail because you are on the list of people who would like a chapter near them.")
    return Letter(
        _("A chapter begins near you: {chapter}").format(chapter=chapter.name),
        "cms/plain",
        _told(lead, _("To the chapter"), url, why),
    )


def _told(lead: list[str], label: str, url: str, why: str) -> dict[str, object]:
    return {"lead": lead, "label": label, "url": url, "why": why}
