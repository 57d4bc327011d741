"""What people decide about the letters of the ledger: members what they want to have, organizers what a letter says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a letter is about, as far as members can decide: all but the first can be declined."""

    NEEDED = "needed", _("What you have to know: your seats, changes, your safety")
    REMINDERS = "reminders", _("Reminders of meetups, and questions afterwards")
    NEWS = "news", _("News of chapters you follow")
    HOMEWORK = "homework", _("Homework: answers, and what waits for a reader")
    MENTORING = "mentoring", _("Mentoring")


class MessageOptOut(models.Model):
    """A member who does not want letters of a topic."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_opt_outs"
    )
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("declined letters")
        verbose_name_plural = _("declined letters")
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="message_opt_out_once_per_topic"),
            models.CheckConstraint(condition=~Q(topic="needed"), name="message_needed_is_never_declined"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} · {self.topic}"


class MessageEdit(models.Model):
    """What an organizer decided for all letters of one kind about one thing: words of their own, or not to send them.

    It is kept apart from the letters, so that who gets a seat tomorrow gets the same words.
    """

    kind = models.CharField(_("kind"), max_length=60)
    about = models.CharField(_("about"), max_length=120)
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    words = models.TextField(_("words of your own"), max_length=2000, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(_("edited"), auto_now=True)

    class Meta:
        verbose_name = _("edited letter")
        verbose_name_plural = _("edited letters")
        constraints = [
            models.UniqueConstraint(fields=["kind", "about"], name="message_edit_once_per_kind_and_thing"),
            models.CheckConstraint(condition=~Q(about=""), name="message_edit_is_about_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.about}"
