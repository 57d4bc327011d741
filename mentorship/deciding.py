"""The decisions organizers can take about an application, for the site and for the admin: one table for both."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorship.models import Participant, RoundPage
from mentorship.services import participants
from mentorship.services.access import LATE

State = Participant.State


@dataclass(frozen=True)
class Verb:
    """A decision: where it leads and from which states, what its button says, and what its reason is called, if any."""

    act: Callable[..., Participant]
    after: str
    label: Promise
    done: Promise
    allowed: frozenset[str]
    reason: Promise | str = ""

    def words(self) -> tuple[str, str]:
        return str(self.label), str(self.reason)


VERBS = {
    "approve": Verb(
        participants.approve,
        State.APPROVED,
        _("Approve"),
        _("Approved. They have a mail."),
        frozenset({State.SUBMITTED, State.CHANGES, State.WAITLISTED, State.REJECTED}),
    ),
    "ask-changes": Verb(
        participants.ask_changes,
        State.CHANGES,
        _("Ask for changes"),
        _("Changes asked for. They have a mail with your words."),
        frozenset({State.SUBMITTED, State.WAITLISTED}),
        _("What to change (they read it)"),
    ),
    "waitlist": Verb(
        participants.waitlist,
        State.WAITLISTED,
        _("Put on the waitlist"),
        _("On the waitlist. They have a mail."),
        frozenset({State.SUBMITTED, State.CHANGES, State.APPROVED}),
        _("Reason (they read it)"),
    ),
    "reject": Verb(
        participants.reject,
        State.REJECTED,
        _("Say no"),
        _("Declined. They have a mail with your reason."),
        frozenset({State.SUBMITTED, State.CHANGES, State.WAITLISTED}),
        _("Reason, kindly (they read it)"),
    ),
}


def possible(participant: Participant, round_page: RoundPage) -> list[tuple[str, str, str]]:
    """The decisions that lead on from here: (name, label, what the reason is called or nothing)."""
    return [
        (name, *verb.words())
        for name, verb in VERBS.items()
        if participant.state in verb.allowed and (verb.after in LATE or not round_page.has_ended)
    ]


class ReasonForm(forms.Form):
    """Why; the applicant reads it."""

    reason = forms.CharField(max_length=1000, required=False)

    def given(self, verb: Verb) -> dict[str, str]:
        """What the service is told beside who and about whom."""
        if not verb.reason:
            return {}
        return {"reason": self.cleaned_data["reason"] if self.is_valid() else ""}
