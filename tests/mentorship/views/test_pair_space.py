from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.models import PairGoal, Pairing, PairMeeting, PairMessage, PairNote
from mentorship.services import pair_meetings
from tests.factories.mentorship import make_pair


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def nora(client, pair):
    client.force_login(pair.mentee.member)
    return pair.mentee.member


def url(name, pair, *more) -> str:
    return reverse(f"mentorship:{name}", args=[pair.uuid, *more])


def slot(days: int = 2) -> dict:
    day = (timezone.now() + timedelta(days=days)).date().isoformat()
    return {"day": day, "clock": "18:30", "minutes": "60", "place": "https://call.example/x"}


def test_words_are_sent_once_and_shown_safely(client, pair, nora):
    form = {"token": str(uuid4()), "text": "Hello <b>you</b>"}
    answers = [client.post(url("pair-message", pair), form) for _twice in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [f"{url('pairing', pair)}#thread"] * 2
    assert "Hello &lt;b&gt;you&lt;/b&gt;" in client.get(url("pairing", pair)).text
    refused = client.post(url("pair-message", pair), {"token": str(uuid4()), "text": "  "})
    assert ("This field is required." in refused.text, PairMessage.objects.count()) == (True, 1)


def test_a_time_is_typed_on_ones_own_clock_confirmed_and_moved(client, pair, nora):
    client.post(url("pair-meetings", pair), slot())
    meeting = PairMeeting.objects.get()
    assert timezone.localtime(meeting.starts_at, nora.zone).strftime("%H:%M") == "18:30"
    assert "6:30 p.m." in client.get(url("pairing", pair)).text
    assert "6:30 p.m." in client.get(url("pair-meeting-move", pair, meeting.uuid)).text
    client.force_login(pair.mentor.member)
    assert "Confirm" in client.get(url("pairing", pair)).text
    client.post(url("pair-meeting", pair, meeting.uuid, "confirm"))
    page = client.get(url("pairing", pair)).text
    assert ("You meet on" in page, "https://call.example/x" in page) == (True, True)
    assert 'value="18:30"' in client.get(url("pair-meeting-move", pair, meeting.uuid)).text
    client.post(url("pair-meeting-move", pair, meeting.uuid), slot(3))
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("confirmed", 2)
    refused = client.post(url("pair-meeting", pair, meeting.uuid, "held"))
    assert "That is no longer possible. It now stands at: Confirmed." in refused.text


def test_a_time_that_cannot_be_keeps_what_was_typed(client, pair, nora):
    for wrong in ({**slot(), "day": "2020-01-01"}, {**slot(), "day": "9999-12-31", "clock": "23:59"}):
        answer = client.post(url("pair-meetings", pair), wrong)
        assert (answer.status_code, "https://call.example/x" in answer.text) == (200, True)
    assert not PairMeeting.objects.exists()


def test_goals_are_added_marked_and_removed(client, pair, nora):
    assert "This field is required." in client.post(url("pair-goals", pair), {"title": ""}).text
    client.post(url("pair-goals", pair), {"title": "Loops", "due_on": "2020-01-01"})
    goal = PairGoal.objects.get()
    assert "Loops" in client.get(url("pairing", pair)).text
    client.post(url("pair-goal", pair, goal.uuid, "done"))
    goal.refresh_from_db()
    assert goal.done_at is not None
    codes = [client.post(url("pair-goal", pair, goal.uuid, "remove")).status_code for _twice in range(2)]
    assert (codes, PairGoal.objects.exists()) == ([302, 302], False)


def test_pausing_and_completing_take_one_click_each(client, pair, nora):
    found = []
    for verb in ("pause", "resume", "share", "finish", "go-on", "finish"):
        client.post(url("pair-course", pair, verb))
        pair.refresh_from_db()
        found.append((pair.state, pair.done_asked_by))
    assert found[0][0] == "paused"
    assert found[-1] == ("active", "mentee")
    assert pair.shares_since is not None
    client.force_login(pair.mentor.member)
    assert "Yes, we are done" in client.get(url("pairing", pair)).text
    assert client.post(url("pair-course", pair, "share")).status_code == 404
    client.post(url("pair-course", pair, "finish"))
    assert "Completed" in client.get(url("pairing", pair)).text


def test_a_paused_pair_says_so_first_and_one_click_there_resumes_it(client, pair, nora):
    paused = client.post(url("pair-course", pair, "pause"))
    page = client.get(url("pairing", pair)).text
    assert paused.url.endswith("#paused")
    assert (page.count("Resume<"), page.count("button--bloom")) == (1, 1)
    assert page.index('id="paused"') < page.index('id="course"')
    assert client.post(url("pair-course", pair, "resume")).url.endswith("#turn")
    assert 'id="turn"' in client.get(url("pairing", pair)).text


def test_a_refusal_shows_the_page_as_it_stands(client, pair, nora):
    Pairing.objects.update(state="held")
    answer = client.post(url("pair-course", pair, "pause"))
    assert "It now stands at: On hold." in answer.text
    form = {"token": str(uuid4()), "text": "My words"}
    assert "It now stands at: On hold." not in client.get(url("pairing", pair)).text
    assert client.post(url("pair-message", pair), form).status_code == 200
    assert not PairMessage.objects.exists()


def test_strangers_and_opened_links_change_nothing(client, pair, nora, make_member):
    at = timezone.now() + timedelta(days=1)
    meeting = pair_meetings.propose(pairing=pair, member=nora, starts_at=at, minutes=30)
    goal = PairGoal.objects.create(pairing=pair, title="Loops")
    posts = [
        url("pair-message", pair),
        url("pair-goals", pair),
        url("pair-goal", pair, goal.uuid, "done"),
        url("pair-meetings", pair),
        url("pair-meeting", pair, meeting.uuid, "cancel"),
        url("pair-course", pair, "pause"),
    ]
    assert {client.get(address).status_code for address in posts} == {405}
    assert client.post(url("pair-course", pair, "explode")).status_code == 404
    client.force_login(make_member("Rosa"))
    answers = [client.post(address) for address in [*posts, url("pair-meeting-move", pair, meeting.uuid)]]
    assert {answer.status_code for answer in answers} == {404}
    assert client.get(url("pair-meeting-move", pair, meeting.uuid)).status_code == 404


def test_the_page_asks_the_same_with_three_and_thirty_rows(client, pair, nora, django_assert_num_queries):
    def fill(count: int) -> None:
        at = timezone.now() + timedelta(days=1)
        PairMeeting.objects.bulk_create(
            PairMeeting(
                pairing=pair,
                proposed_by="mentor",
                starts_at=at,
                ends_at=at + timedelta(hours=1),
                state="held",
            )
            for _nth in range(count)
        )
        PairGoal.objects.bulk_create(
            PairGoal(pairing=pair, title=str(uuid4()), lesson_key=uuid4()) for _nth in range(count)
        )
        for kind in (PairMessage, PairNote):
            kind.objects.bulk_create(
                kind(pairing=pair, side="mentee", token=uuid4(), text="Hello") for _nth in range(count)
            )

    fill(3)
    client.get(url("pairing", pair))
    for more in (0, 27):
        fill(more)
        with django_assert_num_queries(13):
            client.get(url("pairing", pair))
    Pairing.objects.update(shares_since=timezone.now())
    client.get(url("pairing", pair))
    with django_assert_num_queries(15):
        client.get(url("pairing", pair))
