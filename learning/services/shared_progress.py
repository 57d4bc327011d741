"""What learning tells mentoring about somebody's progress, and nothing beyond: the tracks they follow, which lessons are
done and their topics, and where they are stuck. No answer, no homework, no date of a visit.

Who may ask is for the asker to settle: the learner for themselves, a mentor with the learner's consent.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cms.models import Member
from cms.services.structure import SiteFacts
from learning.models import CheckpointAnswer, Enrollment, LessonProgress, LessonTopic, TrackTopic

from . import standings, tracks
from .library import Entry, library
from .standings import Standing

#: So many tries of a checkpoint without success, and somebody is stuck there.
TRIES = 3
MOST = 5


@dataclass(frozen=True, slots=True)
class Followed:
    """A track by its name, how far somebody is on it, and the lesson they go on with."""

    title: str
    url: str
    done: int
    lessons: int
    next: str = ""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A lesson that is finished and still shaky, or a checkpoint in it that was tried so often without success."""

    lesson: Entry
    block_id: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """What a mentor may see of a learner who lets them."""

    tracks: tuple[Followed, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    done: Mapping[UUID, datetime] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.tracks or self.stuck)


def shared(*, member: Member, facts: SiteFacts | None, language: str, stamp: int) -> Shared:
    """All of it, by the names of a language; what not everybody may read is left out. Three queries."""
    if facts is None:
        return Shared()
    enrollments = Enrollment.objects.filter(member=member, state=Enrollment.State.ACTIVE)
    mine = Standing({row.track_key: row for row in enrollments}, standings.all_progress(member=member))
    known = tracks.outlines(facts=facts, language=language, stamp=stamp)
    ways = [standings.walk(outline=each, standing=mine) for each in known if each.key in mine.enrollments]
    entries = library(facts=facts, language=language, stamp=stamp).entries
    return Shared(
        tracks=tuple(
            Followed(
                title=way.track.title,
                url=way.track.url,
                done=sum(step.state == LessonProgress.State.DONE for step in way.steps),
                lessons=len(way.steps),
                next=way.next.title if way.next else "",
            )
            for way in ways[:MOST]
        ),
        stuck=_stuck(member, mine, entries),
        done={key: row.done_at for key, row in mine.progress.items() if row.done_at},
    )


def _stuck(member: Member, mine: Standing, entries: Mapping[UUID, Entry]) -> tuple[Stuck, ...]:
    """Checkpoints first, the one tried most before the others; then what is shaky, the latest first."""
    tried = CheckpointAnswer.objects.filter(member=member, correct=False, attempts__gte=TRIES)
    at = [
        Stuck(entries[row.lesson_key], row.block_id, row.attempts)
        for row in tried.order_by("-attempts", "-answered_at", "pk")
        if row.lesson_key in entries
    ]
    named = {one.lesson.key for one in at}
    shaky = [
        (row.done_at, row.pk, row.lesson_key)
        for row in mine.progress.values()
        if row.confidence == LessonProgress.Confidence.SHAKY and row.done_at
        if row.lesson_key in entries and row.lesson_key not in named
    ]
    return (*at, *(Stuck(entries[key]) for _at, _pk, key in sorted(shaky, reverse=True)))[:MOST]


def done_since(*, member: Member, lesson_keys: Collection[UUID]) -> dict[UUID, datetime]:
    """Since when this member has done each of these lessons; one that is not done is left out. One query, or none."""
    if not lesson_keys:
        return {}
    done = LessonProgress.objects.filter(
        member=member, lesson_key__in=lesson_keys, state=LessonProgress.State.DONE, done_at__isnull=False
    )
    return {key: moment for key, moment in done.values_list("lesson_key", "done_at") if moment}


def topics_done(*, member: Member) -> dict[UUID, bool]:
    """The topics of what this member finished, by topic key: True where a whole track about it is done. Two queries."""
    tracks = Enrollment.objects.filter(member=member, state=Enrollment.State.DONE).values("track_key")
    lessons = LessonProgress.objects.filter(member=member, state=LessonProgress.State.DONE).values(
        "lesson_key"
    )
    of_lessons = LessonTopic.objects.filter(lesson__translation_key__in=lessons)
    of_tracks = TrackTopic.objects.filter(track__translation_key__in=tracks)
    return dict.fromkeys(of_lessons.values_list("topic__translation_key", flat=True), False) | dict.fromkeys(
        of_tracks.values_list("topic__translation_key", flat=True), True
    )
