"""What learning refuses, in words for the learner."""

from django.utils.translation import gettext_lazy as _

from cms.exceptions import Refusal


class LearningError(Refusal):
    """The base of what the learning app refuses."""


class NotFollowing(LearningError):
    """The member has not started this track, or has left it."""

    code = "not-following"
    message = _("You are not following this track. Start it first.")


class CheckpointsOpen(LearningError):
    """The lesson is done when its checkpoints are answered, and some are not."""

    code = "checkpoints-open"
    message = _("Answer every checkpoint of this lesson first. Right or wrong, each answer counts.")


class NoConfidence(LearningError):
    """Marking a lesson done needs to say how sure one feels, from 1 to 3."""

    code = "confidence"
    message = _("Choose how sure you feel.")


class NoSuchCheckpoint(LearningError):
    """The published lesson has no such checkpoint: the view answers that there is no such page."""

    code = "no-such-checkpoint"
    message = _("This checkpoint is not part of the lesson anymore.")


class UnusableAnswer(LearningError):
    """An answer this checkpoint cannot be given: nothing, too much, or a choice it does not offer."""

    code = "unusable-answer"
    message = _("Choose one of the answers first.")


class NoGoal(LearningError):
    """A path leads somewhere."""

    code = "no-goal"
    message = _("Choose at least one track or topic you want to reach.")


class NotAWeek(LearningError):
    """A week of learning has between 10 minutes and 40 hours."""

    code = "not-a-week"
    message = _("Give between 10 and 2400 minutes a week.")
