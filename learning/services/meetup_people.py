"""Who has to do with meetups, for many at once: those with a seat, those who organize, those who came."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from cms.models import ChapterRole, Member
from learning.models import RSVP, Attendance, GroupMembership, Meetup

THERE = {Attendance.State.PRESENT, Attendance.State.LATE}


@dataclass
class People:
    """The people of one meetup."""

    confirmed: list[RSVP] = field(default_factory=list)
    organizers: list[Member] = field(default_factory=list)
    came: list[Member] = field(default_factory=list)


def of(*, meetups: Sequence[Meetup]) -> dict[int, People]:
    """The people of each meetup by its key, in four statements however many meetups there are."""
    found: defaultdict[int, People] = defaultdict(People)
    noted: defaultdict[int, dict[int, Attendance]] = defaultdict(dict)
    keys = [meetup.pk for meetup in meetups]
    for row in Attendance.objects.filter(meetup__in=keys, member__isnull=False).select_related("member"):
        if row.member_id:
            noted[row.meetup_id][row.member_id] = row
    for rsvp in RSVP.objects.confirmed().filter(meetup__in=keys).select_related("member").order_by("pk"):
        found[rsvp.meetup_id].confirmed.append(rsvp)
        if rsvp.member_id not in noted[rsvp.meetup_id]:
            found[rsvp.meetup_id].came.append(rsvp.member)
    for key, rows in noted.items():
        found[key].came += [row.member for row in rows.values() if row.state in THERE and row.member]
    of_chapter, of_group = _organizers(meetups)
    for meetup in meetups:
        both = [*of_chapter[meetup.chapter_id], *of_group[meetup.group_id or 0]]
        found[meetup.pk].organizers = list({member.pk: member for member in both}.values())
    return found


def _organizers(meetups: Sequence[Meetup]) -> tuple[dict[int, list[Member]], dict[int, list[Member]]]:
    of_chapter: defaultdict[int, list[Member]] = defaultdict(list)
    of_group: defaultdict[int, list[Member]] = defaultdict(list)
    roles = ChapterRole.objects.open().filter(kind=ChapterRole.Kind.ORGANIZER)
    for role in roles.filter(chapter__in={meetup.chapter_id for meetup in meetups}).select_related("member"):
        of_chapter[role.chapter_id].append(role.member)
    rows = GroupMembership.objects.joined().filter(role=GroupMembership.Role.ORGANIZER)
    groups = {meetup.group_id for meetup in meetups if meetup.group_id}
    for row in rows.filter(group__in=groups).select_related("member"):
        of_group[row.group_id].append(row.member)
    return of_chapter, of_group
