"""What people type in mentoring."""

from .answers import DeclineForm, EndForm, QuestionForm, RequestForm
from .approvals import ApartForm, ScoreForm
from .ask_mentor import AskMentorForm
from .choices import ChoicesForm
from .closing import ClosingForm, ThanksForm
from .directory import DirectoryForm
from .pair import GoalForm, MeetingForm, MessageForm
from .papers import AgreementForm, NoteForm
from .pulse import FriendlyWordForm, PulseForm
from .step import StepForm
from .steps import STEPS

__all__ = [
    "STEPS",
    "AgreementForm",
    "ApartForm",
    "AskMentorForm",
    "ChoicesForm",
    "ClosingForm",
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
    "ScoreForm",
    "StepForm",
    "ThanksForm",
]
