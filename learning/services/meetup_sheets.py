"""Reads what a meetup's page shows: one's own answer, the seats, the lessons, who comes and whom to look for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from cms.models import Block, ChapterRole, Event, Member
from cms.services import restrictions
from learning.models import RSVP, Meetup, Mode, SeatPool, TalkSlot

from . import cohorts
from .cohorts import Cohort, Shelf

#: The link to join is shown so long before the beginning.
JOIN_BEFORE = timedelta(minutes=30)

Reader = Member | AnonymousUser


@dataclass(frozen=True, slots=True)
class Answer:
    """Where one person stands with one meetup, and which seats it has."""

    meetup: Meetup
    pools: tuple[SeatPool, ...]
    mine: RSVP | None = None
    #: One's place in the queue, counted from 1.
    place: int = 0
    reason: str = ""

    @property
    def state(self) -> str:
        """ "" without an answer, or after one gave it up; "lapsed" while an offer is over and nobody has noted it."""
        if self.mine is None or self.mine.state == RSVP.State.RELEASED:
            return ""
        if self.mine.state == RSVP.State.OFFERED and self.mine.has_lapsed:
            return "lapsed"
        return self.mine.state

    @property
    def pool(self) -> SeatPool | None:
        """The seats one's answer is about."""
        return next((pool for pool in self.pools if self.mine and pool.kind == self.mine.kind), None)

    @property
    def modes(self) -> list[SeatPool]:
        """The ways to come to learn."""
        return [pool for pool in self.pools if pool.kind != SeatPool.Kind.HELPER]

    @property
    def helpers(self) -> SeatPool | None:
        return next((pool for pool in self.pools if pool.kind == SeatPool.Kind.HELPER), None)

    @property
    def helps(self) -> bool:
        """Whether one has a seat as a helper."""
        return (
            self.state == RSVP.State.CONFIRMED
            and self.mine is not None
            and self.mine.role == RSVP.Role.HELPER
        )

    @property
    def chosen_mode(self) -> str:
        """The way to come that is ticked at first: the present one, or one with a free seat."""
        if self.mine:
            return self.mine.mode
        free = [pool for pool in self.modes if pool.free != 0] or self.modes
        return free[0].kind if free else Mode.ROOM

    @property
    def has_free_seats(self) -> bool:
        return any(pool.free != 0 for pool in self.modes)

    @property
    def join_url(self) -> str:
        """The link to join, for whoever has a seat, from a little before the beginning until the end."""
        if self.state != RSVP.State.CONFIRMED or self.meetup.is_cancelled or self.meetup.is_over:
            return ""
        return self.meetup.online_url if self.joins_at <= timezone.now() else ""

    @property
    def joins_at(self) -> datetime:
        return self.meetup.starts_at - JOIN_BEFORE


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of a meetup beside the answer."""

    homes: list[tuple[str, str]] = field(default_factory=list)
    cohort: Cohort | None = None
    recap: tuple[str, str, str] | None = None
    organizers: list[str] = field(default_factory=list)
    people: list[RSVP] | None = None
    talks: list["Talk"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Talk:
    """A slot as one reader sees it: what a claim is about is for its speaker and organizers until it is confirmed."""

    slot: TalkSlot
    is_mine: bool
    title: str
    speaker: str


def answer(*, meetup: Meetup, member: Reader) -> Answer:
    """The seats as they are now, and this person's answer: two statements, one more for who waits."""
    pools = tuple(meetup.pools.order_by("pk"))
    reason = _reason(meetup) if meetup.is_cancelled else ""
    if not isinstance(member, Member):
        return Answer(meetup, pools, reason=reason)
    mine = RSVP.objects.of(member).filter(meetup=meetup).first()
    place = 0
    if mine and mine.state == RSVP.State.WAITLISTED:
        before = RSVP.objects.filter(meetup=meetup, role=mine.role, queue_number__lt=mine.queue_number)
        if mine.role == RSVP.Role.LEARNER:
            before = before.filter(mode=mine.mode)
        place = before.queue().count() + 1
    return Answer(meetup, pools, mine, place, reason)


