"""The last page of a pair: said and said anew, thanked once, strangers, what an ended pair reads, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import today
from cms.models import Block
from learning.models import Certificate
from mentorship.models import PairClosing, Pairing, PairThanks, Participant
from mentorship.services import closings, pairings
from tests.factories.mentorship import make_completed_pair, make_pair, make_round


@pytest.fixture
def pair(round_page):
    return make_completed_pair(round_page)


@pytest.fixture
def nora(client, pair):
    client.force_login(pair.mentee.member)
    return pair.mentee.member


def url(name, pair) -> str:
    return reverse(f"mentorship:{name}", args=[pair.uuid])


def test_a_newcomer_looks_back_thanks_and_finds_certificate_and_the_way_on(client, pair, nora):
    assert 'href="' + url("pair-closing", pair) in client.get(url("pairing", pair)).text
    assert [line.url for line in today.lines(nora)][0] == url("pair-closing", pair)
    page = client.get(url("pair-closing", pair)).text
    certificate = Certificate.objects.get(member=nora)
    for words in ("How was it?", "A word of thanks for Mira", "Become a mentor?", str(certificate.uuid)):
        assert words in page
    said = {"reached": "A <b>game</b>", "helped": "", "change": "", "publish_ok": "on"}
    codes = [client.post(url("pair-closing", pair), said).status_code for _twice in range(2)]
    codes += [client.post(url("pair-thanks", pair), {"text": "Thank you"}).status_code for _twice in range(2)]
    page = client.get(url("pair-closing", pair)).text
    assert (codes, "A &lt;b&gt;game&lt;/b&gt;" in page, "Your words may be published" in page) == (
        [302] * 4,
        True,
        True,
    )
    assert (PairClosing.objects.count(), PairThanks.objects.count()) == (1, 1)
    client.post(url("pair-closing-withdraw", pair))
    assert not PairClosing.objects.get().publish_ok
    assert [line.url for line in today.lines(nora) if line.url == url("pair-closing", pair)] == []
    client.force_login(pair.mentor.member)
    theirs = client.get(url("pair-closing", pair)).text
    assert ("Nora says thank you" in theirs, "game" in theirs, "Become a mentor?" in theirs) == (
        True,
        False,
        False,
    )
    Block.objects.create(blocker=pair.mentor.member, blocked=nora)
    assert "Nora says thank you" not in client.get(url("pair-closing", pair)).text


def test_what_cannot_be_kept_is_explained_beside_what_was_typed(client, pair, nora):
    answers = {
        "Write a sentence in one of the three places.": {"reached": " "},
        "There are no words to publish.": {"change": "My words", "publish_ok": "on"},
        "at most 1500 characters": {"reached": "x" * 1501},
    }
    assert [
        words
        for words, data in answers.items()
        if words not in client.post(url("pair-closing", pair), data).text
    ] == []
    refused = client.post(url("pair-thanks", pair), {"text": "x" * 601}).text
    assert "at most 600 characters" in refused
    closings.thank(pairing=pair, member=nora, text="Thank you")
    assert "You have thanked them already." in client.post(url("pair-thanks", pair), {"text": "Again"}).text
    assert not PairClosing.objects.exists()


def test_signing_up_as_a_mentor_is_begun_with_one_click_and_sent_by_nobody_else(client, pair, nora):
    codes = [client.post(url("pair-become", pair)) for _twice in range(2)]
    mine = Participant.objects.get(member=nora, role="mentor")
    address = reverse("mentorship:apply", args=[mine.round_key, "mentor"])
    assert ([code.headers["Location"] for code in codes], mine.state) == ([address] * 2, "draft")
    assert client.get(address).status_code == 200
    assert "Your mentor application" in client.get(url("pair-closing", pair)).text
    client.force_login(pair.mentor.member)
    assert client.post(url("pair-become", pair)).status_code == 404


def test_an_ended_pair_reads_kind_words_and_only_the_newcomer_of_the_place_in_line(client, round_page):
    pair = make_pair(round_page)
    client.force_login(pair.mentee.member)
    assert client.get(url("pair-closing", pair)).headers["Location"] == url("pairing", pair)
    ended = client.post(url("pairing-end", pair), {"code": "fit", "note": ""})
    assert ended.headers["Location"] == url("pair-closing", pair)
    found = []
    for side in (pair.mentee, pair.mentor):
        client.force_login(side.member)
        page = client.get(url("pair-closing", pair)).text
        words = (
            "says nothing about either",
            "first in line",
            "See who fits you",
            "You may publish",
            "A word of thanks",
        )
        found.append([each in page for each in words])
    assert found == [[True, True, True, False, False], [True, False, False, False, False]]
    assert Certificate.objects.count() == 0


def test_when_nobody_can_be_asked_here_the_newcomer_is_led_to_the_round_that_is_open(client, round_page):
    pair = make_pair(round_page)
    pairings.end(pairing=pair, member=pair.mentee.member, code="time")
    client.force_login(pair.mentee.member)
    round_page.unpublish()
    assert "Find another mentor" not in client.get(url("pair-closing", pair)).text
    spring = make_round("Spring")
    page = client.get(url("pair-closing", pair)).text
    assert reverse("mentorship:apply", args=[spring.round_key, "mentee"]) in page


def test_a_pair_past_its_time_is_asked_and_one_on_hold_is_not(client, round_page):
    pair = make_pair(round_page)
    client.force_login(pair.mentee.member)
    Pairing.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    assert "The time you planned is over" in client.get(url("pair-closing", pair)).text
    assert "You planned until" in client.get(url("pairing", pair)).text
    Pairing.objects.update(state="held")
    assert client.get(url("pair-closing", pair)).status_code == 302
    assert client.post(url("pair-thanks", pair), {"text": "Thank you"}).status_code == 302
    assert not PairThanks.objects.exists()


def test_strangers_find_nothing_and_opened_links_change_nothing(client, pair, nora, make_member):
    posts = [url(name, pair) for name in ("pair-thanks", "pair-become", "pair-closing-withdraw")]
    assert {client.get(address).status_code for address in posts} == {405}
    client.force_login(make_member("Rosa"))
    assert {client.post(address).status_code for address in [*posts, url("pair-closing", pair)]} == {404}
    assert client.get(url("pair-closing", pair)).status_code == 404


def test_the_page_costs_the_same_before_and_after(client, pair, nora, django_assert_num_queries):
    client.get(url("pair-closing", pair))
    with django_assert_num_queries(12):
        client.get(url("pair-closing", pair))
    closings.give(pairing=pair, member=nora, answer=closings.Answer(reached="A game"))
    for side in (pair.mentor, pair.mentee):
        closings.thank(pairing=pair, member=side.member, text="Thank you")
    with django_assert_num_queries(12):
        client.get(url("pair-closing", pair))
