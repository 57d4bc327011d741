"""The models of mentoring: rounds as pages, participants, proposals and pairings as records."""

from .apart import ApartNote
from .closing import PairClosing, PairThanks
from .exclusions import Exclusion
from .pair_space import PairGoal, PairMeeting, PairMessage
from .pairings import Pairing
from .participants import Participant, ParticipantTopic, Preference
from .proposals import Proposal
from .questions import Answer, Question, QuestionKind
from .rounds import Phase, RoundIndexPage, RoundPage
from .scores import Score
from .ways import Format, Frequency, Stage

__all__ = [
    "Answer",
    "ApartNote",
    "Exclusion",
    "Format",
    "Frequency",
    "PairClosing",
    "PairGoal",
    "PairMeeting",
    "PairMessage",
    "PairThanks",
    "Pairing",
    "Participant",
    "ParticipantTopic",
    "Phase",
    "Preference",
    "Proposal",
    "Question",
    "QuestionKind",
    "RoundIndexPage",
    "RoundPage",
    "Score",
    "Stage",
]
