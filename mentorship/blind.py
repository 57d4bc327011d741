"""An application without its writer: a label instead of a name, and texts in which name and employer are left out."""

import re

from mentorship.models import Participant

GAP = "[…]"
SHORTEST = 3  # shorter words are too common to be left out


def label(participant: Participant) -> str:
    """A few letters that tell applications apart and say nothing else."""
    return participant.uuid.hex[:5].upper()


def without_name(text: str, participant: Participant) -> str:
    """The text with the writer's names, the name part of their address and their employer left out."""
    member = participant.member
    words = {member.display_name, participant.employer, member.email, member.email.partition("@")[0]}
    words |= {
        part for name in (member.display_name, participant.employer) for part in re.split(r"[\s.\-]+", name)
    }
    hidden = sorted({word for word in words if len(word) >= SHORTEST}, key=len, reverse=True)
    if not hidden:
        return text
    pattern = "|".join(map(re.escape, hidden))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", GAP, text, flags=re.IGNORECASE)
