"""What the steps of an application have in common: whose it is, and what each step gives to be kept."""

from django import forms

from cms.models import Member
from mentorship.models import Participant


class StepForm(forms.Form):
    """One step of an application. `participant` may be None before the first save."""

    def __init__(self, *args, member: Member, role: str, participant: Participant | None, **kwargs) -> None:
        self.member, self.role, self.participant = member, role, participant
        self.is_mentor = role == Participant.Role.MENTOR
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial = {**self.so_far(), **self.initial}

    def so_far(self) -> dict:
        """What was saved before, as initial values."""
        return {}

    def kept(self, *names: str) -> dict:
        """The named facts of the participant, nothing before there is one."""
        return {name: getattr(self.participant, name) for name in names} if self.participant else {}

    def facts(self) -> dict:
        """What belongs to the application."""
        return {}

    def topics(self) -> dict | None:
        return None

    def profile(self) -> dict:
        """What belongs to the member."""
        return {}

    def given(self) -> dict | None:
        """Answers to the questions of the round."""
        return None

    def apart(self) -> str | None:
        """Whom one would rather not be paired with."""
        return None
