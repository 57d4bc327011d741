"""Claiming a slot for a talk and the organizer's yes and no: success, refusals, strangers, who sees what."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Block, ChapterRole, Member
from learning.models import StudyGroup, TalkSlot
from learning.services import rsvps, slots
from tests.factories import groups as make


@pytest.fixture
def olga(make_member, home) -> Member:
    made = make_member("Olga")
    ChapterRole.objects.create(chapter=make.chapter(), member=made, kind="organizer", since="2024-01-01")
    return made


@pytest.fixture
def slot(olga) -> TalkSlot:
    return slots.add(actor=olga, meetup=make.meetup(), kind="lightning", minutes=10, key=uuid4())


def at(slot: TalkSlot, name: str) -> str:
    return reverse(f"learning:slot-{name}", args=[slot.uuid])


def program(client, slot: TalkSlot) -> str:
    page = BeautifulSoup(client.get(slot.meetup.get_absolute_url()).text, "html.parser")
    return " ".join(page.select_one("#talks").get_text(" ").split())


def test_an_organizer_offers_a_slot_and_bad_numbers_get_a_sentence(client, olga):
    meetup = make.meetup()
    client.force_login(olga)
    add = reverse("learning:slot-add", args=[meetup.uuid])
    sent = {"key": str(uuid4()), "kind": "mini_lesson", "minutes": "15"}
    for _time in range(2):
        assert client.post(add, sent).status_code == 302
    assert "greater than or equal to 3" in client.post(add, {**sent, "minutes": "0"}, follow=True).text
    assert [(each.kind, each.minutes) for each in meetup.slots.all()] == [("mini_lesson", 15)]


def test_a_member_claims_a_slot_and_gives_it_back(client, slot, member):
    client.force_login(member)
    assert "Never spoken before?" in client.get(at(slot, "claim")).text
    answer = client.post(at(slot, "claim"), {"title": "Loops", "is_first_time": "on"})
    assert (answer.status_code, answer["Location"]) == (302, f"{slot.meetup.get_absolute_url()}#talks")
    assert "an organizer has yet to say yes" in program(client, slot)
    assert client.post(at(slot, "give-back")).status_code == 302
    slot.refresh_from_db()
    assert (slot.state, slot.speaker) == ("open", None)


def test_a_claim_that_comes_second_gets_a_sentence_and_keeps_the_words(client, slot, member, make_member):
    slots.claim(member=make_member("Ada"), slot=slot, title="Files")
    client.force_login(member)
    answer = client.post(at(slot, "claim"), {"title": "Loops"})
    assert (answer.status_code, 'value="Loops"' in answer.text) == (200, True)
    assert "Somebody else has claimed this slot meanwhile." in answer.text
    assert client.post(at(slot, "claim"), {"title": ""}).status_code == 200


def test_what_is_claimed_is_seen_by_all_once_it_is_confirmed_and_names_by_members_alone(
    client, slot, olga, member, make_member
):
    ada = make_member("Ada")
    slots.claim(member=ada, slot=slot, title="Files", notes="A secret wish")
    client.force_login(member)
    assert ("Files" in (words := program(client, slot)), "Ada" in words, "claimed" in words) == (
        False,
        False,
        True,
    )
    client.force_login(olga)
    client.post(at(slot, "confirm"))
    client.force_login(member)
    assert ("Files" in (words := program(client, slot)), "Ada" in words, "secret" in words) == (
        True,
        True,
        False,
    )
    client.logout()
    assert ("Files" in (words := program(client, slot)), "Ada" in words) == (True, False)
    Block.objects.create(blocker=ada, blocked=member)
    client.force_login(member)
    assert "Ada" not in program(client, slot)


def test_an_organizer_says_no_and_takes_a_slot_off(client, slot, olga, member):
    slots.claim(member=member, slot=slot, title="Loops")
    client.force_login(olga)
    assert "Loops" in client.get(reverse("learning:meetup-desk", args=[slot.meetup.uuid])).text
    assert "It was" not in client.post(at(slot, "given"), follow=True).text
    client.post(at(slot, "decline"))
    client.post(at(slot, "withdraw"))
    slot.refresh_from_db()
    assert slot.state == "dropped"
    assert client.get(at(slot, "claim")).status_code == 404


def test_strangers_find_nothing(client, slot, member, make_member):
    client.force_login(member)
    for name in ("confirm", "decline", "withdraw", "given", "give-back"):
        assert client.post(at(slot, name)).status_code == 404
        assert client.get(at(slot, name)).status_code == 405
    assert client.post(reverse("learning:slot-add", args=[slot.meetup.uuid])).status_code == 404
    hidden = make.meetup(group=make.group(state=StudyGroup.State.DRAFT))
    other = TalkSlot.objects.create(meetup=hidden, kind="lightning")
    assert client.get(at(other, "claim")).status_code == 404
    client.logout()
    assert client.post(at(slot, "claim"), {"title": "x"}).status_code == 302


def test_the_program_costs_the_same_for_one_talk_and_for_three(client, olga, member, make_member):
    def cost(number: int) -> int:
        meetup = make.meetup(in_days=number + 1)
        for nth in range(number):
            slot = slots.add(actor=olga, meetup=meetup, kind="lightning", minutes=5, key=uuid4())
            slots.claim(member=make_member(f"S{number}{nth}"), slot=slot, title="x")
            slots.confirm(actor=olga, slot=slot)
        rsvps.respond(meetup=meetup, member=member, mode="room")
        client.force_login(member)
        client.get(meetup.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(meetup.get_absolute_url())
        return len(queries)

    assert (cost(1), cost(3)) == (12, 12)
