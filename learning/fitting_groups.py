"""Study groups that fit somebody: about topics they need, in a language they speak, at hours they have."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from cms.models import Member
from learning import schedule
from learning.models import GroupMembership, MeetingRule, StudyGroup, StudyGroupPage, TrackTopic

DAY = 24 * 60
MOST = 3

#: A stretch of a local day: weekday (Monday is 0), start and end in minutes.
Span = tuple[int, int, int]


@dataclass(frozen=True)
class FittingGroup:
    """A group to offer: its page, how many of the needed topics it is about, and when it meets on the reader's clock."""

    group: StudyGroup
    page: StudyGroupPage
    shared: int
    meets: tuple[Span, ...]


def for_member(member: Member, topics: Collection[str], limit: int = MOST) -> list[FittingGroup]:
    """The groups that fit this member, those with most of the topics first. Six queries, or fewer when nothing fits."""
    about: dict[str, set[str]] = {}
    wanted = TrackTopic.objects.filter(topic__translation_key__in=topics, track__live=True).order_by()
    for track, topic in wanted.values_list("track__translation_key", "topic__translation_key").distinct():
        about.setdefault(str(track), set()).add(str(topic))
    spans = list(member.availability.values_list("weekday", "start", "end"))
    spoken = {code.partition("-")[0] for code in member.languages.values_list("code", flat=True)}
    today = timezone.now().date()
    joined = GroupMembership.objects.filter(member=member).values("group")
    groups = (
        StudyGroup.objects.filter(
            state__in=[StudyGroup.State.OPEN, StudyGroup.State.RUNNING],
            track_key__in=list(about),
            ends_on__gte=today,
        )
        .exclude(pk__in=joined)
        .prefetch_related("rules")
    )
    found = []
    for group in groups if spans else ():
        meets = _meets(group.rules.all(), spans, group.timezone, member.zone.key, today)
        if meets and group.language.partition("-")[0] in spoken:
            found.append((group, len(about[str(group.track_key)]), meets))
    found.sort(key=lambda one: (-one[1], one[0].starts_on, one[0].pk))
    pages = _pages([group for group, _shared, _meets in found])
    offers = [
        FittingGroup(group, pages[group.pk], shared, meets)
        for group, shared, meets in found
        if group.pk in pages
    ]
    return offers[:limit]


def _meets(
    rules: Iterable[MeetingRule], spans: Collection[Span], zone: str, own_zone: str, today: date
) -> tuple[Span, ...]:
    """The weekly times that lie within the hours, on the reader's clock."""
    found: list[Span] = []
    for rule in rules:
        if rule.last_on < today:
            continue
        first = max(today, rule.first_on)
        day = first + timedelta(days=(rule.weekday - first.weekday()) % 7)
        begins, ends = schedule.span(day, rule.local_time, rule.minutes, zone)
        start = begins.astimezone(ZoneInfo(own_zone))
        minute, length = start.hour * 60 + start.minute, int((ends - begins).total_seconds()) // 60
        pieces = _pieces(start.weekday(), minute, length)
        if all(_within(piece, spans) for piece in pieces):
            found += pieces
    return tuple(sorted(set(found)))


def _pieces(weekday: int, minute: int, length: int) -> list[Span]:
    """A stretch of time, cut at midnight."""
    end = minute + length
    if end <= DAY:
        return [(weekday, minute, end)]
    return [(weekday, minute, DAY), ((weekday + 1) % 7, 0, end - DAY)]


def _within(piece: Span, spans: Collection[Span]) -> bool:
    """Whether the hours, which may touch one another, cover the whole piece."""
    day, reached, end = piece
    for at, start, stop in sorted(spans):
        if at == day and start <= reached < stop:
            reached = stop
    return reached >= end


def _pages(groups: Collection[StudyGroup]) -> dict[int, StudyGroupPage]:
    """A live page each: in the reader's language, else in the site's own, else in any."""
    order = [get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE]

    def rank(page: StudyGroupPage) -> int:
        code = page.locale.language_code
        return order.index(code) if code in order else len(order)

    rows = StudyGroupPage.objects.live().filter(group__in=groups).select_related("locale") if groups else ()
    return {page.group_id: page for page in sorted(rows, key=rank, reverse=True)}
