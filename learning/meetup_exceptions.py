"""What groups, meetups and their seats refuse, in words for the person who asked."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from learning.exceptions import LearningError


class MeetupStarted(LearningError):
    """Answers are taken until the meetup begins."""

    code = "meetup-started"
    message = _(
        "This meetup has begun, so answers are closed. Come by: the person at the door can let you in."
    )


class MeetupCancelled(LearningError):
    """The meetup does not take place."""

    code = "meetup-cancelled"
    message = _("This meetup is cancelled. If it takes place after all, your place is still yours.")


class NoSuchSeats(LearningError):
    """The meetup has no seats of this kind: it is not online, or not in a room."""

    code = "no-such-seats"
    message = _("This meetup has no seats of this kind. Choose another way to come.")

    def __init__(self, *, kinds=()) -> None:
        self.kinds = frozenset(kinds)
        super().__init__()


class SeatGone(LearningError):
    """The wished seat is taken; what one has stays."""

    code = "seat-gone"
    message = _("These seats are all taken meanwhile. What you had before is still yours.")


class NoOffer(LearningError):
    """There is no offer to accept."""

    code = "no-offer"
    message = _("There is no seat on offer for you right now. Your answer is as it was.")


class OfferLapsed(LearningError):
    """The time to accept is over."""

    code = "offer-lapsed"
    message = _(
        "The time to say yes to this seat is over, and it goes to the next person. You can ask again."
    )


class NotInTheGroup(LearningError):
    """The group's meetups are for its members."""

    code = "not-in-the-group"
    message = _("This meetup is for the members of its group. Ask to join the group first.")


class Clash(LearningError):
    """The member has a confirmed seat elsewhere at the same time."""

    code = "clash"

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _("You have a seat at “{name}” at the same time. Give that one up first.").format(name=name)
        )


class MeetupOver(LearningError):
    """What is over cannot be moved or cancelled."""

    code = "meetup-over"
    message = _("This meetup is over, so it can no longer be changed.")


class SeatsInUse(LearningError):
    """More people have a seat than there would be; nobody's seat is taken away."""

    code = "seats-in-use"

    def __init__(self, *, people: int) -> None:
        words = ngettext(
            "{count} person has a seat. Ask them first, or keep at least as many seats.",
            "{count} people have a seat. Ask some of them first, or keep at least as many seats.",
            people,
        )
        super().__init__(words.format(count=people))


class GroupClosed(LearningError):
    """The group is over, or not open yet."""

    code = "group-closed"
    message = _("This group takes nobody in right now. Its chapter may have another one.")


class LastOrganizer(LearningError):
    """A group is never without an organizer."""

    code = "last-organizer"
    message = _("You are the last organizer of this group. Make somebody else an organizer first.")


class SlotTaken(LearningError):
    """Somebody else has the slot."""

    code = "slot-taken"
    message = _("Somebody else has claimed this slot meanwhile. Another one may be free.")


class SlotNotYours(LearningError):
    """What is asked does not fit how the slot stands now."""

    code = "slot-not-yours"
    message = _("This slot has changed meanwhile. Look at how it stands now.")


class TooEarly(LearningError):
    """A talk is given at the meetup, not before."""

    code = "too-early"
    message = _("A talk can be noted as given once the meetup has begun.")
