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


class HomeworkOpen(LearningError):
    """The lesson is done when its homework is accepted, and some is not."""

    code = "homework-open"
    message = _("This lesson is done when its homework is accepted. Hand it in, and somebody will read it.")


class UnusableHandIn(LearningError):
    """What cannot be handed in to this exercise: nothing, too much, or not what it asks for."""

    code = "unusable-hand-in"
    message = _("Write something or give a link first.")


class NotHandedInHere(LearningError):
    """A practice exercise is for oneself."""

    code = "not-handed-in"
    message = _("This exercise is for practice. Nobody waits for it.")


class NothingNew(LearningError):
    """The same content again, after somebody has answered it."""

    code = "nothing-new"
    message = _("This is what you handed in before. Change something first, then hand it in again.")


class TooManyVersions(LearningError):
    code = "too-many-versions"
    message = _("You have handed this in a hundred times, and more than that cannot be kept. Ask a helper.")


class NotNow(LearningError):
    """The homework has left the state in which this was possible; it stays in the one it is in."""

    code = "not-now"

    def __init__(self, state: str) -> None:
        super().__init__(
            _("That is no longer possible. This homework now stands at: {state}.").format(state=state)
        )
        self.state = state


class NotYours(LearningError):
    """Neither the author nor somebody who may review: the view answers that there is no such page."""

    code = "not-yours"
    message = _("This homework is not there for you.")


class ClaimedByOther(LearningError):
    code = "claimed"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is reading this one right now. Choose another, or come back tomorrow.").format(
                name=name
            )
        )


class NewerVersion(LearningError):
    """Somebody answers a version while a newer one has come in."""

    code = "newer-version"
    message = _("A newer version was handed in meanwhile. Look at it first; your notes are still here.")


class UnusableNote(LearningError):
    """Notes that cannot be kept: empty, too long, too many, or at a line that is not there."""

    code = "unusable-note"
    message = _("Write at least one note, so that the learner knows what to do next.")


class HandInFirst(LearningError):
    """Other learners' homework is read after one's own is handed in."""

    code = "hand-in-first"
    message = _("Hand in your own first. Then you can read how somebody else did it.")


class NobodyToRead(LearningError):
    code = "nobody-to-read"
    message = _("Nobody else's homework waits for a reader right now. Look in again in a few days.")


class PlaceGiven(LearningError):
    """An offer that was not taken up in time has gone to other readers."""

    code = "place-given"
    message = _(
        "This one has found other readers meanwhile. What you wrote is still here, if you want to keep it."
    )


class HintsInOrder(LearningError):
    code = "hints-in-order"
    message = _("Hints open one after the other. Open the next one first.")


class NoNameToShow(LearningError):
    """A certificate shows a name, and none is written."""

    code = "no-name-to-show"
    message = _("Write the name that the certificate shows, or leave the name out.")


class NoReason(LearningError):
    """A certificate is taken back with a reason that the learner reads."""

    code = "no-reason"
    message = _("Write why. The learner reads it.")


class NoGoal(LearningError):
    """A path leads somewhere."""

    code = "no-goal"
    message = _("Choose at least one track or topic you want to reach.")


class NotAWeek(LearningError):
    """A week of learning has between 10 minutes and 40 hours."""

    code = "not-a-week"
    message = _("Give between 10 and 2400 minutes a week.")
