"""Pairings: two people who both said yes."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Member

from .participants import Participant
from .proposals import Proposal
from .rounds import RoundPage
from .walls import in_a_case, walled

#: How long after the end two people still see how to reach each other.
AFTERGLOW = timedelta(days=14)
#: How long one side's wish to complete the pair waits for the other's word.
SILENCE = timedelta(days=7)
LIVE = ("active", "paused", "held")


def _apart() -> Q:
    return walled() | (Q(ended_at__isnull=False) & in_a_case())


class PairingQuerySet(models.QuerySet):
    def live(self) -> "PairingQuerySet":
        return self.filter(state__in=LIVE)

    def of(self, member: Member) -> "PairingQuerySet":
        """The pairings this member belongs to; nobody else may see them."""
        return self.filter(Q(mentor__member=member) | Q(mentee__member=member))

    def shown_with(self, participant: Participant) -> "PairingQuerySet":
        """On the page of one's part in a round: what is at work anywhere, and what has been in this round."""
        mine = Q(mentor=participant) | Q(mentee=participant)
        return self.of(participant.member).filter(Q(state__in=LIVE) | mine)

    def run_by(self, member: Member) -> "PairingQuerySet":
        """Pairs of the rounds this member organizes; not their own, about which the other one may have told organizers."""
        rounds = RoundPage.objects.originals().run_by(member).values("translation_key")
        mine = Q(mentor__member=member) | Q(mentee__member=member)
        return self.filter(mentor__round_key__in=rounds).exclude(mine)

    def unblocked(self) -> "PairingQuerySet":
        """Pairs between whose two nothing has come: no block, no decision on safety, and once they are over no open case."""
        return self.exclude(_apart())

    def saying_apart(self) -> "PairingQuerySet":
        """Each says as `is_apart` whether something has come between its two."""
        return self.annotate(is_apart=_apart())

    def in_touch(self) -> "PairingQuerySet":
        """Pairs whose two people may hear of each other: not on hold, and with nothing between them."""
        return self.unblocked().exclude(state=Pairing.State.HELD)

    def taking_words_of(self, mentee: Member) -> "PairingQuerySet":
        """Where this newcomer may write to their mentor now, the latest first."""
        mine = self.filter(mentee__member=mentee, state__in=["active", "paused"])
        return mine.unblocked().for_listing()

    def for_listing(self) -> "PairingQuerySet":
        return self.select_related("mentor__member", "mentee__member", "proposal")


class Pairing(models.Model):
    """A mentor and a newcomer who work together."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        HELD = "held", _("On hold")
        COMPLETED = "completed", _("Completed")
        ENDED = "ended", _("Ended")

    class Side(models.TextChoices):
        MENTOR = "mentor", _("Mentor")
        MENTEE = "mentee", _("Newcomer")

    class End(models.TextChoices):
        """Why a pair ends before it is complete; no blame in any of them."""

        TIME = "time", _("One of us has no time any more")
        GOAL = "goal", _("The goal has changed")
        FIT = "fit", _("Somebody else would fit better")
        OTHER = "other", _("Another reason")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="pairing")
    mentor = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="pairings_as_mentor")
    mentee = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="pairings_as_mentee")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ACTIVE)
    waiting_on = models.CharField(
        _("whose turn"), max_length=6, choices=Side, default=Side.MENTEE, blank=True
    )
    waiting_since = models.DateTimeField(_("since"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    due_on = models.DateField(_("until"))
    # Since when it pauses; `due_on` moves by as many days when it is resumed.
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_code = models.CharField(_("reason"), max_length=5, choices=End, blank=True)
    end_note = models.TextField(_("for organizers"), max_length=1000, blank=True)
    done_asked_by = models.CharField(max_length=6, choices=Side, blank=True)
    done_asked_at = models.DateTimeField(null=True, blank=True)
    # What the pair was before safeguarding put it on hold. It stays when the pair ends from hold: contact stays hidden.
    held_from = models.CharField(max_length=9, choices=State, blank=True, editable=False)
    # The newcomer lets the mentor see which lessons linked to goals are done; empty: not, or not any more.
    shares_since = models.DateTimeField(null=True, blank=True)

    objects = PairingQuerySet.as_manager()
    #: Known of those that were asked for with `saying_apart`.
    is_apart: bool

    class Meta:
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "mentee"], condition=Q(state__in=LIVE), name="pairing_live_once_per_pair"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True)
                | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
                name="pairing_live_has_not_ended",
            ),
            models.CheckConstraint(
                condition=Q(done_asked_by="", done_asked_at__isnull=True)
                | (~Q(done_asked_by="") & Q(done_asked_at__isnull=False)),
                name="pairing_completion_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(held_from="")
                | Q(held_from__in=("active", "paused"), state__in=("held", "ended")),
                name="pairing_comes_back_from_hold_as_it_was",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} · {self.mentee_id} · {self.state}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def turn(self) -> str:
        """Whose turn it is now. Until an agreed meeting is over it is nobody's."""
        return self.waiting_on if self.waiting_since <= timezone.now() else ""

    @property
    def takes_words(self) -> bool:
        """Whether the two may write and plan: not on hold, not over."""
        return self.state in {self.State.ACTIVE, self.State.PAUSED}

    @property
    def closes_by_itself_at(self) -> datetime | None:
        """When a pair that one side wants to complete is complete without the other's word."""
        return self.done_asked_at + SILENCE if self.done_asked_at else None

    @property
    def shows_contact(self) -> bool:
        """Whether time and state allow contact details: while it runs and a fortnight longer, never on hold or after one."""
        if self.state == self.State.HELD or self.held_from:
            return False
        return self.ended_at is None or timezone.now() < self.ended_at + AFTERGLOW

    def side_of(self, member: Member) -> str:
        """ "mentor", "mentee" or "" for a stranger; the participants' members must be loaded."""
        return {self.mentor.member_id: "mentor", self.mentee.member_id: "mentee"}.get(member.pk, "")

    def other_of(self, member: Member) -> Participant:
        """The participant across the table."""
        return self.mentee if self.side_of(member) == "mentor" else self.mentor