def sheet(
    *,
    meetup: Meetup,
    member: Reader,
    answered: Answer,
    shelf: Shelf | None,
) -> Sheet:
    """Everything else. Names are for those who have a seat themselves, and for who runs it."""
    hidden = Block.objects.hiding_from(member) if isinstance(member, Member) else set()
    homes, recap = _pages(meetup, shelf) if shelf else ([], None)
    return Sheet(
        homes=homes,
        recap=recap,
        cohort=cohorts.of_meetup(
            meetup=meetup,
            shelf=shelf,
            member=member if isinstance(member, Member) else None,
            catches_up=getattr(meetup, "is_learner", False),
        )
        if shelf
        else None,
        organizers=_organizers(meetup, hidden),
        people=_people(meetup, member, answered, hidden),
        talks=talks(meetup=meetup, member=member, hidden=hidden),
    )


def talks(*, meetup: Meetup, member: Reader, hidden: set[int] | None = None) -> list[Talk]:
    """The program. Names of speakers are for members, and never across a block."""
    rows = meetup.slots.exclude(state=TalkSlot.State.DROPPED).select_related("speaker")
    return [_talk(slot, meetup, member, hidden or set()) for slot in rows]


def _talk(slot: TalkSlot, meetup: Meetup, member: Reader, hidden: set[int]) -> Talk:
    is_mine = slot.speaker_id is not None and slot.speaker_id == member.pk
    is_settled = slot.state in {TalkSlot.State.CONFIRMED, TalkSlot.State.DONE}
    knows = is_mine or is_settled or getattr(meetup, "may_run", False)
    speaker = slot.speaker if member.is_authenticated and knows and slot.speaker_id not in hidden else None
    return Talk(slot, is_mine, slot.title if knows else "", speaker.name if speaker else "")


def confirmed(*, meetup: Meetup) -> list[RSVP]:
    """Everybody with a seat, by name."""
    rows = meetup.rsvps.confirmed().select_related("member")
    return sorted(rows, key=lambda row: (row.member.name.casefold(), row.pk))


def waiting(*, meetup: Meetup) -> int:
    """How many wait for a seat, of whichever kind."""
    return meetup.rsvps.queue().count()


def _people(meetup: Meetup, member: Reader, answered: Answer, hidden: set[int]) -> list[RSVP] | None:
    may_run = getattr(meetup, "may_run", False)
    if not isinstance(member, Member) or not (may_run or answered.state == RSVP.State.CONFIRMED):
        return None
    return [row for row in confirmed(meetup=meetup) if row.member_id not in hidden]


def _organizers(meetup: Meetup, hidden: set[int]) -> list[str]:
    roles = ChapterRole.objects.open().filter(chapter=meetup.chapter_id, kind=ChapterRole.Kind.ORGANIZER)
    return [role.member.name for role in roles.select_related("member") if role.member_id not in hidden]


def _pages(meetup: Meetup, shelf: Shelf) -> tuple[list[tuple[str, str]], tuple[str, str, str] | None]:
    """Titles and addresses of the pages of chapter and group, in the reader's language; and of the recap, with a summary."""
    of_it = Q(chapterpage__chapter=meetup.chapter_id)
    if meetup.group_id:
        of_it |= Q(studygrouppage__group=meetup.group_id)
    if meetup.is_over:
        of_it |= Q(recappage__meetup=meetup)
    pages = Page.objects.live().filter(of_it, locale__language_code=shelf.language).order_by("depth", "path")
    gates = restrictions.gates(facts=shelf.facts, stamp=shelf.stamp)
    found = restrictions.open_only(pages=pages, gates=gates, keys=shelf.keys)
    homes, recap = [], None
    for title, path, summary in found.values_list("title", "url_path", "recappage__summary"):
        url = shelf.facts.url_of(path, shelf.language)
        if summary is None:
            homes.append((title, url))
        else:
            recap = (title, url, summary)
    return homes, recap


def _reason(meetup: Meetup) -> str:
    """What was said when it was cancelled."""
    last = (
        Event.objects.filter(object=f"learning.meetup:{meetup.uuid}", verb="cancelled")
        .order_by("-pk")
        .first()
    )
    return str(last.data.get("reason", "")) if last else ""
