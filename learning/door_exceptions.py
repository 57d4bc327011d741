"""What the door of a meetup refuses, in words for the person who stands there."""

from django.utils.translation import gettext_lazy as _

from learning.exceptions import LearningError


class DoorClosed(LearningError):
    """Marks are made from two hours before the beginning until a month after the end."""

    code = "door-closed"
    message = _(
        "People are noted from two hours before the meetup until thirty days after it. Nothing was changed."
    )


class NotOnTheList(LearningError):
    """The person neither answered nor belongs to the group, or is not there for whoever asks."""

    code = "not-on-the-list"
    message = _("This person is not on your list. They can enter the code of the room themselves.")


class MarkedSince(LearningError):
    """An older mark is not taken back across a newer one."""

    code = "marked-since"
    message = _("This person was noted again since then, so that stands. Change it in the list.")


class NoName(LearningError):
    """A walk-in has a name, however short."""

    code = "no-name"
    message = _("Write a name, up to 80 letters. A first name is enough.")


class NotOverYet(LearningError):
    """Nobody is absent before the end."""

    code = "not-over-yet"
    message = _("The meetup is not over yet. Who is missing now may still come.")


class NobodyNoted(LearningError):
    """Where nobody was noted, nobody is absent either: the door was not used."""

    code = "nobody-noted"
    message = _("Nobody was noted as being there, so nobody is noted as missing either.")


class CodeClosed(LearningError):
    """The code is taken around the meetup only."""

    code = "code-closed"
    message = _("The code is taken from half an hour before the meetup until half an hour after it.")


class WrongCode(LearningError):
    """Not the code of now, nor of a minute ago."""

    code = "wrong-code"
    message = _("That is not the code of this minute. Look at it again: it changes every minute.")


class TooManyTries(LearningError):
    """The code was guessed too often."""

    code = "too-many-tries"
    message = _("That were eight tries. Wait ten minutes, or ask the person at the door to note you.")


class ClaimGone(LearningError):
    """Nobody waits behind this link: it was renewed, taken back, or somebody else used it."""

    code = "claim-gone"
    message = _("This link does not lead to anything any more.")
