import pytest
from django.utils import timezone

from cms.models import Block, Message
from learning.meetup_exceptions import (
    GroupClosed,
    LastOrganizer,
    NotInTheGroup,
)
from learning.models import RSVP, GroupMembership
from learning.services import memberships, rsvps
from tests.factories import groups as make


def answers(group) -> list[tuple[str, str]]:
    rows = RSVP.objects.filter(meetup__group=group).order_by("meetup__starts_at", "pk")
    return list(rows.values_list("member__display_name", "state"))


def test_joining_once_answers_every_meetup_to_come(member, make_member):
    group = make.group()
    make.over(make.meetup(group=group))
    for days in (7, 14):
        make.meetup(group=group, in_days=days, room=1, kind="homework_meetup")
    for _time in range(2):
        memberships.join(group=group, member=member, mode="room")
    memberships.join(group=group, member=make_member("Late"), mode="room")
    assert answers(group) == [
        ("Rosa", "confirmed"),
        ("Late", "waitlisted"),
        ("Rosa", "confirmed"),
        ("Late", "waitlisted"),
    ]
    assert GroupMembership.objects.filter(state="joined").count() == 2


def test_an_exception_frees_the_seat_at_once_and_the_next_week_stays(member, make_member):
    group = make.group()
    first = make.meetup(group=group, room=1)
    make.meetup(group=group, room=1, in_days=14)
    memberships.join(group=group, member=member, mode="room")
    memberships.join(group=group, member=make_member("Late"), mode="room")
    rsvps.release(rsvp=RSVP.objects.get(meetup=first, member=member), actor=member)
    assert answers(group) == [
        ("Rosa", "released"),
        ("Late", "offered"),
        ("Rosa", "confirmed"),
        ("Late", "waitlisted"),
    ]


def test_leaving_gives_every_seat_to_come_back_and_coming_back_is_joining(member):
    group = make.group()
    make.meetup(group=group)
    row = memberships.join(group=group, member=member, mode="room")
    for _time in range(2):
        memberships.leave(membership=row, actor=member)
    assert answers(group) == [("Rosa", "released")]
    again = memberships.join(group=group, member=member, mode="room")
    assert (again.pk, again.state, again.left_at) == (row.pk, "joined", None)
    assert answers(group) == [("Rosa", "confirmed")]


def test_a_group_that_asks_first_waits_for_an_organizer(member, make_member):
    group = make.group(join="approval")
    make.meetup(group=group)
    olga = make_member("Olga")
    make.joined(group, olga, role="organizer")
    row = memberships.join(group=group, member=member, mode="room")
    assert (row.state, answers(group)) == ("pending", [])
    assert list(Message.objects.values_list("kind", "recipient__display_name")) == [
        ("learning.group_asked", "Olga")
    ]
    for _time in range(2):
        memberships.approve(membership=row, actor=olga)
    assert answers(group) == [("Rosa", "confirmed")]


def test_an_organizer_with_a_block_is_not_told_who_asks(member, make_member):
    group = make.group(join="approval")
    olga = make_member("Olga")
    make.joined(group, olga, role="organizer")
    Block.objects.create(blocker=member, blocked=olga)
    memberships.join(group=group, member=member, mode="room")
    assert Message.objects.count() == 0


def test_the_removed_do_not_come_back_by_themselves(member, make_member):
    group = make.group()
    row = memberships.join(group=group, member=member, mode="room")
    memberships.remove(membership=row, actor=make_member("Olga"))
    with pytest.raises(NotInTheGroup):
        memberships.join(group=group, member=member, mode="room")


def test_the_last_organizer_cannot_vanish(member, make_member):
    group = make.group()
    olga, rosa = make.joined(group, make_member("Olga"), role="organizer"), make.joined(group, member)
    with pytest.raises(LastOrganizer):
        memberships.leave(membership=olga, actor=olga.member)
    with pytest.raises(LastOrganizer):
        memberships.set_role(membership=olga, role="learner", actor=olga.member)
    memberships.set_role(membership=rosa, role="organizer", actor=olga.member)
    memberships.leave(membership=olga, actor=olga.member)
    assert set(group.memberships.values_list("role", "state")) == {
        ("organizer", "left"),
        ("organizer", "joined"),
    }


@pytest.mark.parametrize("state", ["draft", "finished", "cancelled"])
def test_a_group_that_is_not_open_takes_nobody(state, member):
    with pytest.raises(GroupClosed):
        memberships.join(group=make.group(state=state), member=member, mode="room")
    assert GroupMembership.objects.count() == 0


def test_who_helps_gets_a_helpers_seat_and_nobody_makes_themselves_an_organizer(member):
    group = make.group()
    make.meetup(group=group, helpers=1)
    row = memberships.join(group=group, member=member, mode="room", role="organizer")
    assert (row.role, RSVP.objects.get().role) == ("helper", "helper")
    assert row.joined_at <= timezone.now()
