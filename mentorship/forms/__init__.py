"""What people type in mentoring."""

from .answers import DeclineForm, EndForm, QuestionForm, RequestForm
from .ask_mentor import AskMentorForm
from .choices import ChoicesForm
from .directory import DirectoryForm
from .pair import GoalForm, MeetingForm, MessageForm
from .papers import AgreementForm, NoteForm
from .pulse import FriendlyWordForm, PulseForm
from .step import StepForm
from .steps import STEPS

__all__ = [
    "STEPS",
    "AgreementForm",
    "AskMentorForm",
    "ChoicesForm",
    "DeclineForm",
    "DirectoryForm",
    "EndForm",
    "FriendlyWordForm",
    "GoalForm",
    "MeetingForm",
    "MessageForm",
    "NoteForm",
    "PulseForm",
    "QuestionForm",
    "RequestForm",
    "StepForm",
]
