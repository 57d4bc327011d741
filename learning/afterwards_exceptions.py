"""What is refused after a meetup, in words for the person who asked: recaps, feedback, reviews."""

from django.utils.translation import gettext_lazy as _

from learning.exceptions import LearningError


class RecapTooEarly(LearningError):
    """A recap tells what was."""

    code = "recap-too-early"
    message = _("A recap can be written once the meetup is over.")


class NotHeld(LearningError):
    """What did not take place has no recap and no feedback."""

    code = "not-held"
    message = _("This meetup did not take place, so there is nothing to tell of it.")


class NoRecap(LearningError):
    """Nothing to publish: it was deleted meanwhile, or never written."""

    code = "no-recap"
    message = _("There is no recap of this meetup yet. Write it first.")


class RecapHeld(LearningError):
    """Somebody locked the page, or it waits for somebody's approval."""

    code = "recap-held"
    message = _("This recap is locked or waits for an approval in the admin, so it is published there.")


class RecapTakenDown(LearningError):
    """Somebody else took the page off the site."""

    code = "recap-taken-down"
    message = _(
        "Somebody took this recap off the site. Ask your editors; it is published again in the admin."
    )


class RecapIncomplete(LearningError):
    """The draft was left half-written in the admin."""

    code = "recap-incomplete"
    message = _(
        "Something in the draft is still empty. Open it in the admin, complete it and publish it there."
    )


class FeedbackTooEarly(LearningError):
    """One says how it was when it is over."""

    code = "feedback-too-early"
    message = _("You can say how it was once the meetup is over.")


class FeedbackClosed(LearningError):
    """The time to say it is over; what was said stays."""

    code = "feedback-closed"
    message = _("Feedback is taken for 30 days after a meetup. What you said before is kept as it was.")


class NotThere(LearningError):
    """Neither noted at the door nor with a seat: the view answers that there is no such page."""

    code = "not-there"
    message = _("Only people who were there, or had a seat, say how it was.")


class ReviewChanged(LearningError):
    """The words changed, or may no longer be published, since the organizer read them."""

    code = "review-changed"
    message = _("These words have changed since you read them. Read them again before you publish them.")
