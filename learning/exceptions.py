"""What learning refuses, in words for the learner."""

from cms.exceptions import Refusal


class LearningError(Refusal):
    """The base of what the learning app refuses."""
