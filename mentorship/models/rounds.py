"""Rounds of mentoring as pages: what editors write about them, and the terms on which people are paired."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks.body import PageBody
from cms.models import BasePage, Chapter
from mentorship.matching.people import Terms, Weights

from .round_queries import RoundQuerySet

DATES = ("opens_on", "closes_on", "matching_on", "starts_on", "ends_on")
WEIGHTS = tuple(f"weight_{name}" for name in Weights.__slots__)


class Phase(models.TextChoices):
    """Where a round stands today, computed from its dates."""

    PLANNED = "planned", _("In preparation")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Applications closed")
    MATCHING = "matching", _("Matching")
    RUNNING = "running", _("Running")
    OVER = "over", _("Over")


class RoundIndexPage(BasePage):
    """How mentoring works here, and the rounds there are."""

    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    content_panels = [*BasePage.content_panels, "body"]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["mentorship.RoundPage"]

    class Meta:
        verbose_name = _("mentoring page")
        verbose_name_plural = _("mentoring pages")

    def rounds(self) -> "list[RoundPage]":
        """The live rounds below this page in the editors' order, those that are over last."""
        return sorted(RoundPage.objects.child_of(self).live(), key=lambda page: page.phase == Phase.OVER)


class RoundPage(BasePage):
    """One round: rolling, or dated as opens <= closes <= matching <= starts < ends. Records point at its translation key."""

    class Kind(models.TextChoices):
        ROLLING = "rolling", _("Rolling: people join and are paired at any time")
        DATED = "dated", _("Dated: everybody starts and ends together")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ROLLING)
    chapter = models.ForeignKey(
        Chapter,
        verbose_name=_("chapter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        help_text=_("Empty: for members of all chapters."),
    )
    opens_on = models.DateField(_("applications open"), null=True, blank=True)
    closes_on = models.DateField(_("applications close"), null=True, blank=True)
    matching_on = models.DateField(_("matching begins"), null=True, blank=True)
    starts_on = models.DateField(_("pairs start"), null=True, blank=True)
    ends_on = models.DateField(_("round ends"), null=True, blank=True)
    pair_weeks = models.PositiveSmallIntegerField(
        _("weeks a pair works together"),
        default=26,
        validators=[MinValueValidator(1), MaxValueValidator(104)],
        help_text=_("In a rolling round. Common hours must be found in every one of these weeks."),
    )
    capacity_default = models.PositiveSmallIntegerField(
        _("newcomers a mentor takes, to begin with"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    proposal_ttl_days = models.PositiveSmallIntegerField(
        _("days to answer a proposal"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    min_overlap_minutes = models.PositiveSmallIntegerField(
        _("shared minutes a week, at least"), default=60, validators=[MaxValueValidator(7 * 24 * 60)]
    )
    requests_open = models.BooleanField(
        _("newcomers may ask a mentor themselves"),
        default=True,
        help_text=_("Off: organizers propose the pairs."),
    )
    scored = models.BooleanField(
        _("applications are scored"),
        default=False,
        help_text=_("Organizers score each application before they see whose it is."),
    )
    weight_needs = models.PositiveSmallIntegerField(_("needs covered"), default=40)
    weight_hours = models.PositiveSmallIntegerField(_("common hours"), default=20)
    weight_wishes = models.PositiveSmallIntegerField(_("wishes"), default=20)
    weight_working = models.PositiveSmallIntegerField(_("way of working"), default=10)
    weight_stage = models.PositiveSmallIntegerField(_("stage"), default=5)
    weight_chapter = models.PositiveSmallIntegerField(_("chapter"), default=5)
    body = StreamField(PageBody(), verbose_name=_("body"), blank=True)

    objects = PageManager.from_queryset(RoundQuerySet)()

    read_as: "RoundPage"  # the page in the reader's language; set by `for_reader`

    content_panels = [
        *BasePage.content_panels,
        "body",
        MultiFieldPanel(
            ["kind", FieldRowPanel(DATES[:2]), FieldRowPanel(DATES[2:]), "pair_weeks", "chapter"],
            heading=_("When and for whom"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["capacity_default", "proposal_ttl_days", "min_overlap_minutes"]),
                FieldPanel("requests_open"),
                FieldPanel("scored"),
            ],
            heading=_("Pairing"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(WEIGHTS[:3]), FieldRowPanel(WEIGHTS[3:])],
            heading=_("What counts in a match, 100 in all"),
        ),
        InlinePanel("questions", label=_("Question"), heading=_("Questions to those who apply")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("kind", "chapter", *DATES, "pair_weeks", "capacity_default", "proposal_ttl_days")
    ]
    parent_page_types = ["mentorship.RoundIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("mentoring round")
        verbose_name_plural = _("mentoring rounds")
        permissions = [("run_any_round", "Can organize every mentoring round")]
        # A date that is still missing breaks no rule: a draft may be saved in any state of knowledge.
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")), name="round_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__lte=F("matching_on")), name="round_closes_before_matching"
            ),
            models.CheckConstraint(
                condition=Q(matching_on__lte=F("starts_on")), name="round_matches_before_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="round_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(
                    weight_needs=100
                    - F("weight_hours")
                    - F("weight_wishes")
                    - F("weight_working")
                    - F("weight_stage")
                    - F("weight_chapter")
                ),
                name="round_weights_sum_to_100",
            ),
        ]

    def clean(self) -> None:
        super().clean()
        given = [(name, getattr(self, name)) for name in DATES if getattr(self, name)]
        for (_earlier, before), (name, after) in zip(given, given[1:], strict=False):
            if after < before or (name == "ends_on" and after == before):
                raise ValidationError({name: _("This day comes before the one that must precede it.")})
        if sum(getattr(self, name) or 0 for name in WEIGHTS) != 100:
            raise ValidationError({"weight_needs": _("The six weights must sum to 100.")})

    @property
    def round_key(self) -> UUID:
        return self.translation_key

    @property
    def dated(self) -> bool:
        return self.kind == self.Kind.DATED

    def phase_on(self, day: date) -> Phase:
        """The phase of the round on a day. A dated round whose dates are incomplete is in preparation."""
        if not self.live:
            return Phase.PLANNED
        if not self.dated:
            return Phase.OPEN
        opens, closes, matching, starts, ends = (getattr(self, name) for name in DATES)
        if not all((opens, closes, matching, starts, ends)) or day < opens:
            return Phase.PLANNED
        if day > ends:
            return Phase.OVER
        if day >= starts:
            return Phase.RUNNING
        if day >= matching:
            return Phase.MATCHING
        return Phase.OPEN if day <= closes else Phase.CLOSED

    @property
    def phase(self) -> Phase:
        return self.phase_on(timezone.now().date())

    @property
    def has_ended(self) -> bool:
        """Whether its last day is behind us, be the page still published or not."""
        return self.dated and self.ends_on is not None and self.ends_on < timezone.now().date()

    @property
    def takes_applications(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def takes_changes(self) -> bool:
        """Whether an application that organizers asked to change can be sent again."""
        return self.phase not in {Phase.PLANNED, Phase.OVER}

    @property
    def takes_requests(self) -> bool:
        """Whether newcomers may ask mentors now."""
        return self.requests_open and self.phase in {Phase.OPEN, Phase.CLOSED, Phase.MATCHING, Phase.RUNNING}

    @property
    def proposal_ttl(self) -> timedelta:
        return timedelta(days=self.proposal_ttl_days)

    def terms_on(self, day: date) -> Terms:
        """What this round asks of a pair made on a day: the weeks ahead of it, the shared minutes, the weights."""
        first = max(day, self.starts_on) if self.dated and self.starts_on else day
        last = first + timedelta(weeks=self.pair_weeks)
        if self.dated and self.ends_on:
            last = max(first, self.ends_on)
        weights = {name.removeprefix("weight_"): getattr(self, name) for name in WEIGHTS}
        return Terms(first=first, last=last, min_overlap=self.min_overlap_minutes, weights=Weights(**weights))

    def due_on(self, day: date) -> date:
        """The day on which a pair made on `day` is to be done."""
        return self.terms_on(day).last
