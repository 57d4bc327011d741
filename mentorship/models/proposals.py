"""Proposals: somebody was asked whether two people should become a pair."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member

from .match_runs import MatchRun
from .participants import Participant
from .walls import walled


class ProposalQuerySet(models.QuerySet):
    def open(self) -> "ProposalQuerySet":
        return self.filter(state=Proposal.State.OPEN)

    def involving(self, member: Member) -> "ProposalQuerySet":
        """Proposals in which this member is asked or asks."""
        return self.filter(Q(mentor__member=member) | Q(mentee__member=member))

    def asked_by(self, mentee: Participant) -> "ProposalQuerySet":
        """What this newcomer has asked: by hand, or as the next choice on their list."""
        asking = [Proposal.Source.REQUEST, Proposal.Source.CASCADE]
        return self.filter(mentee=mentee, source__in=asking, run=None)

    def due(self, now: datetime) -> "ProposalQuerySet":
        """Open proposals whose time has run out."""
        return self.open().filter(expires_at__lte=now)

    def walled(self) -> "ProposalQuerySet":
        """Those between whose two a block or a decision on safety stands."""
        return self.filter(walled())

    def unblocked(self) -> "ProposalQuerySet":
        return self.exclude(walled())

    def for_listing(self) -> "ProposalQuerySet":
        return self.select_related("mentor__member", "mentee__member")


class Proposal(models.Model):
    """One mentor and one newcomer who might become a pair. Both say yes, or it ends."""

    class Source(models.TextChoices):
        RUN = "run", _("Matching")
        REQUEST = "request", _("Request")
        ORGANIZER = "organizer", _("Organizer")
        CASCADE = "cascade", _("Next choice")

    class Answer(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SUPERSEDED = "superseded", _("No longer possible")

    class Decline(models.TextChoices):
        """Why not. Organizers read the reason; the other side reads kind words only."""

        TIME = "time", _("I do not have enough time right now")
        TOPIC = "topic", _("Somebody else can help better with these topics")
        HOURS = "hours", _("Our hours do not fit well enough")
        KNOWN = "known", _("We know each other too well for this")
        OTHER = "other", _("Another reason")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round_key = models.UUIDField(db_index=True)
    mentor = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="proposals_as_mentor")
    mentee = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="proposals_as_mentee")
    source = models.CharField(_("source"), max_length=10, choices=Source)
    score = models.PositiveIntegerField(_("score"), null=True, blank=True, help_text=_("0 to 10 000"))
    reasons = models.JSONField(_("reasons"), default=list)
    #: The matching it comes from, itself or by a proposal before it.
    run = models.ForeignKey(
        MatchRun, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="proposals"
    )
    after = models.OneToOneField(
        "self",
        verbose_name=_("asked after"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="next",
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    mentor_answer = models.CharField(
        _("mentor's answer"), max_length=7, choices=Answer, default=Answer.WAITING
    )
    mentee_answer = models.CharField(
        _("newcomer's answer"), max_length=7, choices=Answer, default=Answer.WAITING
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decline_code = models.CharField(_("reason"), max_length=5, choices=Decline, blank=True)
    decline_note = models.TextField(_("words with it"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("answer until"), db_index=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "mentee"], condition=Q(state="open"), name="proposal_open_once_per_pair"
            ),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="proposal_is_between_two"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(mentor_answer="yes", mentee_answer="yes"),
                name="proposal_accepted_means_two_yes",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="proposal_open_is_undecided",
            ),
            models.CheckConstraint(
                condition=Q(source="cascade", after__isnull=False)
                | (~Q(source="cascade") & Q(after__isnull=True)),
                name="proposal_cascades_after_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} · {self.mentee_id} · {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_request(self) -> bool:
        """Asked by the newcomer: by hand, or as the next choice on their list."""
        return self.source in {self.Source.REQUEST, self.Source.CASCADE} and self.run_id is None

    @property
    def has_lapsed(self) -> bool:
        """Open still, but the time to answer is over; the next sweep will say so."""
        return self.is_open and self.expires_at <= timezone.now()

    def side_of(self, member: Member) -> str:
        """ "mentor", "mentee" or "" for a stranger; the participants' members must be loaded."""
        return {self.mentor.member_id: "mentor", self.mentee.member_id: "mentee"}.get(member.pk, "")
