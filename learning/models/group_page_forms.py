"""What the page editor offers on the pages of groups and recaps: groups and meetups of the chapter they stand below."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.models import Chapter, ChapterPage


class BelowChapterForm(WagtailAdminPageForm):
    """A page below a chapter's page is about that chapter: what belongs to another one cannot be chosen."""

    def chapter(self) -> Chapter | None:
        """The chapter whose page this one stands below."""
        above = self.parent_page or (self.instance.get_parent() if self.instance.pk else None)
        if above is None:
            return None
        pages = ChapterPage.objects.filter(pk__in=above.get_ancestors(inclusive=True).order_by().values("pk"))
        found = pages.select_related("chapter").first()
        return found.chapter if found else None

    def offer(self, name: str, **of_chapter: object) -> None:
        if name in self.fields:
            chosen = self.fields[name].queryset
            chapter = self.chapter()
            self.fields[name].queryset = (
                chosen.filter(chapter=chapter, **of_chapter) if chapter else chosen.none()
            )


class StudyGroupPageForm(BelowChapterForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offer("group")


class RecapPageForm(BelowChapterForm):
    """One recap a meetup: a second one of the same language is refused."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offer("meetup")
        if "meetup" in self.fields:
            meetups = self.fields["meetup"].queryset.select_related("group").order_by("-starts_at")
            self.fields["meetup"].queryset = meetups
            self.fields["meetup"].label_from_instance = lambda meetup: " · ".join(
                filter(
                    None, [f"{meetup.local_date:%Y-%m-%d}", meetup.name, meetup.group and meetup.group.name]
                )
            )

    def clean_meetup(self):
        meetup = self.cleaned_data.get("meetup")
        if meetup is None:
            return None
        others = meetup.recaps.filter(locale_id=self._locale_id()).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("This meetup has a recap already. Write on in that one."), code="twice")
        return meetup

    def _locale_id(self) -> int | None:
        return self.instance.locale_id or (self.parent_page.locale_id if self.parent_page else None)
