"""What mentoring refuses, in words for the person asking."""

from django.utils.translation import gettext_lazy as _

from cms.exceptions import Refusal


class MentorshipError(Refusal):
    """The base of what the mentorship app refuses."""


class RoundClosed(MentorshipError):
    code = "round_closed"
    message = _("This round does not take applications right now. What you wrote is kept.")


class RequestsClosed(MentorshipError):
    code = "requests_closed"
    message = _("In this round nobody can be asked right now. The organizers will propose a pair.")


class RoundOver(MentorshipError):
    code = "round_over"
    message = _(
        "This round is over, so no new pair begins in it. Look for the next one on the mentoring page."
    )


class LetInNoMore(MentorshipError):
    """A decision other than a no, in a round that has ended."""

    code = "let_in_no_more"
    message = _("This round is over, so nobody is let in any more. Who still waits can be told no, kindly.")


class Incomplete(MentorshipError):
    """Something is missing before the application can be sent; `missing` names the steps."""

    code = "incomplete"
    message = _("Something is still missing. What you wrote is kept.")

    def __init__(self, missing: dict[str, list]) -> None:
        super().__init__()
        self.missing = missing


class NotNow(MentorshipError):
    """The object has left the state in which this was possible."""

    code = "not_now"

    def __init__(self, state: str) -> None:
        super().__init__(_("That is no longer possible. It now stands at: {state}.").format(state=state))
        self.state = state


class ReasonMissing(MentorshipError):
    code = "reason_missing"
    message = _("Say in a sentence why. The person will read it.")


class BelowSeatsTaken(MentorshipError):
    code = "below_seats_taken"

    def __init__(self, taken: int) -> None:
        super().__init__(
            _("You work with {taken} people now, so you cannot offer fewer places than that.").format(
                taken=taken
            )
        )


class SaidNo(MentorshipError):
    code = "said_no"
    message = _(
        "They have answered with no in this round. Ask somebody else, or tell the organizers what you look for."
    )


class TooManyOpen(MentorshipError):
    code = "too_many_open"
    message = _(
        "You have asked three mentors who have not answered yet. Wait for one of them, or withdraw a request."
    )


class RankTwice(MentorshipError):
    code = "rank_twice"
    message = _("Give each place on your list to one mentor only.")


class WeightsRefused(MentorshipError):
    code = "weights_refused"

    def __init__(self, total: int) -> None:
        words = _("The six weights are whole numbers from 0 and sum to 100. These sum to {total}.")
        super().__init__(words.format(total=total))


class AlreadyMatching(MentorshipError):
    code = "already_matching"
    message = _("This round is being matched right now. Wait for the result, or cancel it first.")


class PinsClash(MentorshipError):
    """What an organizer wants of a pair cannot be; the message names what clashes."""

    code = "pins_clash"


class SeatTaken(MentorshipError):
    code = "no_free_seat"
    message = _("The last free place has been taken in the meantime. No pair was made.")


class Expired(MentorshipError):
    code = "expired"
    message = _("The time to answer is over. The newcomer may ask again.")


class RuleBroken(MentorshipError):
    """A hard rule forbids the pair; the message does not tell what is another person's secret."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)


class Unavailable(MentorshipError):
    """Something between the two forbids it; which of them wanted it so is told to nobody."""

    code = "unavailable"
    message = _("This person is not available right now.")


class StillApart(MentorshipError):
    """A pair on hold whose two people a decision keeps apart does not go on."""

    code = "still_apart"
    message = _("The two are kept apart. Take that decision back first, then let the pair go on.")


class NotAhead(MentorshipError):
    code = "not_ahead"
    message = _("Choose a time that is still ahead, within a year.")


class SameTime(MentorshipError):
    code = "same_time"
    message = _("The two of you already have a meeting at that time.")


class TheirsToConfirm(MentorshipError):
    code = "theirs_to_confirm"
    message = _("You proposed it, so the other one confirms it.")


class TooMany(MentorshipError):
    code = "too_many"
    message = _("That is as many as a pair can have at once. Finish or remove one first.")


class ClosingOver(MentorshipError):
    code = "closing_over"
    message = _("Two months after the end of a pair its last page is closed. What was written there is kept.")


class ThankedAlready(MentorshipError):
    code = "thanked_already"
    message = _("You have thanked them already. One note reaches them, and it stays as it was.")


class AnswerRefused(MentorshipError):
    """An answer that does not fit its question."""

    code = "answer_refused"

    def __init__(self, question: str, why: str) -> None:
        super().__init__(_("{question}: {why}").format(question=question, why=why))


class OwnApplication(MentorshipError):
    code = "own_application"
    message = _("This is your own application, so somebody else reads it and decides.")


class DecidedAlready(MentorshipError):
    code = "decided_already"
    message = _(
        "It has been decided so already, with other words, and those are what the person reads. Yours were not sent."
    )


class AlreadyScored(MentorshipError):
    code = "already_scored"
    message = _(
        "You have scored this application. Scores stay as they were given, because you now see those of others."
    )


class NothingToTakeOver(MentorshipError):
    code = "nothing_to_take_over"
    message = _("This round asks everything that the other one does.")


class NotAsked(MentorshipError):
    """How it goes is answered when it is asked, and for a while after that."""

    code = "not_asked"
    message = _("This question is not open right now. If something is on your mind, write to the organizers.")


class EnoughQuestions(MentorshipError):
    code = "enough_questions"
    message = _("You have written five times before an answer. What is left to ask can wait until a yes.")


class ChangedMeanwhile(MentorshipError):
    code = "changed_meanwhile"
    message = _("The other one has changed this in the meantime. Read it, then save yours again.")
