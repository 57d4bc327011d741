"""Everything a member follows and has done, at a glance: tracks by state, how sure they feel, what to read again.

Worked out anew each time from the records and the prepared outlines; the number of statements does not depend on how
many tracks and lessons there are.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cms.models import Member
from cms.services import restrictions
from cms.services.restrictions import NO_KEYS, Keys
from cms.services.structure import SiteFacts
from learning.models import Enrollment, LessonPage, LessonProgress
from learning.outline import Outline, Way

from . import standings, tracks
from .standings import Place, Standing


@dataclass(frozen=True, slots=True)
class Followed:
    """A track a member follows or followed, their way through it, and where they go on."""

    way: Way
    enrollment: Enrollment
    place: Place | None


@dataclass(frozen=True, slots=True)
class Known:
    """A finished lesson by its name."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of one's progress shows. `away` counts followed tracks and `gone` finished lessons that cannot be
    read at the moment; their records are kept."""

    active: tuple[Followed, ...] = ()
    paused: tuple[Followed, ...] = ()
    done: tuple[Followed, ...] = ()
    left: tuple[Followed, ...] = ()
    finished: int = 0
    sure: int = 0
    getting_there: int = 0
    shaky: int = 0
    again: tuple[Known, ...] = ()
    away: int = 0
    gone: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.active or self.paused or self.done or self.left or self.finished or self.away)


def overview(
    *, member: Member, facts: SiteFacts, language: str, stamp: int, keys: Keys = NO_KEYS
) -> Overview:
    """The whole of one member's progress: two statements for the records, one for lessons outside the tracks."""
    enrollments = {row.track_key: row for row in Enrollment.objects.filter(member=member)}
    progress = {row.lesson_key: row for row in LessonProgress.objects.filter(member=member)}
    mine = Standing(enrollments, progress)
    outlines = _outlines(enrollments, facts, language, stamp, keys)
    followed = [_followed(outlines[key], mine) for key in enrollments if key in outlines]
    done = [row for row in progress.values() if row.state == LessonProgress.State.DONE]
    names = _names(done, outlines.values(), facts, language, stamp, keys)
    felt = Counter(row.confidence for row in done)
    shaky = [row for row in done if row.confidence == LessonProgress.Confidence.SHAKY]
    shaky.sort(key=lambda row: (row.done_at is None, row.done_at, row.pk))
    return Overview(
        active=_of(followed, Enrollment.State.ACTIVE),
        paused=_of(followed, Enrollment.State.PAUSED),
        done=_of(followed, Enrollment.State.DONE),
        left=_of(followed, Enrollment.State.LEFT),
        finished=len(done),
        sure=felt[LessonProgress.Confidence.SURE],
        getting_there=felt[LessonProgress.Confidence.GETTING_THERE],
        shaky=felt[LessonProgress.Confidence.SHAKY],
        again=tuple(names[row.lesson_key] for row in shaky if row.lesson_key in names),
        away=len(enrollments.keys() - outlines.keys()),
        gone=sum(1 for row in done if row.lesson_key not in names),
    )


def _outlines(
    wanted: Iterable[UUID], facts: SiteFacts, language: str, stamp: int, keys: Keys
) -> dict[UUID, Outline]:
    """The outlines of these tracks in the reader's language; a track that has no page in it comes in another."""
    found: dict[UUID, Outline] = {}
    missing = set(wanted)
    for code in (language, *(each for each in facts.roots if each != language)):
        if missing:
            known = tracks.outlines(facts=facts, language=code, stamp=stamp, keys=keys)
            here = {each.key: each for each in known if each.key in missing}
            found |= here
            missing -= here.keys()
    return found


def _followed(outline: Outline, mine: Standing) -> Followed:
    way = standings.walk(outline=outline, standing=mine)
    return Followed(way, mine.enrollments[outline.key], standings.resume_at(way=way, standing=mine))


def _of(followed: Iterable[Followed], state: Enrollment.State) -> tuple[Followed, ...]:
    """Those in this state, the one read last first."""
    found = [each for each in followed if each.enrollment.state == state]
    return tuple(sorted(found, key=_last, reverse=True))


def _last(each: Followed) -> tuple:
    row = each.enrollment
    return (row.last_seen_at or row.started_at, row.pk)


def _names(
    rows: Iterable[LessonProgress],
    outlines: Iterable[Outline],
    facts: SiteFacts,
    language: str,
    stamp: int,
    keys: Keys,
) -> dict[UUID, Known]:
    """Title and address of each of these lessons that can be read: from the outlines, the others from their pages."""
    names = {each.key: Known(each.title, each.url) for outline in outlines for each in outline.lessons}
    missing = {row.lesson_key for row in rows} - names.keys()
    if missing:
        pages = LessonPage.objects.filter(translation_key__in=missing, live=True)
        gates = restrictions.gates(facts=facts, stamp=stamp)
        pages = restrictions.open_only(pages=pages, gates=gates, keys=keys).order_by("pk")
        columns = ("translation_key", "locale__language_code", "title", "url_path")
        for key, code, title, url_path in pages.values_list(*columns):
            if key not in names or code == language:
                names[key] = Known(title, facts.url_of(url_path, code))
    return names
