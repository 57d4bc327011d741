"""The models of mentoring: rounds as pages, participants, proposals and pairings as records."""

from .pair_papers import PairAgreement, PairNote
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
from .pulses import Pulse
from .questions import ProposalMessage
from .rounds import Phase, RoundIndexPage, RoundPage

__all__ = [
    "Exclusion",
    "Format",
    "Frequency",
    "PairAgreement",
    "PairGoal",
    "PairMeeting",
    "PairMessage",
    "PairNote",
    "Pairing",
    "Participant",
    "ParticipantTopic",
    "Phase",
    "Preference",
    "Proposal",
    "ProposalMessage",
    "Pulse",
    "RoundIndexPage",
    "RoundPage",
    "Stage",
]
