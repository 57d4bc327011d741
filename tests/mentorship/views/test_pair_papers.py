from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.models import PairAgreement, Pairing, PairNote
from mentorship.services import pair_goals, pair_meetings, pair_papers
from tests.factories.mentorship import make_member, make_pair


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


def url(name, pair, *more) -> str:
    return reverse(f"mentorship:{name}", args=[pair.uuid, *more])


def words(version: int = 0, **more) -> dict:
    return {"version": str(version), "often": "Every Tuesday", "limits": "No <b>work</b>", **more}


def test_the_guide_leads_through_the_first_meeting(client, pair, django_assert_num_queries):
    client.force_login(pair.mentee.member)
    assert "A guide to your first meeting" in client.get(url("pairing", pair)).text
    with django_assert_num_queries(8):
        page = client.get(url("pair-guide", pair)).text
    assert ("Propose a time" in page, "Write down a goal" in page) == (True, True)
    at = timezone.now() + timedelta(days=2)
    pair_meetings.propose(pairing=pair, member=pair.mentee.member, starts_at=at, minutes=45)
    pair_goals.add(pairing=pair, member=pair.mentee.member, title="Loops")
    after = client.get(url("pair-guide", pair)).text
    assert ("Propose a time" in after, "Write down a goal" in after) == (False, False)


def test_one_writes_it_down_and_the_other_agrees(client, pair):
    client.force_login(pair.mentee.member)
    assert PairAgreement.objects.count() == 0
    assert client.post(url("pair-guide", pair), words()).headers["Location"] == url("pair-guide", pair)
    assert "Mira is asked" in client.get(url("pair-guide", pair)).text
    client.force_login(pair.mentor.member)
    assert client.get(url("pair-agree", pair, 1)).status_code == 405
    page = client.get(url("pair-guide", pair)).text
    assert ("I agree" in page, "No &lt;b&gt;work&lt;/b&gt;" in page) == (True, True)
    stale = client.post(url("pair-agree", pair, 0)).text
    assert "The other one has changed this in the meantime." in stale
    for _twice in range(2):
        client.post(url("pair-agree", pair, 1))
    assert "Both agreed" in client.get(url("pair-guide", pair)).text
    assert "What you two agree on" in client.get(url("pairing", pair)).text


def test_who_comes_second_reads_the_others_words_and_keeps_their_own(client, pair):
    pair_papers.write_down(pairing=pair, member=pair.mentor.member, version=0, often="Monthly")
    client.force_login(pair.mentee.member)
    answer = client.post(url("pair-guide", pair), words())
    shown = (
        "The other one has changed this" in answer.text,
        "Monthly" in answer.text,
        "Every Tuesday" in answer.text,
    )
    assert (shown, 'value="1"' in answer.text) == ((True, True, True), True)
    client.post(url("pair-guide", pair), words(1))
    assert PairAgreement.objects.get().often == "Every Tuesday"
    long = client.post(url("pair-guide", pair), words(2, often="x" * 301))
    assert "at most 300 characters" in long.text


def test_a_note_is_read_by_its_author_alone_also_when_the_pair_is_over(client, pair):
    client.force_login(pair.mentee.member)
    form = {"token": str(uuid4()), "text": "Hush <i>"}
    found = [client.post(url("pair-notes", pair), form).headers["Location"] for _twice in range(2)]
    assert found == [f"{url('pairing', pair)}#notes"] * 2
    assert "This field is required." in client.post(url("pair-notes", pair), {**form, "text": " "}).text
    Pairing.objects.update(state="ended", ended_at=timezone.now(), waiting_on="")
    assert "Hush &lt;i&gt;" in client.get(url("pairing", pair)).text
    gone = url("pair-note-forget", pair, PairNote.objects.get().uuid)
    client.force_login(pair.mentor.member)
    assert "Hush" not in client.get(url("pairing", pair)).text
    assert (client.post(gone).status_code, PairNote.objects.count()) == (302, 1)
    client.force_login(pair.mentee.member)
    assert (client.get(gone).status_code, client.post(gone).status_code, PairNote.objects.count()) == (
        405,
        302,
        0,
    )


def test_strangers_find_neither_guide_nor_notes(client, pair):
    client.force_login(make_member("Rosa"))
    assert client.get(url("pair-guide", pair)).status_code == 404
    posts = [
        url("pair-guide", pair),
        url("pair-agree", pair, 1),
        url("pair-notes", pair),
        url("pair-note-forget", pair, uuid4()),
    ]
    assert {client.post(address, words()).status_code for address in posts} == {404}
