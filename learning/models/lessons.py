"""Lessons: the library from which tracks are put together."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from cms.models import BasePage
from cms.models.pages import tabbed
from learning.blocks.body import LessonBody
from learning.findings import twins

from .checks import ChecksPanel
from .page_forms import LessonPageForm
from .previews import AudiencePreviews

LIST = ["bold", "italic", "link", "code", "ul", "ol"]


class Level(models.IntegerChoices):
    FIRST_STEPS = 1, _("First steps")
    GROWING = 2, _("Growing")
    AT_EASE = 3, _("At ease")


class LessonIndexPage(BasePage):
    """The library of lessons."""

    parent_page_types = ["cms.HomePage"]

    class Meta:
        verbose_name = _("lesson library")
        verbose_name_plural = _("lesson libraries")


class LessonTag(TaggedItemBase):
    content_object = ParentalKey("learning.LessonPage", on_delete=models.CASCADE, related_name="tagged_items")


class LessonPage(AudiencePreviews, BasePage):
    """One lesson. What learners did points at its translation key, so it may be edited, moved and translated freely."""

    class CompletionRule(models.TextChoices):
        SELF = "self", _("The learner says so")
        CHECKPOINTS = "checkpoints", _("All checkpoints answered")
        HOMEWORK = "homework", _("Homework accepted")

    objectives = RichTextField(_("what you will learn"), blank=True, features=LIST)
    questions = RichTextField(_("questions this lesson answers"), blank=True, features=LIST)
    body = StreamField(LessonBody(), verbose_name=_("lesson"), blank=True)
    key_points = RichTextField(_("key points"), blank=True, features=LIST)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.FIRST_STEPS)
    teach_minutes = models.PositiveSmallIntegerField(
        _("minutes to read"), default=0, validators=[MaxValueValidator(1440)]
    )
    practice_minutes = models.PositiveSmallIntegerField(
        _("minutes to practice"), default=0, validators=[MaxValueValidator(1440)]
    )
    completion_rule = models.CharField(
        _("done when"), max_length=12, choices=CompletionRule, default=CompletionRule.SELF
    )
    authors = models.CharField(_("authors"), max_length=255, blank=True)
    license = models.CharField(_("license"), max_length=120, blank=True, default="CC BY 4.0")
    attribution = RichTextField(_("attribution"), blank=True, features=["bold", "italic", "link"])
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_due = models.DateField(_("next review"), null=True, blank=True)
    tags = ClusterTaggableManager(through=LessonTag, blank=True, verbose_name=_("tags"))
    import_source = models.CharField(max_length=300, blank=True, db_index=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = LessonPageForm
    content_panels = [
        ChecksPanel(),
        *BasePage.content_panels,
        MultiFieldPanel(["objectives", "questions"], heading=_("At the start")),
        "body",
        "key_points",
    ]
    details_panels = [
        FieldRowPanel(["level", "teach_minutes", "practice_minutes", "completion_rule"], heading=_("Size")),
        InlinePanel("topics", label=_("Topic"), heading=_("Topics")),
        InlinePanel(
            "prerequisites",
            label=_("Lesson"),
            heading=_("Better after"),
            help_text=_("Advice for the learner: nobody is kept out of a lesson."),
        ),
        "tags",
        MultiFieldPanel(["authors", "license", "attribution"], heading=_("Authors and license")),
        FieldRowPanel(["reviewed_on", "review_due"], heading=_("Review")),
    ]
    edit_handler = tabbed(content_panels, details_panels, BasePage.promote_panels)
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("objectives"),
        index.SearchField("body"),
        index.SearchField("key_points"),
        index.FilterField("level"),
        index.FilterField("import_source"),
    ]
    parent_page_types = ["learning.LessonIndexPage"]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def clean(self) -> None:
        """Refuse two blocks with the same id, also where code or a fixture brings them; the editor's form says which."""
        super().clean()
        if twins(list(self.body.raw_data)):
            raise ValidationError(
                {"body": _("Two blocks have the same inner name. Delete one of them, and add it anew.")}
            )

    def with_content_json(self, content: dict) -> "LessonPage":
        """An older text brings back no older identity: what the file is called now is no matter of revisions."""
        page = super().with_content_json(content)
        page.import_source = self.import_source
        return page

    @property
    def minutes(self) -> int:
        """Reading and practice together."""
        return self.teach_minutes + self.practice_minutes


class LessonTopic(TranslatableMixin, Orderable):
    """A topic this lesson teaches."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(
        "learning.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+"
    )

    panels = ["topic"]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("topic of a lesson")
        verbose_name_plural = _("topics of a lesson")
        constraints = [models.UniqueConstraint(fields=["lesson", "topic"], name="topic_once_per_lesson")]

    def __str__(self) -> str:
        return str(self.topic)


class LessonPrerequisite(Orderable):
    """A lesson that is better done before this one: advice, never a lock."""

    lesson = ParentalKey(LessonPage, on_delete=models.CASCADE, related_name="prerequisites")
    requires = models.ForeignKey(Page, verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("requires", "learning.LessonPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("prerequisite")
        verbose_name_plural = _("prerequisites")
        constraints = [
            models.UniqueConstraint(fields=["lesson", "requires"], name="prerequisite_once_per_lesson"),
            models.CheckConstraint(
                condition=~models.Q(lesson=models.F("requires")), name="prerequisite_is_another_lesson"
            ),
        ]

    def __str__(self) -> str:
        return str(self.requires)
