from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from cms.models import Member
from mentorship import pulse_links
from mentorship.models import Pairing, Pulse
from mentorship.services import pulses
from tests.factories.mentorship import make_member, make_pair


@pytest.fixture
def pair(round_page):
    pair = make_pair(round_page)
    Pairing.objects.update(started_at=timezone.now() - timedelta(days=8))
    pulses.queue_due()
    return pair


def link(pair, answer: int = 3, day: str = "7") -> str:
    url = pulse_links.url(pairing=pair, member=pair.mentee.member, day=day, answer=answer)
    return "/" + url.split("/", 3)[3]


def test_a_link_that_is_opened_changes_nothing_and_one_click_more_keeps_the_answer(client, pair):
    for value in (1, 2, 3):
        page = client.get(link(pair, value))
        assert (page.status_code, f'value="{value}"' in page.text, page.text.count(" checked")) == (
            200,
            True,
            1,
        )
    assert (Pulse.objects.count(), page["Referrer-Policy"], page["X-Robots-Tag"]) == (
        0,
        "no-referrer",
        "noindex",
    )
    assert "Only the organizers read your answer. Mira never sees it." in page.text
    for _twice in range(2):
        answer = client.post(link(pair), {"answer": "2", "words": "Hush"})
        assert answer.status_code == 302
    after = client.get(answer.headers["Location"]).text
    assert ("Thank you, your answer is kept" in after, "It could be better" in after, "Hush" in after) == (
        True,
        True,
        False,
    )
    assert list(Pulse.objects.values_list("side", "day", "answer", "words")) == [("mentee", "7", 2, "Hush")]


def test_a_link_speaks_for_one_member_and_does_nothing_else(client, pair):
    good = link(pair)
    token = good.split("/")[-2]
    other = signing.dumps(signing.loads(token, salt=pulse_links.SALT), salt="cms.unsubscribe")
    found = [client.get(address).status_code for address in (
        good.replace(token, token[:-1]), good.replace(token, other), reverse("mentorship:pairing", args=[pair.uuid]),
    )]  # fmt: skip
    assert found == [404, 404, 302]
    Member.objects.filter(pk=pair.mentee.member_id).update(email="new@example.org")
    assert client.post(good, {"answer": "3"}).status_code == 404
    assert Pulse.objects.count() == 0


def test_what_cannot_be_kept_is_explained_and_the_words_stay(client, pair):
    client.force_login(pair.mentee.member)
    address = reverse("mentorship:pulse", args=[pair.uuid, "7"])
    assert "This field is required." in client.post(address, {"answer": "", "words": "My words"}).text
    assert "Select a valid choice" in client.post(address, {"answer": "9", "words": "My words"}).text
    early = client.post(
        reverse("mentorship:pulse", args=[pair.uuid, "90"]), {"answer": "3", "words": "My words"}
    )
    assert ("This question is not open right now." in early.text, "My words" in early.text) == (True, True)
    assert client.get(reverse("mentorship:pulse", args=[pair.uuid, "8"])).status_code == 404
    client.post(address, {"answer": "3"})
    assert Pulse.objects.get().answer == 3


def test_a_pair_on_hold_is_asked_nothing_until_it_goes_on(client, pair):
    client.force_login(pair.mentee.member)
    address, found = reverse("mentorship:pulse", args=[pair.uuid, "7"]), []
    for state, held_from in (("held", "active"), ("active", "")):
        Pairing.objects.update(state=state, held_from=held_from)
        pages = [client.get(way).text for way in (address, link(pair))]
        found.append([("Keep my answer" in page, "This pair is on hold for now" in page) for page in pages])
        if state == "held":
            client.post(address, {"answer": "3"})
            assert Pulse.objects.count() == 0
    assert found == [[(False, True)] * 2, [(True, False)] * 2]


def test_strangers_find_no_question_and_members_no_list(client, pair):
    low = Pulse.objects.create(pairing=pair, side="mentee", day="7", answer=1, words="Hush")
    address = reverse("mentorship:pulse", args=[pair.uuid, "7"])
    handled = reverse("mentorship:pulse-handled", args=[low.pk])
    for member in (make_member("Rosa"), pair.mentor.member):
        client.force_login(member)
        assert (
            client.get(reverse("mentorship:pulse-list")).status_code,
            client.post(handled).status_code,
        ) == (404,) * 2
    assert (
        "Hush"
        not in client.get(address).text + client.get(reverse("mentorship:pairing", args=[pair.uuid])).text
    )
    client.force_login(make_member("Ola"))
    assert client.get(address).status_code == 404
    assert Pulse.objects.low().count() == 1


def test_organizers_read_the_words_and_take_it_off_the_list(
    client, round_page, pair, django_assert_num_queries
):
    client.force_login(Member.objects.create_superuser("staff@example.org"))
    address = reverse("mentorship:pulse-list")
    assert "Nobody needs you right now" in client.get(address).text
    low = Pulse.objects.create(pairing=pair, side="mentee", day="7", answer=1, words="Hush <b>")
    for more in (0, 2):
        for number in range(more):
            other = make_pair(round_page, f"Mentor {number}", f"Mentee {number}")
            Pulse.objects.create(pairing=other, side="mentor", day="7", answer=1)
        with django_assert_num_queries(5):
            text = client.get(address).text
    assert ("Hush &lt;b&gt;" in text, "nora@example.org" in text) == (True, False)
    handled = reverse("mentorship:pulse-handled", args=[low.pk])
    assert client.get(handled).status_code == 405
    long = client.post(handled, {f"pulse-{low.pk}-words": "x" * 1001})
    assert ("at most 1000 characters" in long.text, Pulse.objects.low().count()) == (True, 3)
    client.post(handled, {f"pulse-{low.pk}-words": "Shall we talk?"})
    assert Pulse.objects.low().count() == 2
