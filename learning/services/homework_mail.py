"""Puts the letters of homework into the ledger, once for each change, in the transaction of the change."""

from datetime import UTC, datetime, timedelta

from cms.services import messages
from learning.models import PeerReview, Submission, SubmissionVersion

from . import reviewers

WINDOW = timedelta(minutes=10)
#: Longer than any transaction: what was handed in at the end of a window is written down before its letter is.
GRACE = timedelta(minutes=2)


def window_of(*, at: datetime) -> tuple[datetime, datetime]:
    """The stretch of ten minutes, the same for everybody, that this moment lies in."""
    seconds = int(WINDOW.total_seconds())
    start = int(at.timestamp()) // seconds * seconds
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(start + seconds, UTC)


def waits(*, submission: Submission) -> None:
    """Tell reviewers of what was handed in: one letter each for all of the same ten minutes, sent when they are over."""
    if submission.waiting_since is None:
        return
    start, end = window_of(at=submission.waiting_since)
    messages.queue_for_each(
        kind="learning.homework_waiting",
        recipients=reviewers.to_tell(submission=submission),
        dedupe_key=f"learning.homework_waiting:{int(start.timestamp())}",
        about="learning.submission",
        context={"start": start.isoformat(), "end": end.isoformat()},
        due_at=end + GRACE,
    )


def answered(*, submission: Submission, version: SubmissionVersion) -> None:
    """Tell the learner that it is their turn: one letter for one answer, however many notes it has."""
    since = submission.waiting_since
    _tell(submission, "answered", f"{version.n}:{since.timestamp() if since else 0}")


def accepted(*, submission: Submission) -> None:
    """Tell the learner that the homework is accepted."""
    at = submission.accepted_at
    _tell(submission, "accepted", str(at.timestamp() if at else 0))


def read_by_peer(*, review: PeerReview) -> None:
    """Tell the learner that another learner has read the homework."""
    _tell(review.submission, "read", str(review.pk), review=review.pk)


def _tell(submission: Submission, what: str, once: str, **context: int) -> None:
    messages.queue(
        kind=f"learning.homework_{what}",
        recipient=submission.member,
        dedupe_key=f"learning.homework_{what}:{submission.pk}:{once}",
        about=f"learning.submission:{submission.pk}",
        context={"submission": submission.pk, **context},
    )
