"""Chapters, groups and meetups for tests: a chapter in Portland that meets in a coffee shop."""

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import Locale

from cms.models import Chapter, ChapterIndexPage, ChapterPage, ChapterRole, HomePage, Member
from learning import schedule
from learning.models import GroupMembership, Meetup, StudyGroup, StudyGroupPage
from learning.services import meetups

from .remembered import remembered

ZONE = "America/Los_Angeles"


@remembered
def chapter(name: str = "Portland", **fields: Any) -> Chapter:
    facts = {"city": name, "country": "US", "timezone": ZONE, **fields}
    return Chapter.objects.get_or_create(name=name, defaults=facts)[0]


@remembered
def group(name: str = "Python evenings", **fields: Any) -> StudyGroup:
    """An open group of the chapter in Portland that follows a course elsewhere, unless a track is given."""
    today = timezone.localdate()
    facts: dict[str, Any] = {
        "chapter": fields.pop("chapter", None) or chapter(),
        "state": StudyGroup.State.OPEN,
        "course": "" if "track_key" in fields else "A course elsewhere",
        "timezone": ZONE,
        "starts_on": today,
        "ends_on": today + timedelta(days=90),
        "language": "en",
        **fields,
    }
    return StudyGroup.objects.create(name=name, **facts)


@remembered
def meetup(
    *,
    room: int | None = 2,
    remote: int | None = None,
    online: bool = False,
    helpers: int | None = None,
    in_days: int = 7,
    day: date | None = None,
    clock: time = time(18),
    minutes: int = 120,
    **facts: Any,
) -> Meetup:
    """A meetup in a week, with two seats in the room; `online` or `remote` adds seats online, `helpers` seats for them."""
    seats_of: dict[str, int | None] = {"room": room}
    if online or remote is not None:
        seats_of["remote"] = remote
    if helpers is not None:
        seats_of["helper"] = helpers
    in_group = facts.pop("group", None)
    return meetups.plan(
        actor=None,
        chapter=in_group.chapter if in_group else facts.pop("chapter", None) or chapter(),
        group=in_group,
        kind=facts.pop("kind", Meetup._meta.get_field("kind").default),
        day=day or timezone.localdate() + timedelta(days=in_days),
        clock=clock,
        minutes=minutes,
        zone=ZONE,
        seats_of=seats_of,
        **facts,
    )


def joined(in_group: StudyGroup, member: Member, **fields: Any) -> GroupMembership:
    """A member of a group, without answers to its meetups."""
    now = timezone.now()
    return GroupMembership.objects.create(
        group=in_group, member=member, state="joined", asked_at=now, joined_at=now, **fields
    )


def over(planned: Meetup, *, days: int = 1) -> Meetup:
    """The same meetup, some days ago where it is held: an evening in Portland ends on the next day in London."""
    day = timezone.localdate(timezone=ZoneInfo(planned.timezone)) - timedelta(days=days)
    starts_at, ends_at = schedule.span(day, planned.local_time, planned.minutes, planned.timezone)
    Meetup.objects.filter(pk=planned.pk).update(local_date=day, starts_at=starts_at, ends_at=ends_at)
    planned.refresh_from_db()
    return planned


@remembered
def chapter_page(of: Chapter | None = None) -> ChapterPage:
    """The published page of a chapter, below the directory."""
    found = of or chapter()
    home = HomePage.objects.get(locale=Locale.get_default())
    directory = ChapterIndexPage.objects.child_of(home).first()
    if directory is None:
        directory = home.add_child(instance=ChapterIndexPage(title="Chapters"))
    return directory.add_child(instance=ChapterPage(title=found.name, chapter=found))


@remembered
def group_page(of: StudyGroup) -> StudyGroupPage:
    """The published page of a group, below its chapter's."""
    parent = ChapterPage.objects.filter(chapter=of.chapter).first() or chapter_page(of.chapter)
    return parent.add_child(instance=StudyGroupPage(title=of.name, group=of, summary=of.summary))


@remembered
def organizer(of: Chapter, member: Member) -> Member:
    """The same member, who now organizes the chapter."""
    ChapterRole.objects.create(chapter=of, member=member, kind="organizer", since=date(2024, 1, 1))
    return member


def on(planned: Meetup, *, minutes: int = 10) -> Meetup:
    """The same meetup, which began some minutes ago."""
    starts_at = timezone.now() - timedelta(minutes=minutes)
    ends_at = starts_at + timedelta(minutes=planned.minutes)
    Meetup.objects.filter(pk=planned.pk).update(starts_at=starts_at, ends_at=ends_at)
    planned.refresh_from_db()
    return planned
