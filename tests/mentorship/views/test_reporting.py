from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, Report
from cms.services import blocks, messages
from mentorship.models import Proposal
from mentorship.services import choices, pair_meetings, pair_papers, proposals
from tests.factories.mentorship import make_pair, make_participant
from tests.factories.safety import make_safeguard


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


def url(name: str, kind: str, thing) -> str:
    return reverse(f"cms:{name}", args=[kind, thing.uuid])


def page(client, address: str) -> str:
    return client.get(address).text


def test_one_reports_from_pair_proposal_and_card_about_who_is_there(client, pair, round_page, make_member):
    ada = make_participant(round_page, "Ada", "mentor")
    nora = pair.mentee
    type(nora).objects.filter(pk=nora.pk).update(capacity=2)
    nora.refresh_from_db()
    asked = proposals.request(mentee=nora, mentor=ada, note="x")
    type(ada).objects.update(listed=True)
    client.force_login(nora.member)
    shown = {
        url("report", "pairing", pair): reverse("mentorship:pairing", args=[pair.uuid]),
        url("report", "proposal", asked): reverse("mentorship:proposal", args=[asked.uuid]),
        url("report", "mentor", ada): reverse("mentorship:directory", args=[nora.uuid]),
    }
    assert [link in page(client, place) for link, place in shown.items()] == [True] * 3
    form = {"text": "Something", "about": [str(pair.mentor.member_id)], "token": str(uuid4())}
    client.post(url("report", "pairing", pair), form)
    client.post(url("report", "mentor", ada), {**form, "about": [str(ada.member_id)], "token": str(uuid4())})
    told = Report.objects.order_by("pk").values_list("place_kind", "named__display_name", "state")
    assert list(told) == [("pairing", "Mira", "new"), ("mentor", "Ada", "new")]
    # About nobody who is not there, and from nowhere for somebody who does not see the place.
    refused = client.post(
        url("report", "pairing", pair), {**form, "about": ["999999"], "token": str(uuid4())}
    )
    assert ("Select a valid choice" in refused.text, "Something" in refused.text) == (True, True)
    client.force_login(make_member("Zoe"))
    links = [*shown, url("report", "nothing", pair), url("block", "pairing", pair)]
    assert [client.post(link, form).status_code for link in links] == [404] * 5
    assert Report.objects.count() == 2


def test_a_report_from_the_pair_takes_contact_away_on_the_very_next_page(client, pair):
    make_safeguard()
    client.force_login(pair.mentee.member)
    mira, secret = pair.mentor.member, "call.example/mira"
    pair_papers.write_down(pairing=pair, member=mira, version=0, place=secret)
    soon = timezone.now() + timedelta(days=2)
    met = pair_meetings.propose(
        pairing=pair, member=mira, starts_at=soon, minutes=45, place=f"https://{secret}"
    )
    ways = [
        reverse("mentorship:pairing", args=[pair.uuid]),
        reverse("mentorship:pair-guide", args=[pair.uuid]),
        reverse("mentorship:pair-meeting-move", args=[pair.uuid, met.uuid]),
    ]
    assert [secret in page(client, way) for way in ways] == [True, True, True]
    form = {"text": "x", "about": [str(pair.mentor.member_id)], "token": str(uuid4()), "stops_contact": "on"}
    nobody = client.post(url("report", "pairing", pair), {**form, "about": []}).text
    assert ("Choose somebody." in nobody, Report.objects.count()) == (True, 0)  # nothing would have stopped
    client.post(url("report", "pairing", pair), form)
    address = reverse("mentorship:pairing", args=[pair.uuid])
    words = "This pair is on hold for now"
    assert [secret in page(client, way) for way in ways] == [False, False, False]
    for who in (pair.mentee.member, pair.mentor.member):
        client.force_login(who)
        shown = page(client, address)
        assert (words in shown, "Show contact" in shown, "End this pair" in shown, who.email in shown) == (
            True,
            False,
            False,
            False,
        )
        refused = client.post(reverse("mentorship:pairing-contact", args=[pair.uuid]))
        assert (
            refused.status_code,
            "mailto:" in refused.text.partition("<main")[2].partition("</main>")[0],
        ) == (
            200,
            False,
        )


def test_a_block_from_a_card_is_felt_everywhere_at_once_and_seen_by_nobody(
    client, mentor, mentee, mailoutbox
):
    type(mentor).objects.update(listed=True)
    choices.choose(mentee=mentee, places={mentor.member_id: 1})
    asked = proposals.request(mentee=mentee, mentor=mentor, note="x")
    client.force_login(mentee.member)
    chosen = {"people": [str(mentor.member_id)]}
    assert "Choose somebody." in client.post(url("block", "mentor", mentor), {}).text
    for _twice in range(2):
        client.post(url("block", "mentor", mentor), chosen)
    assert Block.objects.count() == 1
    lists = [
        reverse(f"mentorship:{name}", args=[mentee.uuid]) for name in ("directory", "suggestions", "choices")
    ]
    assert ["Mira" in page(client, address) for address in lists] == [False] * 3
    asked.refresh_from_db()
    messages.send_due()
    assert (asked.state, [mail.to for mail in mailoutbox]) == ("superseded", [])
    assert client.get(reverse("mentorship:ask", args=[mentee.uuid, mentor.uuid])).status_code == 404
    client.force_login(mentor.member)
    assert "Nora" not in page(client, reverse("cms:today")) + page(client, reverse("cms:safety"))


def test_a_letter_that_waits_does_not_cross_a_block_set_since(mentor, mentee, mailoutbox):
    proposals.request(mentee=mentee, mentor=mentor, note="x")
    Block.objects.create(blocker=mentor.member, blocked=mentee.member)  # the proposal ends a moment later
    messages.send_due()
    assert ([mail.subject for mail in mailoutbox], Proposal.objects.open().count()) == ([], 1)


def test_a_turn_on_today_is_not_shown_across_a_block(client, pair):
    client.force_login(pair.mentee.member)
    before = "Your turn with Mira" in page(client, reverse("cms:today"))
    blocks.block(blocker=pair.mentor.member, blocked=pair.mentee.member)
    assert (before, "Your turn with Mira" in page(client, reverse("cms:today"))) == (True, False)


def test_a_form_costs_the_same_however_many_there_are(client, pair, django_assert_num_queries):
    client.force_login(pair.mentee.member)
    address = url("report", "pairing", pair)
    client.get(address)
    for name in ("Sara", "Tess", "Uma"):
        make_safeguard(name)
        with django_assert_num_queries(9):
            client.get(address)
