"""What the help desk of a hangout refuses, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _

from learning.exceptions import LearningError


class DeskClosed(LearningError):
    """The desk is there around the meetup."""

    code = "desk-closed"
    message = _("The desk is open from half an hour before the meetup until half an hour after it.")


class TakenByOther(LearningError):
    """Of two helpers at once, the other one has it."""

    code = "taken-by-other"
    message = _("Somebody else is with this person already. The next one waits for you.")


class DeskChanged(LearningError):
    """What is asked does not fit how the request stands now."""

    code = "desk-changed"
    message = _("This has changed meanwhile. Here is how it stands now.")
