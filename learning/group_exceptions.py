"""What planning and running a study group refuses, in words for its organizer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from learning.exceptions import LearningError


class NotADraft(LearningError):
    """Only a draft can be planned; an open group is changed on its own screens."""

    code = "not-a-draft"
    message = _("This group is open already. Change it on its own page.")


class NothingToLearn(LearningError):
    """A group follows a track, or a course elsewhere."""

    code = "nothing-to-learn"
    message = _("Choose a track, or name the course elsewhere that you follow together.")


class NoMeetings(LearningError):
    """A group that never meets is no group."""

    code = "no-meetings"
    message = _("There is no meeting to come in this plan. Choose other days, or skip fewer dates.")


class MeetingsOverlap(LearningError):
    """Meetings of the plan overlap each other, or something else there; the organizer says that it is meant."""

    code = "meetings-overlap"
    message = _("Some dates overlap with something else. Skip them, or tick that you want them anyway.")


class NoChapterPage(LearningError):
    """The page of a group stands below the page of its chapter."""

    code = "no-chapter-page"
    message = _(
        "Your chapter has no published page yet, and the group's page stands below it. Ask an editor."
    )


class GroupOver(LearningError):
    """What is finished or cancelled stays as it was."""

    code = "group-over"
    message = _("This group is over, so it can no longer be changed.")


class SeatsTaken(LearningError):
    """People have answered for seats of a kind the group would no longer have."""

    code = "seats-taken"

    def __init__(self, *, people: int) -> None:
        words = ngettext(
            "{count} person comes this way to a meetup ahead. Ask them first.",
            "{count} people come this way to meetups ahead. Ask them first.",
            people,
        )
        super().__init__(words.format(count=people))


class ProgramChanged(LearningError):
    """Meetups or lessons have changed since the plan was shown, or it was written already."""

    code = "program-changed"
    message = _("The meetups or their lessons have changed meanwhile. Look at the plan again.")
