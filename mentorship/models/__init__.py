"""The models of mentoring: rounds as pages, participants, proposals and pairings as records."""

from .closing import PairClosing, PairThanks
from .exclusions import Exclusion
from .pair_space import PairGoal, PairMeeting, PairMessage
from .pairings import Pairing
from .participants import (
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
    "RoundIndexPage",
    "RoundPage",
    "Stage",
]
