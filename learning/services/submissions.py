"""Homework from draft to accepted. Every change locks the submission: of two at once the second sees the first."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services import events
from cms.services.retry import retried
from learning.exceptions import (
    ClaimedByOther,
    NewerVersion,
    NothingNew,
    NotNow,
    NotYours,
    TooManyVersions,
    UnusableNote,
)
from learning.models import Exercise, LessonPage, Submission, SubmissionVersion

from . import contents, homework_mail, reviewers
from . import notes as review_notes
from .notes import NewNote

State = Submission.State
CLAIM = timedelta(hours=24)
MOST_VERSIONS = 100
UNCLAIMED: dict[str, Any] = {"claimed_by": None, "claim_until": None}
NOT_ACCEPTED: dict[str, Any] = {"accepted_by": None, "accepted_at": None}


@retried
@transaction.atomic
def save_draft(*, member: Member, exercise: Exercise, text: str, url: str) -> Submission:
    """Keep what was typed without handing it in. Changes no state. Raises NotHandedInHere, UnusableHandIn."""
    given = contents.draft(exercise=exercise, text=text, url=url)
    row = _own(member, exercise)
    row.draft_text, row.draft_url = given.text, given.url
    row.save(update_fields=["draft_text", "draft_url"])
    return row


@retried
@transaction.atomic
def hand_in(
    *, member: Member, exercise: Exercise, lesson: LessonPage | None, text: str, url: str
) -> Submission:
    """Hand in a version; it waits for a reviewer, and what was accepted is not any more.

    The same content again is the same version: nothing happens while it waits or is accepted, and what was taken
    back stands again. `lesson` is where it was handed in. While it waits already, its place in the line stays.
    Raises NotHandedInHere, UnusableHandIn, NothingNew, TooManyVersions.
    """
    given = contents.read(exercise=exercise, text=text, url=url)
    row = _own(member, exercise)
    latest = row.versions.first()
    is_same = latest is not None and latest.digest == given.digest
    if is_same and row.state == State.WAITING_LEARNER:
        raise NothingNew
    if not is_same:
        latest = _append(row, latest.n + 1 if latest else 1, given)
    row.draft_text = row.draft_url = ""
    row.save(update_fields=["draft_text", "draft_url"])
    if is_same and row.is_handed_in:
        return row
    waited = row.state == State.WAITING_REVIEW
    _move(
        row,
        actor=member,
        verb="hand_in",
        to=State.WAITING_REVIEW,
        data={"version": latest.n if latest else 0},
        waiting_since=row.waiting_since if waited else timezone.now(),
        lesson_key=lesson.translation_key if lesson else row.lesson_key,
        **NOT_ACCEPTED,
    )
    if not waited:
        homework_mail.waits(submission=row)
    return row


@retried
@transaction.atomic
def withdraw(*, member: Member, submission: Submission) -> Submission:
    """Take one's homework back; handing it in again undoes that. Twice is once. Raises NotYours, NotNow."""
    row = _locked(submission)
    if row.member_id != member.pk:
        raise NotYours
    if row.state == State.WITHDRAWN:
        return row
    _require(row, *Submission.WAITING)
    return _move(row, actor=member, verb="withdraw", to=State.WITHDRAWN, waiting_since=None, **UNCLAIMED)


@retried
@transaction.atomic
def claim(*, helper: Member, submission: Submission) -> Submission:
    """Say that one reads this one; it ends by itself after a day. Claiming one's own again changes nothing.

    Raises NotYours, NotNow, ClaimedByOther.
    """
    row = _reviewed(helper, submission)
    _require(row, State.WAITING_REVIEW)
    if row.is_claimed_by(helper):
        return row
    until = timezone.now() + CLAIM
    return _move(row, actor=helper, verb="claim", to=row.state, claimed_by=helper, claim_until=until)


@retried
@transaction.atomic
def release(*, helper: Member, submission: Submission) -> Submission:
    """Give a claim back. What is not claimed stays so. Raises NotYours, ClaimedByOther."""
    row = _reviewed(helper, submission)
    if not row.is_claimed:
        return row
    return _move(row, actor=helper, verb="release", to=row.state, **UNCLAIMED)


