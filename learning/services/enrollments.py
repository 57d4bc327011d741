"""Following a track: start, pause, resume, leave. Done is worked out from the lessons, stamped once, never taken back."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.models import Member
from cms.services import events
from learning.exceptions import NotFollowing
from learning.models import Enrollment, LessonProgress

from . import certificates, tracks

State = Enrollment.State


@transaction.atomic
def start(*, member: Member, track_key: UUID) -> Enrollment:
    """Follow a track, or take it up again after a pause or after leaving. Starting twice is one enrollment."""
    enrollment, made = Enrollment.objects.get_or_create(
        member=member,
        track_key=track_key,
        defaults={"started_at": timezone.now(), "known_lessons": partial(_lessons_now, track_key)},
    )
    if made:
        _record(enrollment, "start", "")
    elif enrollment.state in {State.PAUSED, State.LEFT}:
        enrollment = _move(enrollment, "start", State.ACTIVE, {State.PAUSED, State.LEFT})
    stamp_done(member=member, track_keys={track_key})
    enrollment.refresh_from_db()
    return enrollment


@transaction.atomic
def pause(*, member: Member, track_key: UUID) -> Enrollment:
    """Set a track aside without leaving it. Raises NotFollowing."""
    return _move(_followed(member, track_key), "pause", State.PAUSED, {State.ACTIVE})


@transaction.atomic
def resume(*, member: Member, track_key: UUID) -> Enrollment:
    """Take up a paused track. Raises NotFollowing."""
    return _move(_followed(member, track_key), "resume", State.ACTIVE, {State.PAUSED})


@transaction.atomic
def leave(*, member: Member, track_key: UUID) -> Enrollment:
    """Stop following a track; what was learned stays. Leaving twice is leaving once. Raises NotFollowing."""
    enrollment = Enrollment.objects.filter(member=member, track_key=track_key).first()
    if enrollment is None:
        raise NotFollowing
    return _move(enrollment, "leave", State.LEFT, {State.ACTIVE, State.PAUSED})


@transaction.atomic
def stamp_done(*, member: Member, track_keys: set[UUID]) -> list[Enrollment]:
    """Stamp the followed tracks among these whose lessons are all done. Returns those stamped now."""
    # Locked, so that of two last lessons marked at once the second sees the first.
    open_ones = list(
        Enrollment.objects.select_for_update()
        .filter(member=member, track_key__in=track_keys, state__in=[State.ACTIVE, State.PAUSED])
        .order_by("pk")
    )
    if not open_ones:
        return []
    asked = tracks.lesson_keys(track_keys={each.track_key for each in open_ones}, member=member)
    done = set(
        LessonProgress.objects.filter(member=member, state=LessonProgress.State.DONE).values_list(
            "lesson_key", flat=True
        )
    )
    finished = [each for each in open_ones if _is_finished(asked.get(each.track_key, {}), done)]
    return [_move(each, "done", State.DONE, {State.ACTIVE, State.PAUSED}) for each in finished]


def _is_finished(lessons: dict[UUID, bool], done: set[UUID]) -> bool:
    """Whether every required lesson is done; in a track of optional lessons only, every one of them."""
    counted = {key for key, required in lessons.items() if required} or set(lessons)
    return bool(counted) and counted <= done


def _lessons_now(track_key: UUID) -> list[str]:
    """The lessons of a track, to know later which are new."""
    return sorted(str(key) for key in tracks.lesson_keys(track_keys={track_key}).get(track_key, ()))


def _followed(member: Member, track_key: UUID) -> Enrollment:
    enrollment = Enrollment.objects.filter(member=member, track_key=track_key).first()
    if enrollment is None or enrollment.state == State.LEFT:
        raise NotFollowing
    return enrollment


def _move(
    enrollment: Enrollment, verb: str, to: Enrollment.State, sources: set[Enrollment.State]
) -> Enrollment:
    """Change the state if it is still one of the sources: the first of two submits does it, the second finds it done."""
    changes: dict = {"state": to}
    if to == State.DONE and enrollment.done_at is None:
        changes |= {"done_at": timezone.now(), "known_lessons": _lessons_now(enrollment.track_key)}
    before = enrollment.state
    moved = Enrollment.objects.filter(pk=enrollment.pk, state__in=sources).update(**changes)
    enrollment.refresh_from_db()
    if moved:
        _record(enrollment, verb, before)
    if moved and to == State.DONE:
        certificates.issue(enrollment=enrollment)
    return enrollment


def _record(enrollment: Enrollment, verb: str, before: str) -> None:
    events.record(
        actor=enrollment.member,
        object=f"learning.enrollment:{enrollment.pk}",
        verb=verb,
        before=before,
        after=enrollment.state,
        data={"track": str(enrollment.track_key)},
    )
