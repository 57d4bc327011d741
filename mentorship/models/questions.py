"""What a round asks of those who apply: questions as content of its page, answers as records that no edit takes away."""

import hashlib
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from .participants import Participant
from .rounds import RoundPage

MOST_OPTIONS = 20
LONGEST_OPTION = 120
WIDEST_SCALE = 10


class QuestionKind(models.TextChoices):
    SHORT = "short", _("A line of text")
    LONG = "long", _("A few sentences")
    NUMBER = "number", _("A number")
    DATE = "date", _("A day")
    SINGLE = "single", _("One of several choices")
    MULTIPLE = "multiple", _("Any of several choices")
    SCALE = "scale", _("A point on a scale")
    YES_NO = "yes_no", _("Yes or no")
    LINK = "link", _("A link")
    CONSENT = "consent", _("Consent to a text")


class QuestionQuerySet(models.QuerySet):
    def of_round(self, round_key: UUID) -> "QuestionQuerySet":
        """The questions of a round as published: the originals, and their words in the reader's language."""
        codes = {settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE}
        mine = self.filter(round__translation_key=round_key, locale__language_code__in=codes)
        return mine.select_related("locale")


class Question(TranslatableMixin, Orderable):
    """One question of a round. Answers point at its translation key, and keep the words they were given to."""

    class Audience(models.TextChoices):
        MENTOR = "mentor", _("Mentors")
        MENTEE = "mentee", _("Newcomers")
        BOTH = "both", _("Mentors and newcomers")

    round = ParentalKey(RoundPage, on_delete=models.CASCADE, related_name="questions")
    label = models.CharField(_("question"), max_length=250)
    help_text = models.TextField(
        _("help"), max_length=1000, blank=True, help_text=_("For a consent: the text that is agreed to.")
    )
    kind = models.CharField(_("kind of answer"), max_length=8, choices=QuestionKind)
    audience = models.CharField(_("for whom"), max_length=6, choices=Audience, default=Audience.BOTH)
    required = models.BooleanField(
        _("needed"), default=False, help_text=_("An application cannot be sent without it.")
    )
    sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Only organizers of this round read the answers.")
    )
    options = models.TextField(
        _("choices"), max_length=2600, blank=True, help_text=_("One a line, for questions with choices.")
    )
    minimum = models.IntegerField(
        _("from"), null=True, blank=True, help_text=_("The lowest number, or how many choices at least.")
    )
    maximum = models.IntegerField(
        _("up to"),
        null=True,
        blank=True,
        help_text=_("The highest number, how many choices at most, or how many letters."),
    )

    objects = QuestionQuerySet.as_manager()

    panels = [
        "label",
        FieldRowPanel(["kind", "audience"]),
        FieldRowPanel(["required", "sensitive"]),
        "help_text",
        "options",
        FieldRowPanel(["minimum", "maximum"]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question of a round")
        verbose_name_plural = _("questions of a round")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_is_known"),
            models.CheckConstraint(
                condition=Q(audience__in=("mentor", "mentee", "both")), name="question_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(minimum__lte=F("maximum")),
                name="question_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("single", "multiple")) | ~Q(options=""),
                name="question_with_choices_has_some",
            ),
            models.CheckConstraint(
                condition=~Q(kind="scale")
                | Q(
                    minimum__isnull=False,
                    maximum__isnull=False,
                    maximum__gt=F("minimum"),
                    maximum__lte=F("minimum") + WIDEST_SCALE,
                ),
                name="question_scale_has_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def lines(self) -> list[str]:
        """The choices."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]

    @property
    def version(self) -> str:
        """Names the words of the question: another text is another version."""
        return hashlib.sha256(f"{self.label}\n{self.help_text}".encode()).hexdigest()[:16]

    def clean(self) -> None:
        super().clean()
        low, high, lines = self.minimum, self.maximum, self.lines
        if low is not None and high is not None and low > high:
            raise ValidationError({"maximum": _("This is lower than where it begins.")})
        if self.kind == QuestionKind.SCALE and (
            low is None or high is None or not 0 < high - low <= WIDEST_SCALE
        ):
            raise ValidationError({"maximum": _("Give a scale both its ends, at most ten steps apart.")})
        if self.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} and not (
            1 < len(lines) <= MOST_OPTIONS
            and len(set(lines)) == len(lines)
            and all(len(line) <= LONGEST_OPTION for line in lines)
        ):
            raise ValidationError(
                {"options": _("Write two to twenty different choices, one a line, none longer than a line.")}
            )


class Answer(models.Model):
    """What a participant answered. It keeps the words of the question, and the promise under which it was given."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="answers")
    question_key = models.UUIDField(_("question"))
    kind = models.CharField(_("kind of answer"), max_length=8, choices=QuestionKind)
    asked = models.TextField(_("as it was asked"), max_length=1300)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    value = models.JSONField(_("answer"))
    version = models.CharField(_("version of the question"), max_length=16)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "question_key"], name="answer_once_per_question"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="answer_kind_is_known"),
            models.CheckConstraint(condition=~Q(version=""), name="answer_names_the_version_it_was_given_to"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.question_key}"
