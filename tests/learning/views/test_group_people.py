"""The organizer's screen of people: letting in, roles, seats, and who is not let in there."""

import pytest

from cms.models import Block
from learning.models import RSVP, GroupMembership
from tests.factories import groups as make
from tests.learning.views.test_groups import cost


@pytest.fixture
def group(home):
    made = make.group(seats_room=1)
    make.meetup(group=made, room=1)
    return made


@pytest.fixture
def organizer(client, group, member):
    make.organizer(group.chapter, member)
    client.force_login(member)
    return client


@pytest.fixture
def at(group):
    return f"/learn/groups/{group.uuid}/people/"


def asks(group, member) -> GroupMembership:
    row = make.joined(group, member)
    GroupMembership.objects.filter(pk=row.pk).update(state="pending", joined_at=None)
    return row


def states(group) -> dict[str, str]:
    return dict(group.memberships.values_list("member__display_name", "state"))


def test_letting_in_and_saying_no(organizer, group, at, make_member):
    ana, bo = asks(group, make_member("Ana")), asks(group, make_member("Bo"))
    assert [row.pk for row in organizer.get(at).context["sheet"].asking] == [ana.pk, bo.pk]
    for _time in range(2):
        organizer.post(f"{at}{ana.pk}/approve/")
    page = organizer.post(f"{at}{bo.pk}/remove/", follow=True)
    assert "Bo is no longer on the list." in page.text
    assert states(group) == {"Ana": "joined", "Bo": "removed"}
    assert organizer.post(f"{at}{bo.pk}/approve/").status_code == 404


def test_roles_and_the_last_organizer(organizer, group, at, make_member):
    ana = make.joined(group, make_member("Ana"), role="organizer")
    page = organizer.post(f"{at}{ana.pk}/role/", {"role": "helper"}, follow=True)
    assert "the last organizer of this group" in page.text
    bo = make.joined(group, make_member("Bo"))
    organizer.post(f"{at}{bo.pk}/role/", {"role": "organizer"})
    organizer.post(f"{at}{ana.pk}/role/", {"role": "helper"})
    assert dict(group.memberships.values_list("member__display_name", "role")) == {
        "Ana": "helper",
        "Bo": "organizer",
    }
    assert organizer.post(f"{at}{bo.pk}/role/", {"role": "king"}).status_code == 404


def test_putting_somebody_on_and_off_a_meetup(organizer, group, at, make_member):
    meetup = group.meetups.get()
    ana, bo = (make.joined(group, make_member(name)) for name in ("Ana", "Bo"))
    for row in (ana, ana, bo):
        response = organizer.post(f"{at}{row.pk}/seat/{meetup.uuid}/")
    assert response["Location"] == f"{at}?meetup={meetup.uuid}"
    assert list(RSVP.objects.order_by("pk").values_list("state", flat=True)) == ["confirmed", "waitlisted"]
    for _time in range(2):
        organizer.post(f"{at}{ana.pk}/seat/{meetup.uuid}/", {"off": "1"})
    assert list(RSVP.objects.order_by("pk").values_list("state", flat=True)) == ["released", "offered"]


def test_a_meetup_in_the_address_is_chosen_and_nonsense_is_the_next(organizer, group, at):
    later = make.meetup(group=group, in_days=14)
    chosen = [organizer.get(at, {"meetup": text}).context["sheet"].chosen for text in (str(later.uuid), "x")]
    assert chosen == [later, group.meetups.order_by("starts_at").first()]
    assert organizer.post(f"{at}1/seat/{later.uuid}/").status_code == 404


def test_who_is_hidden_by_a_block_is_not_there(organizer, group, at, member, make_member):
    row = asks(group, make_member("Ana"))
    Block.objects.create(blocker=row.member, blocked=member)
    assert organizer.get(at).context["sheet"].asking == ()
    assert organizer.post(f"{at}{row.pk}/approve/").status_code == 404


def test_strangers_members_and_other_organizers_find_nothing(client, group, at, make_member):
    row = make.joined(group, make_member("Ana"))
    stranger = make.organizer(make.chapter("Atlanta"), make_member("Wes"))
    meetup = group.meetups.get()
    for who in (stranger, row.member):
        client.force_login(who)
        assert client.get(at).status_code == 404
        doors = ["approve/", "remove/", "role/", f"seat/{meetup.uuid}/"]
        assert {client.post(f"{at}{row.pk}/{door}").status_code for door in doors} == {404}
    assert states(group) == {"Ana": "joined"}


def test_an_organizer_of_the_group_alone_may_do_all_this(client, group, at, make_member):
    olga = make.joined(group, make_member("Olga"), role="organizer")
    client.force_login(olga.member)
    assert client.get(at).status_code == 200


def test_many_people_cost_what_one_costs(organizer, client, group, at, make_member):
    make.joined(group, make_member("Ana"))
    one = cost(client, at)
    for nth in range(9):
        make.joined(group, make_member(f"Member {nth}"))
    assert (one, cost(client, at)) == (9, 9)
