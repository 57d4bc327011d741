"""The mentors of a round who want to be listed, for those who take part in it: what they offer, and hours in common.

No contact, no employer. Two people between whom a block or a decision on safety stands, or one of whom avoids the other,
do not meet here.
A fixed number of queries, however many mentors there are.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from mentorship.matching.features import tables
from mentorship.matching.masks import Block as Grid
from mentorship.matching.people import Person, Relations
from mentorship.models import Participant, RoundPage

from . import answer_times, loading


@dataclass(frozen=True)
class Entry:
    """One listed mentor: their topics by key, languages by code, the minutes shared with the reader every week, and how
    soon they usually answer, where that is known."""

    mentor: Participant
    topics: dict[str, int]
    languages: list[str]
    minutes: int
    usual: timedelta | None = None

    @property
    def has_room(self) -> bool:
        return self.mentor.free_seats > 0


def entries(*, reader_uuid: UUID, round_page: RoundPage) -> tuple[Participant, list[Entry]]:
    """The reader, and everybody listed whom they may meet: those with room first, then those with most hours in common,
    by name. Who reads takes part in the round, and is loaded together with the others."""
    listed = Q(role=Participant.Role.MENTOR, state=Participant.State.APPROVED, listed=True)
    shown = Participant.objects.filter(
        Q(uuid=reader_uuid) | listed & Q(paused_at=None, member__is_active=True),
        round_key=round_page.round_key,
    )
    rows = {str(row.uuid): row for row in shown.for_listing()}
    people = loading.people(shown, rows.values())
    reader = rows[str(reader_uuid)]
    me = people.pop(reader.pk)
    between = loading.relations(reader.member_id)
    others = [one for one in people.values() if one.consented and _may_meet(me, one, between)]
    minutes = _minutes(me, others, round_page)
    answers = answer_times.of(members=[one.member for one in others])
    found = [
        Entry(
            mentor=rows[one.key],
            topics={key: topic.level for key, topic in one.topics.items()},
            languages=sorted(one.languages),
            minutes=minutes[one.key],
            usual=answers[one.member].usual if one.member in answers else None,
        )
        for one in others
    ]
    return reader, sorted(
        found, key=lambda one: (not one.has_room, -one.minutes, one.mentor.member.name.casefold())
    )


def _may_meet(me: Person, other: Person, between: Relations) -> bool:
    apart = between.blocked.get(me.member, frozenset()) | between.excluded.get(me.member, frozenset())
    if other.member in apart | between.barred | me.avoids or other.member == me.member:
        return False
    return me.member not in other.avoids | between.barred


def _minutes(me: Person, others: list[Person], round_page: RoundPage) -> dict[str, int]:
    """Minutes in common in the leanest week of the round, by key."""
    if not others:
        return {}
    terms = round_page.terms_on(timezone.now().date())
    mine, theirs, words = tables([me], others, terms)
    shared = Grid(mine, slice(0, 1), theirs, words, Relations(), terms).shared_minutes()
    least = shared.min(axis=0)[0]
    return {one.key: int(count) for one, count in zip(theirs.people, least, strict=True)}