@retried
@transaction.atomic
def ask(
    *, helper: Member, submission: Submission, notes: Sequence[NewNote], seen: int | None = None
) -> Submission:
    """Answer with at least one note: now it is the learner's turn. The same form sent twice is one answer.

    `seen` is the number of the version that was read. Raises NotYours, NotNow, ClaimedByOther, NewerVersion, UnusableNote.
    """
    row, version, said = _answer(helper, submission, notes, seen)
    if not said:
        raise UnusableNote
    if row.state == State.WAITING_LEARNER and review_notes.are_written(
        version=version, author=helper, notes=said
    ):
        return row
    _require(row, State.WAITING_REVIEW)
    review_notes.write(version=version, author=helper, notes=said)
    data = {"version": version.n, "notes": len(said)}
    now = timezone.now()
    _move(row, actor=helper, verb="ask", to=State.WAITING_LEARNER, data=data, waiting_since=now, **UNCLAIMED)
    homework_mail.answered(submission=row, version=version)
    return row


@retried
@transaction.atomic
def accept(
    *, helper: Member, submission: Submission, notes: Sequence[NewNote] = (), seen: int | None = None
) -> Submission:
    """Accept the homework as it is, with or without notes. Twice is once; accepting never marks a lesson done.

    `seen` is the number of the version that was read. Raises NotYours, NotNow, ClaimedByOther, NewerVersion, UnusableNote.
    """
    row, version, said = _answer(helper, submission, notes, seen)
    if row.accepted_by_id == helper.pk and review_notes.are_written(
        version=version, author=helper, notes=said
    ):
        return row
    _require(row, *Submission.WAITING)
    review_notes.write(version=version, author=helper, notes=said)
    _move(
        row,
        actor=helper,
        verb="accept",
        to=State.ACCEPTED,
        data={"version": version.n, "notes": len(said)},
        accepted_by=helper,
        accepted_at=timezone.now(),
        waiting_since=None,
        **UNCLAIMED,
    )
    homework_mail.accepted(submission=row)
    return row


def _answer(
    helper: Member, submission: Submission, notes: Sequence[NewNote], seen: int | None
) -> tuple[Submission, SubmissionVersion, list[NewNote]]:
    """The locked submission, its latest version, and the notes as they may be kept."""
    row = _reviewed(helper, submission)
    version = row.versions.first()
    if version is None:
        raise NotNow(row.get_state_display())
    if seen is not None and seen != version.n:
        raise NewerVersion
    return row, version, review_notes.cleaned(version=version, notes=notes)


def _own(member: Member, exercise: Exercise) -> Submission:
    row, _made = Submission.objects.get_or_create(member=member, exercise_key=exercise.translation_key)
    return _locked(row)


def _locked(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",)).select_related("member")
    return rows.get(pk=submission.pk)


def _reviewed(helper: Member, submission: Submission) -> Submission:
    """The locked submission, if this helper may review it and nobody else holds it."""
    row = _locked(submission)
    if not reviewers.may_review(helper=helper, submission=row) or row.state == State.DRAFT:
        raise NotYours
    if row.is_claimed and not row.is_claimed_by(helper):
        raise ClaimedByOther(row.claimed_by.name if row.claimed_by else "")
    return row


def _require(row: Submission, *states: str) -> None:
    if row.state not in states:
        raise NotNow(row.get_state_display())


def _append(row: Submission, n: int, given: contents.Content) -> SubmissionVersion:
    if n > MOST_VERSIONS:
        raise TooManyVersions
    return SubmissionVersion.objects.create(
        submission=row, n=n, text=given.text, url=given.url, digest=given.digest, handed_in_at=timezone.now()
    )


def _move(
    row: Submission, *, actor: Member, verb: str, to: str, data: dict[str, Any] | None = None, **fields: Any
) -> Submission:
    """Write the new state of a locked row, and that it happened."""
    before, row.state = row.state, to
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])
    events.record(
        actor=actor,
        object=f"learning.submission:{row.pk}",
        verb=verb,
        before=before,
        after=to,
        data={"exercise": str(row.exercise_key), **(data or {})},
    )
    return row
