"""What happens at a meetup: the lessons it is about, and the slots for talks that members claim."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .meetups import Meetup


class MeetupLesson(models.Model):
    """A lesson that a meetup covers, or whose homework is due there."""

    class Use(models.TextChoices):
        COVER = "cover", _("We go through it")
        HOMEWORK_DUE = "homework_due", _("Its homework is due")

    meetup = models.ForeignKey(Meetup, on_delete=models.CASCADE, related_name="lessons")
    lesson_key = models.UUIDField(db_index=True)
    use = models.CharField(_("what for"), max_length=12, choices=Use, default=Use.COVER)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("lesson of a meetup")
        verbose_name_plural = _("lessons of a meetup")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meetup", "lesson_key", "use"], name="lesson_once_per_meetup_and_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meetup_id} · {self.lesson_key}"


class TalkSlot(models.Model):
    """A few minutes at a meetup that a member can claim: a mini-lesson, a lightning talk, code and tell."""

    class Kind(models.TextChoices):
        MINI_LESSON = "mini_lesson", _("Mini-lesson")
        LIGHTNING = "lightning", _("Lightning talk")
        CODE_AND_TELL = "code_and_tell", _("Code and tell")

    class State(models.TextChoices):
        OPEN = "open", _("Free")
        CLAIMED = "claimed", _("Claimed")
        CONFIRMED = "confirmed", _("Confirmed")
        DONE = "done", _("Given")
        DROPPED = "dropped", _("Dropped")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meetup = models.ForeignKey(Meetup, on_delete=models.PROTECT, related_name="slots")
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=10, validators=[MaxValueValidator(120)])
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="talks"
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    notes = models.TextField(_("what you need"), max_length=1000, blank=True)
    is_first_time = models.BooleanField(_("first time speaking"), default=False)
    #: Recaps are public: the speaker's name stands there only if they say so.
    may_be_named = models.BooleanField(_("name may stand in the recap"), default=False)
    lesson_key = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("slot for a talk")
        verbose_name_plural = _("slots for talks")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | Q(speaker__isnull=True), name="slot_free_has_no_speaker"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"
