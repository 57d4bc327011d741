"""Reads what a certificate rests on: the track, its lessons and homework and when they were done, in each language."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from cms.models import Member
from learning.models import (
    Enrollment,
    Exercise,
    LessonPage,
    LessonProgress,
    Submission,
    TrackItem,
    TrackPage,
)


def collect(*, enrollment: Enrollment) -> dict[str, Any] | None:
    """Everything that is frozen with a certificate, as JSON. None when there is no such track anywhere any more.

    Days are the member's own: a lesson finished in Portland at eleven at night was finished that day.
    """
    pages = TrackPage.objects.filter(translation_key=enrollment.track_key, alias_of=None).order_by("pk")
    tracks = list(pages.values_list("pk", "locale__language_code", "title", "live_revision_id"))
    if not tracks:
        return None
    first_pk, language, _title, revision = tracks[0]
    keys = _asked(first_pk, enrollment.track_key)
    lessons = _lessons(enrollment.member, keys)
    return {
        "version": 1,
        "language": language,
        "titles": {code: title for _pk, code, title, _revision in tracks},
        "track_revision": revision,
        "finished_on": _day(enrollment.done_at, enrollment.member),
        "minutes": sum(lesson["minutes"] for lesson in lessons),
        "lessons": lessons,
        "homework": _homework(enrollment.member, keys),
    }


def _asked(track_pk: int, track_key: UUID) -> list[UUID]:
    """The lessons that count, in the order of the track: those any language requires; all of them if none is required."""
    items = TrackItem.objects.filter(module__track__translation_key=track_key).order_by(
        "module__sort_order", "module__pk", "sort_order", "pk"
    )
    columns = ("lesson__translation_key", "required", "module__track_id")
    rows = sorted(items.values_list(*columns), key=lambda row: row[2] != track_pk)
    required = {key for key, is_required, _track in rows if is_required}
    return list(dict.fromkeys(key for key, _required, _track in rows if not required or key in required))


def _lessons(member: Member, keys: list[UUID]) -> list[dict[str, Any]]:
    """Those of the lessons that are done; one added after the track was finished is not, and does not count."""
    rows = LessonProgress.objects.filter(member=member, lesson_key__in=keys, state=LessonProgress.State.DONE)
    done = {
        key: (moment, revision)
        for key, moment, revision in rows.values_list("lesson_key", "done_at", "done_revision")
        if moment
    }
    pages: dict[UUID, list[tuple]] = {}
    columns = ("translation_key", "locale__language_code", "title", "teach_minutes", "practice_minutes")
    originals = LessonPage.objects.filter(translation_key__in=done, alias_of=None).order_by("pk")
    for key, *facts in originals.values_list(*columns):
        pages.setdefault(key, []).append(tuple(facts))
    return [
        {
            "key": str(key),
            "language": pages[key][0][0],
            "titles": {code: title for code, title, _teach, _practice in pages[key]},
            "minutes": pages[key][0][2] + pages[key][0][3],
            "done_at": done[key][0].isoformat(),
            "revision": done[key][1],
        }
        for key in keys
        if key in pages
    ]


def _homework(member: Member, keys: list[UUID]) -> list[dict[str, Any]]:
    """The homework of these lessons that was accepted, in the order in which it was."""
    accepted = Submission.objects.filter(
        member=member, lesson_key__in=keys, state=Submission.State.ACCEPTED
    ).order_by("accepted_at", "pk")
    rows = list(accepted.values_list("exercise_key", "accepted_at"))
    titles: dict[UUID, dict[str, str]] = {key: {} for key, _moment in rows}
    known = Exercise.objects.filter(translation_key__in=titles).order_by("pk")
    for key, language, title in known.values_list("translation_key", "locale__language_code", "title"):
        titles[key][language] = title
    return [
        {"key": str(key), "titles": titles[key], "accepted_at": moment.isoformat()}
        for key, moment in rows
        if moment
    ]


def _day(moment: Any, member: Member) -> str:
    return timezone.localtime(moment, member.zone).date().isoformat()
