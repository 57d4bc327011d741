"""What is told of a meetup when it is over: who presented, what was read, what comes next, and where the recap stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from cms.models import Block, Chapter, Member
from cms.services import restrictions
from learning.models import Meetup, MeetupLesson, RecapPage, StudyGroup, TalkSlot
from learning.moments import Moment, moment

from . import cards
from .cohorts import Shelf

NEWEST = 3


@dataclass(frozen=True, slots=True)
class Given:
    """A talk that was given. `speaker` is empty unless they agreed to stand here; `is_mine` is for themselves."""

    slot: TalkSlot
    speaker: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a recap says beside its words."""

    when: Moment
    talks: tuple[Given, ...] = ()
    lessons: tuple[cards.Row, ...] = ()
    upcoming: Meetup | None = None
    upcoming_when: Moment | None = None


@dataclass(frozen=True, slots=True)
class Recap:
    """A published recap in a list."""

    title: str
    url: str
    summary: str
    day: date


@dataclass(frozen=True, slots=True)
class About:
    """Whose recaps are listed: of a group, of a chapter, or of one meetup."""

    group: StudyGroup | None = None
    chapter: Chapter | None = None
    meetup: Meetup | None = None

    @property
    def narrowed(self) -> dict[str, object]:
        if self.meetup is not None:
            return {"meetup": self.meetup}
        return {"meetup__group": self.group} if self.group else {"meetup__chapter": self.chapter}


def told(*, meetup: Meetup, member: Member | None, shelf: Shelf | None) -> Told:
    """The records behind a recap: four statements, one more for a signed-in reader."""
    coming = _next(meetup)
    return Told(
        when=moment(meetup.starts_at, meetup.ends_at, meetup.timezone),
        talks=tuple(_talks(meetup, member)),
        lessons=tuple(_lessons(meetup, shelf)) if shelf else (),
        upcoming=coming,
        upcoming_when=moment(coming.starts_at, coming.ends_at, coming.timezone) if coming else None,
    )


def recaps_of(*, about: About, shelf: Shelf, limit: int = NEWEST) -> list[Recap]:
    """The latest published recaps, each once: in this language, else in the site's own. One statement."""
    codes = [shelf.language, settings.LANGUAGE_CODE]
    pages = RecapPage.objects.live().filter(locale__language_code__in=codes, **about.narrowed)
    gates = restrictions.gates(facts=shelf.facts, stamp=shelf.stamp)
    pages = restrictions.open_only(pages=pages, gates=gates, keys=shelf.keys)
    pages = pages.select_related("locale", "meetup").order_by("-meetup__starts_at", "-meetup_id", "pk")
    found: dict[int, Recap] = {}
    for page in pages[: limit * len(set(codes))]:
        code = page.locale.language_code
        if page.meetup and (page.meetup_id not in found or code == shelf.language):
            url = shelf.facts.url_of(page.url_path, code)
            found[page.meetup_id] = Recap(page.title, url, page.summary, page.meetup.local_date)
    return list(found.values())[:limit]


def _talks(meetup: Meetup, member: Member | None) -> Iterable[Given]:
    given = (TalkSlot.State.CONFIRMED, TalkSlot.State.DONE)
    hidden = Block.objects.hiding_from(member) if member else set()
    for slot in meetup.slots.filter(state__in=given).select_related("speaker"):
        speaker = slot.speaker if slot.may_be_named and slot.speaker_id not in hidden else None
        is_mine = member is not None and slot.speaker_id == member.pk
        yield Given(slot, speaker.name if speaker else "", is_mine)


def _lessons(meetup: Meetup, shelf: Shelf) -> list[cards.Row]:
    keys = list(meetup.lessons.filter(use=MeetupLesson.Use.COVER).values_list("lesson_key", flat=True))
    if not keys:
        return []
    pages = cards.lessons_of(language=shelf.language, facts=shelf.facts, stamp=shelf.stamp, keys=shelf.keys)
    wanted = list(pages.filter(translation_key__in=keys))
    rows = cards.rows(wanted, facts=shelf.facts, language=shelf.language, states={})
    return sorted(rows, key=lambda row: keys.index(row.key))


def _next(meetup: Meetup) -> Meetup | None:
    """The next meetup that takes place: of the same group, or else of the chapter."""
    rows = Meetup.objects.shown().filter(chapter=meetup.chapter_id, starts_at__gt=timezone.now())
    same = Case(When(group=meetup.group_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.exclude(state=Meetup.State.CANCELLED).for_listing()
    return rows.order_by(same, "starts_at", "pk").first()
