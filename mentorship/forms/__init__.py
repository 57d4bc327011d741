"""What people type in mentoring."""

from .answers import DeclineForm, EndForm, RequestForm
from .approvals import ApartForm, ScoreForm
from .choices import ChoicesForm
from .closing import ClosingForm, ThanksForm
from .directory import DirectoryForm
from .pair import GoalForm, MeetingForm, MessageForm
from .step import StepForm
from .steps import STEPS

__all__ = [
    "STEPS",
    "ApartForm",
    "ChoicesForm",
    "ClosingForm",
    "DeclineForm",
    "DirectoryForm",
    "EndForm",
    "GoalForm",
    "MeetingForm",
    "MessageForm",
    "RequestForm",
    "ScoreForm",
    "StepForm",
    "ThanksForm",
]
