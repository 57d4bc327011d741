"""What people type in mentoring."""

from .answers import DeclineForm, EndForm, RequestForm
from .pair import GoalForm, MeetingForm, MessageForm
from .step import StepForm
from .steps import STEPS

__all__ = [
    "STEPS",
    "DeclineForm",
    "EndForm",
    "GoalForm",
    "MeetingForm",
    "MessageForm",
    "RequestForm",
    "StepForm",
]
