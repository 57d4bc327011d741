"""Where organizers see how a pair stands: state, turn, meetings, one next action; never what the two write and plan."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Message
from mentorship.models import PairClosing, PairMeeting
from mentorship.services import closings, pair_goals, pair_thread, pairings
from tests.factories.mentorship import make_completed_pair, make_pair

SECRETS = ["Hush words", "Hush goal", "private-mira", "mira@example.org"]


@pytest.fixture
def staff(client, program_staff):
    client.force_login(program_staff)
    return program_staff


def at(pair) -> str:
    return reverse("pairing:inspect", args=[pair.pk])


def test_an_organizer_sees_where_a_pair_stands_and_reminds_once(client, staff, round_page):
    pair = make_pair(round_page)
    nora = pair.mentee.member
    pair_thread.write(pairing=pair, member=nora, text="Hush words", token=uuid4())
    pair_goals.add(pairing=pair, member=nora, title="Hush goal")
    now = timezone.now()
    PairMeeting.objects.create(
        pairing=pair, proposed_by="mentor", starts_at=now, ends_at=now + timedelta(hours=1), state="held"
    )
    page = client.get(at(pair)).text
    assert ("1 took place" in page, "Remind Mira" in page) == (True, True)
    assert [secret for secret in SECRETS if secret in page] == []
    Message.objects.all().delete()
    address = reverse("mentorship_remind", args=[pair.pk])
    answers = [client.post(address, follow=True).text for _twice in range(2)]
    assert ["friendly word." in answers[0], "reminded in this stretch" in answers[1]] == [True, True]
    assert [row.recipient.name for row in Message.objects.filter(kind="mentorship.pair_nudge")] == ["Mira"]
    pairings.end(pairing=pair, member=nora, code="fit", note="For you")
    page = client.get(at(pair)).text
    assert [words in page for words in ("For you", "first in line", "Remind")] == [True, True, False]
    assert "It now stands at: Ended." in client.post(address, follow=True).text


def test_words_from_the_end_are_published_and_taken_off(client, staff, round_page):
    pair = make_completed_pair(round_page)
    answer = closings.Answer(reached="A game", change="Hush words", publish_ok=True)
    row = closings.give(pairing=pair, member=pair.mentee.member, answer=answer)
    index, address = round_page.get_parent().url, reverse("mentorship_publish", args=[row.pk])
    assert "A game" in client.get(at(pair)).text
    assert "Read them again." in client.post(address, {"on": "1", "seen": "old"}, follow=True).text
    shown = []
    for on in ("1", "1", "0"):
        client.post(address, {"on": on, "seen": row.given_at.isoformat()})
        page = client.get(index).text
        shown.append(("A game" in page and "Nora" in page, "Hush words" in page))
    assert shown == [(True, False), (True, False), (False, False)]


def test_who_does_not_organize_finds_no_pair_and_nobody_reads_about_their_own(
    client, make_member, program_staff, round_page
):
    pair = make_completed_pair(round_page)
    row = closings.give(
        pairing=pair, member=pair.mentor.member, answer=closings.Answer(helped="You", publish_ok=True)
    )
    posts = [
        reverse("mentorship_remind", args=[pair.pk]),
        reverse("mentorship_publish", args=[row.pk]),
    ]
    pair.mentee.member.groups.set(program_staff.groups.all())
    client.force_login(pair.mentee.member)
    codes = [client.get(at(pair)).status_code, *[client.post(address).status_code for address in posts]]
    assert codes == [404, 404, 404]
    client.force_login(make_member("Rosa"))
    assert {client.post(address).status_code for address in posts} <= {302, 403, 404}
    assert not PairClosing.objects.filter(published_at__isnull=False).exists()


def test_pairs_that_are_over_stand_last(client, staff, round_page):
    make_completed_pair(round_page)
    make_pair(round_page, "Ada", "Ben")
    page = client.get(reverse("pairing:index")).text
    assert page.index("Ada · Ben") < page.index("Mira · Nora")


def test_the_list_asks_the_same_for_one_pair_and_for_three(client, staff, round_page):
    found = []
    for names in ([("Mira", "Nora")], [("Ada", "Ben"), ("Cleo", "Dan")]):
        for mentor, mentee in names:
            make_pair(round_page, mentor, mentee)
        client.get(reverse("pairing:index"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("pairing:index")).status_code == 200
        found.append(len(queries))
    assert found == [found[0]] * 2
    assert found[0] == 12
