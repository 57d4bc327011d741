"""Reads what a meetup's page shows: one's own answer, the seats, the lessons, who comes and whom to look for."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from cms.models import Block, ChapterRole, Event, Member
from cms.services import restrictions
from cms.services.restrictions import Keys
from cms.services.structure import SiteFacts
from learning.models import RSVP, Meetup, MeetupLesson, Mode, SeatPool

from . import cards

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
    def joins_at(self):
        return self.meetup.starts_at - JOIN_BEFORE


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of a meetup beside the answer."""

    homes: list[tuple[str, str]] = field(default_factory=list)
    covered: list[cards.Row] = field(default_factory=list)
    due: list[cards.Row] = field(default_factory=list)
    organizers: list[str] = field(default_factory=list)
    people: list[RSVP] | None = None


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
    facts: SiteFacts | None,
    language: str,
    stamp: int,
    keys: Keys,
) -> Sheet:
    """Everything else. Names are for those who have a seat themselves, and for who runs it."""
    lessons = list(meetup.lessons.all())
    rows = {}
    homes: list[tuple[str, str]] = []
    if facts is not None:
        gates = restrictions.gates(facts=facts, stamp=stamp)
        homes = _homes(meetup, facts, language, gates, keys)
        if lessons:
            found = cards.lessons_of(language=language, facts=facts, stamp=stamp, keys=keys)
            wanted = list(found.filter(translation_key__in=[each.lesson_key for each in lessons]))
            rows = {row.key: row for row in cards.rows(wanted, facts=facts, language=language, states={})}
    uses = MeetupLesson.Use
    return Sheet(
        homes=homes,
        covered=[
            rows[each.lesson_key] for each in lessons if each.use == uses.COVER and each.lesson_key in rows
        ],
        due=[
            rows[each.lesson_key]
            for each in lessons
            if each.use == uses.HOMEWORK_DUE and each.lesson_key in rows
        ],
        organizers=_organizers(meetup),
        people=_people(meetup, member, answered),
    )


def confirmed(*, meetup: Meetup) -> list[RSVP]:
    """Everybody with a seat, by name."""
    rows = meetup.rsvps.confirmed().select_related("member")
    return sorted(rows, key=lambda row: (row.member.name.casefold(), row.pk))


def _people(meetup: Meetup, member: Reader, answered: Answer) -> list[RSVP] | None:
    may_run = getattr(meetup, "may_run", False)
    if not isinstance(member, Member) or not (may_run or answered.state == RSVP.State.CONFIRMED):
        return None
    hidden = Block.objects.hiding_from(member)
    return [row for row in confirmed(meetup=meetup) if row.member_id not in hidden]


def _organizers(meetup: Meetup) -> list[str]:
    roles = ChapterRole.objects.open().filter(chapter=meetup.chapter_id, kind=ChapterRole.Kind.ORGANIZER)
    return [role.member.name for role in roles.select_related("member")]


def _homes(meetup: Meetup, facts: SiteFacts, language: str, gates, keys: Keys) -> list[tuple[str, str]]:
    """Titles and addresses of the chapter's page and the group's, in the reader's language."""
    of_it = Q(chapterpage__chapter=meetup.chapter_id)
    if meetup.group_id:
        of_it |= Q(studygrouppage__group=meetup.group_id)
    pages = Page.objects.live().filter(of_it, locale__language_code=language).order_by("depth", "path")
    found = restrictions.open_only(pages=pages, gates=gates, keys=keys).values_list("title", "url_path")
    return [(title, facts.url_of(path, language)) for title, path in found]


def _reason(meetup: Meetup) -> str:
    """What was said when it was cancelled."""
    last = (
        Event.objects.filter(object=f"learning.meetup:{meetup.uuid}", verb="cancelled")
        .order_by("-pk")
        .first()
    )
    return str(last.data.get("reason", "")) if last else ""
