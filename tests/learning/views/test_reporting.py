from uuid import uuid4

import pytest
from django.urls import reverse

from cms.models import Block, Report
from cms.services import blocks
from learning.services import rsvps
from tests.factories import groups as make


@pytest.fixture
def nora(client, home, make_member):
    member = make_member("Nora")
    client.force_login(member)
    return member


@pytest.fixture
def max_(make_member):
    return make_member("Max")


def url(name: str, kind: str, thing) -> str:
    return reverse(f"cms:{name}", args=[kind, thing.uuid])


def names(client, address: str) -> list[str]:
    """Whom the form offers to name."""
    fields = client.get(address).context["form"].fields
    return [name for _key, name in fields["about"].choices] if "about" in fields else []


def test_one_reports_from_a_group_and_a_meetup_about_people_whose_names_one_sees(
    client, nora, max_, make_member
):
    group = make.group()
    make.joined(group, max_)
    make.joined(group, make_member("Olga"), role="organizer")
    meetup = make.meetup(group=group, room=5)
    for member in (max_, nora):
        rsvps.respond(meetup=meetup, member=member, mode="room", actor=member)
    offered = {}
    for kind, thing in (("group", group), ("meetup", meetup)):
        offered[kind] = names(client, url("report", kind, thing))
    make.joined(group, nora)
    assert (offered, names(client, url("report", "group", group))) == (
        {"group": ["Olga"], "meetup": ["Max"]},
        ["Max", "Olga"],
    )
    form = {"text": "x", "about": [str(max_.pk)], "token": str(uuid4())}
    client.post(url("report", "meetup", meetup), form)
    report = Report.objects.get()
    assert (report.chapter, report.place_kind, list(report.named.all())) == (group.chapter, "meetup", [max_])
    page = client.get(reverse("learning:meetup", args=[meetup.uuid])).text
    assert url("report", "meetup", meetup) in page
    client.logout()
    assert client.get(url("report", "meetup", meetup)).status_code == 302
    assert (
        url("report", "meetup", meetup) not in client.get(reverse("learning:meetup", args=[meetup.uuid])).text
    )


def test_a_draft_is_no_place_for_anybody_else(client, nora):
    group = make.group(state="draft")
    assert client.get(url("report", "group", group)).status_code == 404


def test_names_across_a_block_are_not_offered_to_the_blocked_and_organizers_are_not_told(client, nora, max_):
    meetup = make.meetup(room=5)
    make.organizer(meetup.chapter, max_)
    for member in (max_, nora):
        rsvps.respond(meetup=meetup, member=member, mode="room", actor=member)
    address = reverse("learning:meetup", args=[meetup.uuid])
    before = "Look for Max" in client.get(address).text
    blocks.block(blocker=max_, blocked=nora)
    assert (before, "Look for" in client.get(address).text) == (True, False)
    assert names(client, url("report", "meetup", meetup)) == []
    Block.objects.all().delete()
    blocks.block(blocker=nora, blocked=max_)
    assert names(client, url("report", "meetup", meetup)) == ["Max"]  # who set the block may tell about them
