"""The page of a study group in the browser: what visitors and members see, and joining, leaving, exceptions."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import Block
from learning.models import RSVP, GroupMembership
from learning.services import memberships
from tests.factories import groups as make

PAGE = "/chapters/portland/python-evenings/"


@pytest.fixture
def group(home):
    made = make.group(seats_room=2)
    make.group_page(made)
    make.meetup(group=made)
    make.meetup(group=made, in_days=14)
    return made


@pytest.fixture
def at(group):
    return f"/learn/groups/{group.uuid}/"


def states(group) -> list[tuple[str, str]]:
    rows = RSVP.objects.filter(meetup__group=group).order_by("meetup__starts_at", "pk")
    return list(rows.values_list("member__display_name", "state"))


def test_a_visitor_sees_dates_seats_and_how_many_people_but_no_name(client, group, make_member):
    make.joined(group, make_member("Olga"))
    page = client.get(PAGE)
    assert page.status_code == 200
    assert page.text.count("2 seats left") == 2
    assert ("Los Angeles time" in page.text, "1 person is in this group" in page.text) == (True, True)
    assert ("Olga" in page.text, "Sign in to join" in page.text) == (False, True)


def test_a_reader_in_another_zone_sees_both_times(client, group, make_member):
    client.force_login(make_member("Ina", timezone="Europe/Prague"))
    page = client.get(PAGE)
    coming = page.context["sheet"].coming[0]
    assert f"{coming.when.yours:%H:%M} for you (Prague)" in page.text
    assert coming.when.yours != coming.when.here


def test_the_lasting_address_leads_to_the_page_and_a_draft_has_none(client, group, at):
    assert client.get(at)["Location"] == PAGE
    group.state = "draft"
    group.save()
    assert client.get(at).status_code == 404
    assert client.get(PAGE).context["sheet"] is None


def test_joining_gives_seats_and_twice_is_once(client, member, group, at):
    client.force_login(member)
    for _time in range(2):
        response = client.post(f"{at}join/", {"mode": "room"}, follow=True)
    assert response.redirect_chain[-1] == (PAGE, 302)
    assert (states(group), GroupMembership.objects.count()) == ([("Rosa", "confirmed")] * 2, 1)
    assert ("You are in this group" in response.text, "You have a seat" in response.text) == (True, True)


def test_a_way_the_group_does_not_have_is_not_taken(client, member, group, at):
    client.force_login(member)
    client.post(f"{at}join/", {"mode": "hovercraft"})
    assert GroupMembership.objects.get().default_mode == "room"


def test_a_visitor_signs_in_first_and_nothing_is_written(client, group, at):
    response = client.post(f"{at}join/", {"mode": "room"})
    assert response["Location"] == f"/accounts/login/?next=%2Flearn%2Fgroups%2F{group.uuid}%2F"
    assert GroupMembership.objects.count() == 0


def test_an_exception_and_coming_after_all(client, member, group, at):
    memberships.join(group=group, member=member, mode="room")
    client.force_login(member)
    first = group.meetups.order_by("starts_at").first()
    for _time in range(2):
        client.post(f"{at}away/{first.uuid}/")
    assert states(group) == [("Rosa", "released"), ("Rosa", "confirmed")]
    for _time in range(2):
        client.post(f"{at}come/{first.uuid}/")
    assert states(group) == [("Rosa", "confirmed")] * 2


def test_leaving_asks_nothing_and_the_last_organizer_stays(client, member, make_member, group, at):
    row = make.joined(group, member, role="organizer")
    client.force_login(member)
    page = client.post(f"{at}leave/", follow=True)
    assert "You are the last organizer of this group." in page.text
    make.joined(group, make_member("Olga"), role="organizer")
    client.post(f"{at}leave/")
    row.refresh_from_db()
    assert row.state == "left"


def test_how_one_comes_can_change(client, member, group, at):
    group.mode = "hybrid"
    group.save()
    row = make.joined(group, member)
    client.force_login(member)
    assert "From now on: Online" in client.get(PAGE).text
    client.post(f"{at}usual/", {"mode": "remote"})
    row.refresh_from_db()
    assert row.default_mode == "remote"


def test_a_member_sees_names_but_nobody_across_a_block(client, member, make_member, group):
    make.joined(group, member)
    for name in ("Ana", "Bo", "Cy"):
        make.joined(group, make_member(name))
    Block.objects.create(
        blocker=member, blocked=GroupMembership.objects.get(member__display_name="Bo").member
    )
    Block.objects.create(
        blocker=GroupMembership.objects.get(member__display_name="Cy").member, blocked=member
    )
    client.force_login(member)
    names = [row.member.name for row in client.get(PAGE).context["sheet"].people]
    assert names == ["Rosa", "Ana"]


@pytest.mark.parametrize("door", ["leave/", "usual/"])
def test_strangers_have_nothing_to_leave(client, member, group, at, door):
    client.force_login(member)
    assert (client.post(f"{at}{door}").status_code, client.get(f"{at}{door}").status_code) == (404, 405)


def test_a_stranger_has_no_seat_to_give_or_take(client, member, group, at):
    client.force_login(member)
    first = group.meetups.first()
    assert [client.post(f"{at}{door}/{first.uuid}/").status_code for door in ("away", "come")] == [404, 404]


def test_a_removed_member_sees_no_way_in(client, member, make_member, group, at):
    row = make.joined(group, member)
    memberships.remove(membership=row, actor=make_member("Olga"))
    client.force_login(member)
    assert "takes nobody in right now" in client.get(PAGE).text
    client.post(f"{at}join/", {"mode": "room"})
    row.refresh_from_db()
    assert row.state == "removed"


def test_asking_to_join_and_taking_it_back(client, member, group, at):
    group.join = "approval"
    group.save()
    client.force_login(member)
    assert "You have asked to join" in client.post(f"{at}join/", {"mode": "room"}, follow=True).text
    client.post(f"{at}leave/")
    assert GroupMembership.objects.get().state == "left"


def cost(client, path: str, *, cold: bool = False) -> int:
    client.get(path)
    if cold:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_a_page_costs_the_same_for_one_and_for_many(client, member, make_member, group):
    assert (cost(client, PAGE), cost(client, PAGE, cold=True)) == (8, 12)
    memberships.join(group=group, member=member, mode="room")
    client.force_login(member)
    few = (cost(client, PAGE), cost(client, PAGE, cold=True))
    for name in range(30):
        make.joined(group, make_member(f"Member {name}"))
    assert (few, (cost(client, PAGE), cost(client, PAGE, cold=True))) == ((15, 19), (15, 19))
