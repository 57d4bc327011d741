"""The models of mentoring: rounds as pages, participants, proposals and pairings as records."""

from .apart import ApartNote
from .closing import PairClosing, PairThanks
from .exclusions import Exclusion
from .match_runs import MatchEdge, MatchLeftover, MatchRun
from .pair_papers import PairAgreement, PairNote
from .pair_space import PairGoal, PairMeeting, PairMessage
from .pairings import Pairing
from .participants import Participant, ParticipantTopic, Preference
from .proposal_words import ProposalMessage
from .proposals import Proposal
from .pulses import Pulse
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
    "MatchEdge",
    "MatchLeftover",
    "MatchRun",
    "PairAgreement",
    "PairClosing",
    "PairGoal",
    "PairMeeting",
    "PairMessage",
    "PairNote",
    "PairThanks",
    "Pairing",
    "Participant",
    "ParticipantTopic",
    "Phase",
    "Preference",
    "Proposal",
    "ProposalMessage",
    "Pulse",
    "Question",
    "QuestionKind",
    "RoundIndexPage",
    "RoundPage",
    "Score",
    "Stage",
]
