import pytest
from django.urls import reverse

from cms.models import Block, Event
from mentorship.models import Pairing
from tests.factories.mentorship import make_pair, make_participant


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


def url(pair, name="pairing") -> str:
    return reverse(f"mentorship:{name}", args=[pair.uuid])


def test_the_pairs_page_says_whose_turn_it_is_and_shows_no_contact_by_itself(client, pair):
    turns = {}
    for member in (pair.mentor.member, pair.mentee.member):
        client.force_login(member)
        text = client.get(url(pair)).text
        turns[member.display_name] = "It is your turn" in text
        assert [secret for secret in ("private-", "mira@", "nora@") if secret in text] == []
    assert turns == {"Mira": False, "Nora": True}
    assert not Event.objects.filter(verb="contact_seen").exists()


def test_contact_is_shown_on_request_and_kept_nowhere(client, pair):
    client.force_login(pair.mentee.member)
    answer = client.post(url(pair, "pairing-contact"))
    assert "private-mira" in answer.text
    assert "mira@example.org" in answer.text
    assert "private-nora" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(url(pair, "pairing-contact")).status_code == 405
    assert Event.objects.filter(verb="contact_seen").count() == 1


def test_a_block_takes_the_contact_away(client, pair):
    Block.objects.create(blocker=pair.mentor.member, blocked=pair.mentee.member)
    client.force_login(pair.mentee.member)
    assert "Show contact" not in client.get(url(pair)).text
    answer = client.post(url(pair, "pairing-contact"))
    assert ("private-mira" in answer.text, answer.status_code) == (False, 200)


@pytest.mark.parametrize("who", ["visitor", "member", "other mentor", "staff"])
def test_nobody_else_finds_the_pair(who, client, pair, round_page, make_member, program_staff):
    people = {
        "member": lambda: make_member("Rosa"),
        "other mentor": lambda: make_participant(round_page, "Ada", "mentor").member,
        "staff": lambda: program_staff,
    }
    if who in people:
        client.force_login(people[who]())
    answers = [
        client.get(url(pair)),
        client.post(url(pair, "pairing-contact")),
        client.post(url(pair, "pairing-end"), {"code": "time"}),
    ]
    assert [answer.status_code for answer in answers] == [302 if who == "visitor" else 404] * 3
    assert Pairing.objects.get().state == "active"
    assert not Event.objects.filter(verb="contact_seen").exists()


def test_an_end_needs_a_reason(client, pair):
    client.force_login(pair.mentor.member)
    assert "This field is required." in client.post(url(pair, "pairing-end"), {}).text
    ended = client.post(url(pair, "pairing-end"), {"code": "fit", "note": "Hush"})
    assert ended.headers["Location"] == url(pair, "pair-closing")
    client.force_login(pair.mentee.member)
    text = client.get(url(pair)).text
    assert ("Ended" in text, "Hush" in text) == (True, False)
