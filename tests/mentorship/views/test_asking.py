from uuid import uuid4

import pytest
from django.urls import reverse

from cms.models import Block
from mentorship.models import Pairing, PairMessage
from tests.factories.learning import lesson
from tests.factories.mentorship import make_member, make_pair


@pytest.fixture
def lists(home):
    return lesson("Lists", checkpoints=True)


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


def ask_url(lists, block: str = "") -> str:
    url = reverse("mentorship:ask-mentor", args=[lists.translation_key])
    return f"{url}?block={block}" if block else url


def test_a_question_in_a_lesson_goes_into_the_thread_with_its_place(client, pair, lists):
    client.force_login(pair.mentee.member)
    block = next(each.id for each in lists.body if each.block_type == "checkpoint")
    page = client.get("/lessons/lists/").text
    assert [page.count(f'href="{ask_url(lists, place)}"') for place in ("", block)] == [1, 1]
    form = client.get(ask_url(lists, block))
    assert (form.status_code, "Ask Mira" in form.text, PairMessage.objects.count()) == (200, True, 0)
    facts = {"token": str(uuid4()), "text": "Why <i>this</i>?", "block": block, "mentor": str(pair.uuid)}
    answers = [client.post(ask_url(lists), facts).headers["Location"] for _twice in range(2)]
    space = reverse("mentorship:pairing", args=[pair.uuid])
    assert answers == [f"{space}#thread"] * 2
    assert list(PairMessage.objects.values_list("text", "lesson_key", "block_id")) == [
        ("Why <i>this</i>?", lists.translation_key, block)
    ]
    client.force_login(pair.mentor.member)
    assert f'<a href="/lessons/lists/#b-{block}">Lists</a>' in client.get(space).text
    lists.unpublish()
    assert "About a lesson that cannot be opened now" in client.get(space).text


def test_a_refused_question_keeps_its_words_and_an_unknown_block_is_left_out(client, pair, lists):
    client.force_login(pair.mentee.member)
    facts = {"token": str(uuid4()), "text": " ", "block": "x", "mentor": str(pair.uuid)}
    assert "This field is required." in client.post(ask_url(lists), facts).text
    client.post(ask_url(lists), {**facts, "text": "Why?"})
    assert PairMessage.objects.get().block_id == ""
    Pairing.objects.update(state="held")
    answer = client.post(ask_url(lists), {**facts, "token": str(uuid4()), "text": "My words"})
    assert ("There is no mentor to ask right now" in answer.text, "My words" in answer.text) == (True, True)
    assert PairMessage.objects.count() == 1


def test_a_lesson_offers_it_only_with_a_mentor_who_can_be_written_to(client, pair, lists):
    def offered(member) -> bool:
        client.force_login(member)
        return "Ask my mentor" in client.get("/lessons/lists/").text

    nora = pair.mentee.member
    found = [offered(nora), offered(pair.mentor.member), offered(make_member("Rosa"))]
    for state in ("paused", "held"):
        Pairing.objects.update(state=state)
        found.append(offered(nora))
    Pairing.objects.update(state="active")
    Block.objects.create(blocker=pair.mentor.member, blocked=nora)
    found.append(offered(nora))
    client.logout()
    assert [*found, "Ask my mentor" in client.get("/lessons/lists/").text] == [
        True,
        *[False] * 2,
        True,
        *[False] * 3,
    ]
    assert client.get(reverse("mentorship:ask-mentor", args=[uuid4()])).status_code == 302
    client.force_login(nora)
    assert client.get(reverse("mentorship:ask-mentor", args=[uuid4()])).status_code == 404
