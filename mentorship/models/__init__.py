"""The models of mentoring: rounds as pages, participants, proposals and pairings as records."""

from .match_runs import MatchEdge, MatchLeftover, MatchRun
from .pair_space import PairGoal, PairMeeting, PairMessage
from .pairings import Pairing
from .participants import (
    Exclusion,
    Format,
    Frequency,
    Participant,
    ParticipantTopic,
    Preference,
    Stage,
)
from .proposals import Proposal
from .rounds import Phase, RoundIndexPage, RoundPage

__all__ = [
    "Exclusion",
    "Format",
    "Frequency",
    "MatchEdge",
    "MatchLeftover",
    "MatchRun",
    "PairGoal",
    "PairMeeting",
    "PairMessage",
    "Pairing",
    "Participant",
    "ParticipantTopic",
    "Phase",
    "Preference",
    "Proposal",
    "RoundIndexPage",
    "RoundPage",
    "Stage",
]
