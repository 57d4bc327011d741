"""The decisions organizers can take about an application, for the site and for the admin: one table for both."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorship.models import Participant, Phase, RoundPage
from mentorship.services import participants

State = Participant.State


@dataclass(frozen=True)
class Verb:
    """A decision: what its button says, from which states it leads on, and what its reason is called, if it needs one.

    `late` ones can be taken when the round is over.
    """

    act: Callable[..., Participant]
    label: Promise
    done: Promise
    allowed: frozenset[str]
    reason: Promise | str = ""
    late: bool = False

    def words(self) -> tuple[str, str]:
        return str(self.label), str(self.reason)


VERBS = {
    "approve": Verb(
        participants.approve,
        _("Approve"),
        _("Approved. They have a mail."),
        frozenset({State.SUBMITTED, State.CHANGES, State.WAITLISTED, State.REJECTED}),
    ),
    "ask-changes": Verb(
        participants.ask_changes,
        _("Ask for changes"),
        _("Changes asked for. They have a mail with your words."),
        frozenset({State.SUBMITTED, State.WAITLISTED}),
        _("What to change (they read it)"),
    ),
    "waitlist": Verb(
        participants.waitlist,
        _("Put on the waitlist"),
        _("On the waitlist. They have a mail."),
        frozenset({State.SUBMITTED, State.CHANGES, State.APPROVED}),
        _("Reason (they read it)"),
    ),
    "reject": Verb(
        participants.reject,
        _("Say no"),
        _("Declined. They have a mail with your reason."),
        frozenset({State.SUBMITTED, State.CHANGES, State.WAITLISTED}),
        _("Reason, kindly (they read it)"),
        late=True,
    ),
}


def possible(participant: Participant, round_page: RoundPage | None) -> list[tuple[str, str, str]]:
    """The decisions that lead on from here: (name, label, what the reason is called or nothing)."""
    over = round_page is None or round_page.phase == Phase.OVER
    return [
        (name, *verb.words())
        for name, verb in VERBS.items()
        if participant.state in verb.allowed and (verb.late or not over)
    ]


class ReasonForm(forms.Form):
    """Why; the applicant reads it."""

    reason = forms.CharField(max_length=1000, required=False)

    def given(self, verb: Verb) -> dict[str, str]:
        """What the service is told beside who and about whom."""
        if not verb.reason:
            return {}
        return {"reason": self.cleaned_data["reason"] if self.is_valid() else ""}
