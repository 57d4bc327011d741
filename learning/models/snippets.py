"""Snippets of learning: topics, glossary terms and exercises, each translated and shared by many lessons."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PreviewableMixin, TranslatableMixin
from wagtail.search import index

from learning.blocks.body import Hints, LessonInnerBody
from learning.blocks.practice import ExerciseBlock, Rule

from .previews import AudiencePreviews


class Topic(TranslatableMixin, index.Indexed, models.Model):
    """Something one can learn or teach, such as "Lists" or "Speaking at a meetup". Shared with mentoring by its key."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("slug"),
        index.FilterField("locale_id"),
    ]
    panels = ["name", "slug"]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="topic_slug_once_per_language")
        ]

    def __str__(self) -> str:
        return self.name


class GlossaryTerm(TranslatableMixin, index.Indexed, models.Model):
    """A word and what it means, in one or two plain sentences."""

    term = models.CharField(_("term"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80)
    definition = models.TextField(_("definition"), max_length=600)

    search_fields = [
        index.SearchField("term"),
        index.SearchField("definition"),
        index.AutocompleteField("term"),
        index.FilterField("locale_id"),
    ]
    panels = ["term", "slug", "definition"]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["term"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="term_slug_once_per_language")]

    def __str__(self) -> str:
        return self.term


class ExerciseQuerySet(models.QuerySet):
    def in_language(self, keys: Iterable[UUID], language: str) -> "dict[UUID, Exercise]":
        """Each of these exercises in this language, else in the site's own, else in any, by its translation key."""
        order = {code: place for place, code in enumerate([settings.LANGUAGE_CODE, language])}
        rows = self.filter(translation_key__in=set(keys)).select_related("locale").order_by("-pk")
        return {
            row.translation_key: row
            for row in sorted(rows, key=lambda row: order.get(row.locale.language_code, -1))
        }

    def in_bulk(self, id_list=None, **options) -> dict:
        """What lessons place, as Wagtail's choosers fetch it: each with the rules of its other languages, in one query."""
        if id_list is None or options:
            return super().in_bulk(id_list, **options)
        family = self.model._default_manager.filter(pk__in=id_list).values("translation_key")
        rows = list(self.filter(translation_key__in=family))
        rules: dict[UUID, set[Rule]] = defaultdict(set)
        for row in rows:
            rules[row.translation_key].add((row.release, row.release_on))
        asked = {int(pk) for pk in id_list}
        for row in rows:
            row.family_rules = rules[row.translation_key]
        return {row.pk: row for row in rows if row.pk in asked}

    def rules_of(self, keys: Iterable[UUID]) -> dict[UUID, set[Rule]]:
        """When the solution is out, as each language of these exercises has it."""
        found: dict[UUID, set[Rule]] = defaultdict(set)
        rows = self.filter(translation_key__in=set(keys))
        for key, release, day in rows.values_list("translation_key", "release", "release_on"):
            found[key].add((release, day))
        return found


class Exercise(AudiencePreviews, PreviewableMixin, TranslatableMixin, index.Indexed, models.Model):
    """Something to do, with hints and a solution. Lessons place it; what learners hand in points at its translation key."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        HOMEWORK = "homework", _("Homework")
        PROJECT = "project", _("Project")

    class Release(models.TextChoices):
        ALWAYS = "always", _("At any time")
        AFTER_ACCEPT = "after_accept", _("After the homework is accepted")
        AFTER_DATE = "after_date", _("From a day on")
        NEVER = "never", _("Never")

    class Accepts(models.TextChoices):
        TEXT = "text", _("Text or code")
        LINK = "link", _("A link")
        BOTH = "both", _("Text or a link")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PRACTICE)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    prompt = StreamField(LessonInnerBody(), verbose_name=_("task"))
    starter = models.TextField(_("code to start from"), blank=True)
    hints = StreamField(Hints(), verbose_name=_("hints"), blank=True)
    solution = StreamField(LessonInnerBody(), verbose_name=_("solution"), blank=True)
    release = models.CharField(_("solution shown"), max_length=14, choices=Release, default=Release.ALWAYS)
    release_on = models.DateField(_("from"), null=True, blank=True)
    accepts = models.CharField(_("handed in as"), max_length=6, choices=Accepts, default=Accepts.BOTH)
    peer_reviews = models.PositiveSmallIntegerField(_("reviews by other learners"), default=0)
    import_source = models.CharField(max_length=300, blank=True, db_index=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ExerciseQuerySet.as_manager()

    search_fields = [
        index.SearchField("title"),
        index.SearchField("prompt"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
        index.FilterField("locale_id"),
    ]
    panels = [
        "title",
        FieldRowPanel(["kind", "minutes", "accepts", "peer_reviews"]),
        "prompt",
        "starter",
        "hints",
        MultiFieldPanel(["solution", "release", "release_on"], heading=_("Solution")),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(peer_reviews__lte=2), name="exercise_has_at_most_two_peer_reviews"
            ),
            models.CheckConstraint(
                condition=~Q(release="after_date") | Q(release_on__isnull=False),
                name="exercise_release_day_is_given",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_handed_in(self) -> bool:
        """Whether somebody waits for it: practice is for oneself."""
        return self.kind != self.Kind.PRACTICE

    def get_preview_template(self, request, mode_name) -> str:
        return "learning/exercise_preview.html"

    def get_preview_context(self, request, mode_name) -> dict:
        """The exercise as a lesson shows it."""
        placed = ExerciseBlock().normalize({"exercise": self, "note": ""})
        context = super().get_preview_context(request, mode_name)
        return context | {"placed": placed, "facilitator": request.preview_audience == self.FACILITATOR}
