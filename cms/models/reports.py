"""Reports of something that should not have happened, and the log of what was done about each of them.

`ReportQuerySet.handled_by` is the one place that says who may read a case. Nobody named in a report ever does, and
neither does the person who made it: they read how it stands, on a page of their own.
"""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .chapters import Chapter, ChapterRole
from .members import Member

#: The right of the safeguarding group, and of those who stand in where nobody of it may act.
HANDLES, STANDS_IN = "handle_report", "stand_in_report"


def holders(codename: str) -> models.QuerySet[Member]:
    """Everybody with an account who was given this right, by a group or by name; being a superuser gives none."""
    right = {"codename": codename, "content_type__app_label": "cms"}
    by_group = {f"groups__permissions__{name}": value for name, value in right.items()}
    by_name = {f"user_permissions__{name}": value for name, value in right.items()}
    return Member.objects.filter(Q(**by_group) | Q(**by_name), is_active=True)


def _without_parties(people: models.QuerySet[Member], report: Any, by: Any) -> models.QuerySet[Member]:
    """Without those who are named in the report, and without who made it."""
    named = Report.named.through.objects.filter(report=report).values("member")
    return people.exclude(pk__in=named).exclude(pk=by)


class ReportQuerySet(models.QuerySet):
    def made_by(self, member: Member) -> "ReportQuerySet":
        """The member's own reports, whose standing they may read, and nothing of the log."""
        return self.filter(by=member)

    def handled_by(self, member: Member) -> "ReportQuerySet":
        """The cases this member may read and act on.

        The safeguarding group every one, who has the role for a chapter those of that chapter; whoever stands in (program
        staff) only those that nobody of the two may touch. Never for anybody named in it or for who made it.
        """
        ours = self.exclude(by=member).exclude(
            pk__in=Report.named.through.objects.filter(member=member).values("report")
        )
        roles = ChapterRole.objects.open().filter(kind=ChapterRole.Kind.SAFEGUARDING, member__is_active=True)
        here = roles.filter(chapter=OuterRef("chapter"))
        anybody = _without_parties(holders(HANDLES), OuterRef(OuterRef("pk")), OuterRef("by"))
        somebody_here = here.exclude(
            member__in=Report.named.through.objects.filter(report=OuterRef(OuterRef("pk"))).values("member")
        ).exclude(member=OuterRef("by"))
        return ours.filter(
            Exists(holders(HANDLES).filter(pk=member.pk))
            | Exists(here.filter(member=member))
            | Exists(holders(STANDS_IN).filter(pk=member.pk)) & ~Exists(anybody) & ~Exists(somebody_here)
        )

    def unhandled(self, before: datetime) -> "ReportQuerySet":
        """New since before this moment: nobody has looked yet."""
        return self.filter(state=Report.State.NEW, opened_at__lte=before)

    def for_listing(self) -> "ReportQuerySet":
        return self.select_related("by", "chapter").prefetch_related("named", "handlers")


class Report(models.Model):
    """A member tells that something happened: a case, until it is closed with words for them."""

    class State(models.TextChoices):
        NEW = "new", _("Received")
        LOOKING = "looking", _("Somebody looks into it")
        ACTED = "acted", _("Something was done")
        CLOSED = "closed", _("Closed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # It comes with the form, so that a form sent twice is one report.
    token = models.UUIDField(editable=False)
    opened_at = models.DateTimeField(_("received"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    handlers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_kind = models.CharField(max_length=20, blank=True)
    place_key = models.UUIDField(null=True, blank=True)
    place_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("what happened"), max_length=4000)
    may_contact = models.BooleanField(_("may be written to"), default=False)
    stops_contact = models.BooleanField(_("contact stops"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    outcome = models.TextField(_("what the person reads"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()
    # Otherwise the admin would count reports among the uses of a chapter or a member.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-opened_at", "-pk"]
        permissions = [
            (HANDLES, "Can handle reports"),
            (STANDS_IN, "Can handle reports when nobody of the safeguarding group may"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["by", "token"], name="report_sent_once"),
            models.CheckConstraint(condition=~Q(text=""), name="report_says_something"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="report_closed_has_its_moment_and_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED

    def free_handlers(self) -> models.QuerySet[Member]:
        """Who may act on it: safeguarding, and where all of them are parties to it, those who stand in. May be nobody."""
        roles = ChapterRole.objects.open().filter(kind=ChapterRole.Kind.SAFEGUARDING, chapter=self.chapter_id)
        first = Member.objects.filter(
            Q(pk__in=holders(HANDLES).values("pk")) | Q(pk__in=roles.values("member")), is_active=True
        )
        found = _without_parties(first, self.pk, self.by_id)
        if not found.exists():
            found = _without_parties(
                Member.objects.filter(pk__in=holders(STANDS_IN).values("pk")), self.pk, self.by_id
            )
        return found.order_by("pk")


class CaseNote(models.Model):
    """One line in the log of a case: who did what, and when. Rows are only ever added."""

    class Action(models.TextChoices):
        OPENED = "opened", _("Report received")
        TAKEN = "taken", _("Taken")
        NOTED = "noted", _("Note")
        NAMED = "named", _("Somebody was named")
        ACTED = "acted", _("Done")
        ADDED = "added", _("Further words")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("what"), max_length=8, choices=Action)
    text = models.TextField(_("words"), max_length=4000, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of a case")
        verbose_name_plural = _("lines of a case")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["report", "token"], name="case_note_sent_once")]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.action} · {self.at:%Y-%m-%d %H:%M}"
