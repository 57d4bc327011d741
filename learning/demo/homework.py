"""Plants the demo's homework: who helps, what was handed in, and what was said to it, in the past as the data says."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale

from cms.demo import people
from cms.demo.reading import load
from cms.models import Member
from learning.models import Exercise, LessonPage, ReviewNote, Submission, SubmissionVersion
from learning.services import peer_reviews, submissions
from learning.services.notes import NewNote

HERE = Path(__file__).resolve().parent
ANSWERS = {"ask": submissions.ask, "accept": submissions.accept}


def plant() -> None:
    """Helpers, homework in every state a helper meets, and one piece that is taken."""
    data = load("homework.yaml", HERE)
    for key in data["helpers"]:
        people.member(key).groups.add(Group.objects.get(name="Helpers"))
    for record in data["homework"]:
        member, exercise = people.member(record["person"]), _exercise(record["exercise"])
        if Submission.objects.filter(member=member, exercise_key=exercise.translation_key).exists():
            continue
        for each in record["rounds"]:
            _round(member, exercise, _lesson(record["exercise"]), each)
    for record in data["drafts"]:
        submissions.save_draft(
            member=people.member(record["person"]),
            exercise=_exercise(record["exercise"]),
            text=record["text"],
            url="",
        )
    for record in data["withdrawn"]:
        member, exercise = people.member(record["person"]), _exercise(record["exercise"])
        row = submissions.hand_in(
            member=member, exercise=exercise, lesson=_lesson(record["exercise"]), text=record["text"], url=""
        )
        submissions.withdraw(member=member, submission=row)
    for record in data["peers"]:
        member = people.member(record["person"])
        review = peer_reviews.offer(member=member, exercise=_exercise(record["exercise"]))
        peer_reviews.write(reviewer=member, submission=review.submission, notes=_notes(record))
    for claim in data["claims"]:
        row = Submission.objects.get(
            member=people.member(claim["person"]), exercise_key=_exercise(claim["exercise"]).translation_key
        )
        submissions.claim(helper=people.member(claim["by"]), submission=row)
        _rows(row).update(claim_until=timezone.now() + timedelta(hours=claim["hours"]))


def _round(member: Member, exercise: Exercise, lesson: LessonPage, record: dict[str, Any]) -> None:
    """One version, and the answer to it where there is one."""
    row = submissions.hand_in(
        member=member,
        exercise=exercise,
        lesson=lesson,
        text=record.get("text", ""),
        url=record.get("url", ""),
    )
    at = _ago(record["hours_ago"])
    version = SubmissionVersion.objects.filter(submission=row).order_by("-n")[:1]
    SubmissionVersion.objects.filter(pk__in=version.values("pk")).update(handed_in_at=at)
    _rows(row).filter(waiting_since__isnull=False).update(waiting_since=at)
    if answer := record.get("answer"):
        helper = people.member(answer["by"])
        ANSWERS[answer["verdict"]](helper=helper, submission=row, notes=_notes(answer))
        then = _ago(answer["hours_ago"])
        ReviewNote.objects.filter(version__submission=row, author=helper).update(created_at=then)
        _rows(row).filter(waiting_since__isnull=False).update(waiting_since=then)
        _rows(row).filter(accepted_at__isnull=False).update(accepted_at=then)


def _notes(record: dict[str, Any]) -> list[NewNote]:
    return [NewNote(note["body"], note["kind"], note.get("at")) for note in record["notes"]]


def _rows(row: Submission) -> Any:
    return Submission.objects.filter(pk=row.pk)


def _ago(hours: int) -> Any:
    return timezone.now() - timedelta(hours=hours)


def _exercise(name: str) -> Exercise:
    return Exercise.objects.get(import_source=name, locale=Locale.get_default())


def _lesson(name: str) -> LessonPage:
    return LessonPage.objects.get(import_source=name.partition("#")[0], locale=Locale.get_default())
