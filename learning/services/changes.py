"""What is different in a lesson since a member finished it, in the language the page speaks now.

The reader of a page reads its live revision; an untranslated page shows its original's. Compared with it is

- the revision that was before the member when they finished, if it is one of this very page; or else
- the one that was published on this page at that moment: who finished in another language is told what changed
  here since, and never that the language is another one.

Only published revisions are ever compared. Where the older one is gone, that is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from wagtail.models import Page, PageLogEntry, Revision

from cms.models import Resource
from cms.services.publication import prepared
from learning import readable
from learning.differences import Difference, differences
from learning.models import Exercise, GlossaryTerm, LessonPage, LessonProgress

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
NAMED: dict[str, type[Exercise | GlossaryTerm | Resource]] = {
    "exercise": Exercise,
    "glossary_term": GlossaryTerm,
    "resource": Resource,
}


class State(StrEnum):
    """Whether a reader would find anything different: no; yes, and it can be shown; yes, but the old text is gone."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since `since`. `names` says what placed exercises, terms and resources are called, by their block."""

    state: State
    since: datetime | None = None
    differences: tuple[Difference, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def moment(*, row: LessonProgress) -> datetime | None:
    """When the member last said to have read the lesson as it stood."""
    return row.read_at or row.done_at


def published(*, lesson: LessonPage) -> tuple[Page, int | None]:
    """The page whose words stand here, and the revision of it that readers have before them."""
    source = lesson.alias_of if lesson.alias_of_id else lesson
    return source, source.live_revision_id


def state(*, lesson: LessonPage, row: LessonProgress | None, stamp: int) -> State:
    """Whether the lesson reads otherwise than when this member finished it. No query where nothing was published
    since; one, or once for each change of content two, where something was."""
    return _verdict(lesson, row, stamp)[0]


def since(*, lesson: LessonPage, row: LessonProgress, stamp: int) -> Changes:
    """The differences themselves, in reading order."""
    verdict, before = _verdict(lesson, row, stamp)
    when = moment(row=row)
    if verdict != State.CHANGED or before is None:
        return Changes(verdict, when)
    source, live = published(lesson=lesson)
    found = _between(_revisions(source, before, live), before, live)
    return Changes(State.CHANGED, when, tuple(found), _names(found))


def _verdict(lesson: LessonPage, row: LessonProgress | None, stamp: int) -> tuple[State, int | None]:
    """The state, and the revision to compare with where there is one."""
    source, live = published(lesson=lesson)
    if row is None or row.state != LessonProgress.State.DONE or live is None or row.done_revision == live:
        return State.SAME, None
    if row.done_revision is not None:
        own = _compared(source, row.done_revision, live, stamp)
        if own is not None:
            return own, row.done_revision
    when = moment(row=row)
    if when is None or source.last_published_at is None or source.last_published_at <= when:
        return State.SAME, None
    before = _published_at(source, when)
    if before is None or before == live:
        return State.SAME, None
    return _compared(source, before, live, stamp) or State.GONE, before


def _compared(source: Page, before: int, live: int, stamp: int) -> State | None:
    """Whether two revisions of a page read the same; None when the older one is not one of this page, or no more."""

    def compare() -> str:
        contents = _revisions(source, before, live)
        if before not in contents or live not in contents:
            return ""
        return State.CHANGED if _between(contents, before, live) else State.SAME

    found = prepared(f"changed:{source.pk}:{before}:{live}", stamp, compare)
    return State(found) if found else None


def _published_at(source: Page, when: datetime) -> int | None:
    """The revision that stood on a page at this moment, as the history says."""
    history = PageLogEntry.objects.filter(
        page_id=source.pk, action__in=PUBLISHED, revision_id__isnull=False, timestamp__lte=when
    )
    return history.order_by("-timestamp", "-pk").values_list("revision_id", flat=True).first()


def _revisions(source: Page, *which: int | None) -> dict[int, dict[str, Any]]:
    rows = Revision.page_revisions.filter(pk__in=which, object_id=str(source.pk))
    return dict(rows.values_list("pk", "content"))


def _between(contents: Mapping[int, dict[str, Any]], before: int, live: int | None) -> list[Difference]:
    if live is None or before not in contents or live not in contents:
        return []
    return differences(readable.lesson(contents[before]), readable.lesson(contents[live]))


def _names(found: Iterable[Difference]) -> dict[str, str]:
    """What the placed exercises, terms and resources are called now, by the id of their block."""
    placed: dict[str, dict[int, str]] = {}
    for each in found:
        for seen in each.beside:
            number = seen.partition("=")[2]
            if each.kind in NAMED and number.isdigit():
                placed.setdefault(each.kind, {})[int(number)] = each.id
    return {
        numbers[row.pk]: str(row)
        for kind, numbers in placed.items()
        for row in NAMED[kind]._default_manager.filter(pk__in=numbers)
    }
