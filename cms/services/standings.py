"""How chapters stand right now: read fresh each time, because days pass without anybody publishing anything."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from cms import chapter_status, coming
from cms.chapter_status import Facts, Standing, Status, Why
from cms.coming import Coming
from cms.models import Chapter, ChapterRole


@dataclass(frozen=True, slots=True)
class Known:
    """How a chapter stands, what comes next, and how many people organize it."""

    standing: Standing
    coming: Coming | None
    organizers: int


def of(*, chapters: Collection[Chapter]) -> dict[int, Known]:
    """What is known of each of these chapters, by its key, in two statements."""
    keys = [chapter.pk for chapter in chapters]
    nexts = coming.next_of(keys)
    organizers = organized(keys=keys)
    now = timezone.localtime()
    return {
        chapter.pk: Known(
            _standing(chapter, nexts.get(chapter.pk), organizers.get(chapter.pk, 0), now),
            nexts.get(chapter.pk),
            organizers.get(chapter.pk, 0),
        )
        for chapter in chapters
    }


def of_one(*, chapter: Chapter, organizers: int) -> Standing:
    """How a chapter with so many organizers stands. What comes next is asked only where it can make a difference."""
    now = timezone.localtime()
    found = _standing(chapter, None, organizers, now)
    if found.status in {Status.ACTIVE, Status.CLOSED} or found.why == Why.RESTING:
        return found
    return _standing(chapter, coming.next_of([chapter.pk]).get(chapter.pk), organizers, now)


def organized(*, keys: Collection[int]) -> dict[int, int]:
    """How many people with an open account organize each of these chapters."""
    rows = ChapterRole.objects.open().filter(chapter__in=keys, kind=ChapterRole.Kind.ORGANIZER)
    counted = rows.order_by().values("chapter").annotate(number=Count("pk", filter=Q(member__is_active=True)))
    return dict(counted.values_list("chapter", "number"))


def _standing(chapter: Chapter, planned: Coming | None, organizers: int, now: datetime) -> Standing:
    facts = Facts(
        founded_on=chapter.founded_on,
        last_met_at=chapter.last_met_at,
        next_at=planned.starts_at if planned else None,
        paused_at=chapter.paused_at,
        closed_at=chapter.closed_at,
        organizers=organizers,
    )
    return chapter_status.standing(facts, now)
