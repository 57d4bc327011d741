"""Tracks: ordered modules of lessons that lead somewhere."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from cms.models import BasePage
from cms.models.pages import tabbed

from .lessons import LIST, Level
from .page_forms import TrackPageForm
from .revisions import OldRevisionsOpen


class TrackIndexPage(BasePage):
    """The list of tracks."""

    parent_page_types = ["cms.HomePage"]

    class Meta:
        verbose_name = _("track index")
        verbose_name_plural = _("track indexes")


class TrackPage(OldRevisionsOpen, BasePage):
    """A way through the library: for whom, with what outcome, in which order."""

    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    outcomes = RichTextField(_("what you can do at the end"), blank=True, features=LIST)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.FIRST_STEPS)
    import_source = models.CharField(max_length=300, blank=True, db_index=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = TrackPageForm
    content_panels = [
        *BasePage.content_panels,
        "audience",
        "outcomes",
        InlinePanel(
            "modules",
            label=_("Module"),
            heading=_("Modules"),
            help_text=_("The legs of the way, in order. A lesson stands once in a track."),
        ),
    ]
    details_panels = ["level", InlinePanel("topics", label=_("Topic"), heading=_("Topics"))]
    edit_handler = tabbed(content_panels, details_panels, BasePage.promote_panels)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("audience"),
        index.SearchField("outcomes"),
        index.FilterField("level"),
    ]
    parent_page_types = ["learning.TrackIndexPage"]

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")

    def copy_all_child_relations(self, target, *args, **kwargs) -> dict:
        """Wagtail gives a copy's modules its language and new keys, but not the lessons inside them."""
        copied = super().copy_all_child_relations(target, *args, **kwargs)
        for module in target.modules.all():
            for item in module.items.all():
                item.locale_id = target.locale_id
                if target.translation_key != self.translation_key:
                    item.translation_key = uuid.uuid4()
        return copied

    def with_content_json(self, content) -> "TrackPage":
        """The revision of a copied track still names the original's rows inside its modules: publishing would take them.

        Rows of another track are made anew here.
        """
        track = super().with_content_json(content)
        items = [item for module in track.modules.all() for item in module.items.all()]
        own = set(TrackItem.objects.filter(module__track=self.pk).values_list("pk", flat=True))
        for item in items:
            if item.pk and item.pk not in own:
                item.pk, item.translation_key = None, uuid.uuid4()
        return track


class TrackTopic(TranslatableMixin, Orderable):
    """A topic this track is about."""

    track = ParentalKey(TrackPage, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(
        "learning.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+"
    )

    panels = ["topic"]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("topic of a track")
        verbose_name_plural = _("topics of a track")
        constraints = [models.UniqueConstraint(fields=["track", "topic"], name="topic_once_per_track")]

    def __str__(self) -> str:
        return str(self.topic)


class Module(TranslatableMixin, Orderable, ClusterableModel):
    """A leg of the way: some lessons that belong together."""

    track = ParentalKey(TrackPage, on_delete=models.CASCADE, related_name="modules")
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("summary"), max_length=400, blank=True)

    panels = ["title", "summary", InlinePanel("items", label=_("Lesson"), heading=_("Lessons"))]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def __str__(self) -> str:
        return self.title


class TrackItem(TranslatableMixin, Orderable):
    """A lesson at its place in a track. The lesson is shown in the reader's language."""

    module = ParentalKey(Module, on_delete=models.CASCADE, related_name="items")
    lesson = models.ForeignKey(Page, verbose_name=_("lesson"), on_delete=models.PROTECT, related_name="+")
    required = models.BooleanField(_("required"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    panels = [PageChooserPanel("lesson", "learning.LessonPage"), FieldRowPanel(["required", "note"])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("lesson of a track")
        verbose_name_plural = _("lessons of a track")
        constraints = [models.UniqueConstraint(fields=["module", "lesson"], name="lesson_once_per_module")]

    def __str__(self) -> str:
        return str(self.lesson)
