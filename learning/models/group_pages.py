"""The pages of study groups: what a group says of itself, what was done at a meetup, and the calendar of the site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from cms.blocks.body import PageBody
from cms.models import BasePage

from .group_page_forms import RecapPageForm, StudyGroupPageForm
from .groups import StudyGroup
from .meetups import Meetup


class StudyGroupPage(BasePage):
    """What a group says of itself, in one language. The group itself is a record."""

    group = models.ForeignKey(
        StudyGroup, verbose_name=_("study group"), on_delete=models.PROTECT, related_name="pages", null=True
    )
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, "group", "body"]
    base_form_class = StudyGroupPageForm
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.ChapterPage"]

    class Meta:
        verbose_name = _("study group page")
        verbose_name_plural = _("study group pages")


class RecapPage(BasePage):
    """What a meetup was like: what was done, the materials, who presented, what comes next."""

    meetup = models.ForeignKey(
        Meetup, verbose_name=_("meetup"), on_delete=models.PROTECT, related_name="recaps", null=True
    )
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, "meetup", "body"]
    base_form_class = RecapPageForm
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["learning.StudyGroupPage", "cms.ChapterPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("recap")
        verbose_name_plural = _("recaps")


class CalendarPage(BasePage):
    """All meetups of the site, the next first, and where to subscribe to them."""

    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
