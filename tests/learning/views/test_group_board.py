"""The board of a group: what meetups need, what is to write, who may need a word, and what it costs."""

import pytest
from django.utils import timezone

from cms.models import Block
from learning.models import Attendance, RecapPage, StudyGroup, StudyGroupPage
from learning.services import memberships
from tests.factories import groups as make
from tests.learning.views.test_groups import cost


@pytest.fixture
def group(home):
    return make.group(seats_room=1, track_key="00000000-0000-4000-8000-000000000001")


@pytest.fixture
def organizer(client, group, member):
    make.organizer(group.chapter, member)
    client.force_login(member)
    return client


@pytest.fixture
def at(group):
    return f"/learn/groups/{group.uuid}/board/"


def absent(member, *meetups) -> None:
    for meetup in meetups:
        Attendance.objects.create(meetup=meetup, member=member, state="absent", noted_at=timezone.now())


def test_what_each_meetup_needs(organizer, group, at, make_member):
    make.meetup(group=group, room=1, online=True)
    for name in ("Ana", "Bo"):
        memberships.join(group=group, member=make_member(name), mode="room")
    page = organizer.get(at)
    assert [(card.todo, card.waiting) for card in page.context["board"].ahead] == [
        (("place", "link", "lessons"), 1)
    ]
    assert "1 person waits for a seat." in page.text


def test_a_meetup_without_a_published_recap_is_to_write(organizer, group, at):
    make.group_page(group)
    first, second = (make.over(make.meetup(group=group), days=days) for days in (14, 7))
    parent = StudyGroupPage.objects.get()
    parent.add_child(instance=RecapPage(title="What we did", meetup=first))
    assert [card.meetup for card in organizer.get(at).context["board"].behind] == [second]


def test_who_missed_two_in_a_row_but_not_one_nor_across_a_block(organizer, group, at, member, make_member):
    first, second = (make.over(make.meetup(group=group), days=days) for days in (14, 7))
    ana, bo, cy = (make.joined(group, make_member(name)).member for name in ("Ana", "Bo", "Cy"))
    absent(ana, first, second)
    absent(bo, second)
    absent(cy, first, second)
    Block.objects.create(blocker=cy, blocked=member)
    assert organizer.get(at).context["board"].missed == (ana,)


def test_who_asks_is_counted(organizer, group, at, make_member):
    StudyGroup.objects.update(join="approval")
    memberships.join(group=group, member=make_member("Ana"), mode="room")
    assert "1 person asks to join" in organizer.get(at).text


def test_strangers_members_and_other_organizers_find_nothing(client, group, at, make_member):
    stranger = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    for who in (stranger, make.joined(group, make_member("Ana")).member):
        client.force_login(who)
        assert client.get(at).status_code == 404
    client.logout()
    assert client.get(at).status_code == 404


def test_a_full_board_costs_what_an_empty_one_costs(organizer, group, at, make_member):
    meetups = [make.over(make.meetup(group=group), days=days) for days in (14, 7)]
    make.meetup(group=group)
    absent(make.joined(group, make_member("Ana")).member, *meetups)
    one = cost(organizer, at)
    for nth in range(9):
        make.meetup(group=group, in_days=14 + nth)
        absent(make.joined(group, make_member(f"Member {nth}")).member, *meetups)
    assert (one, cost(organizer, at)) == (13, 13)
