from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Block
from mentorship.models import Participant, Proposal, ProposalMessage, RoundPage
from mentorship.services import participants, proposals
from tests.factories.mentorship import make_member, make_participant, make_topic


@pytest.fixture
def asked(mentee, mentor) -> Proposal:
    return proposals.request(mentee=mentee, mentor=mentor, note="I would like to learn with you.")


def suggestions_of(mentee) -> str:
    return reverse("mentorship:suggestions", args=[mentee.uuid])


def ask_url(mentee, mentor) -> str:
    return reverse("mentorship:ask", args=[mentee.uuid, mentor.uuid])


def url(name, proposal) -> str:
    return reverse(f"mentorship:{name}", args=[proposal.uuid])


def test_suggestions_name_three_mentors_with_reasons_and_what_is_missing(client, round_page):
    make_topic("SQL")
    mentee = make_participant(round_page, "Nora", topics=("Git", "SQL"))
    for name in ("Ada", "Bea", "Cleo", "Dora"):
        make_participant(round_page, name, "mentor")
    client.force_login(mentee.member)
    text = client.get(suggestions_of(mentee)).text
    assert [name for name in ("Ask Ada", "Ask Bea", "Ask Cleo", "Ask Dora") if name in text].__len__() == 3
    assert text.count("Covers 1 of your 2 topics: Git.") == 3
    assert text.count("Not covered: SQL.") == 3
    assert text.count("You share 4 hours a week, and both of you are fluent in English.") == 3
    assert client.get(suggestions_of(mentee) + "?all").text.count("Not covered: SQL.") == 4


def test_a_blocked_mentor_is_neither_suggested_nor_found(client, mentee, mentor):
    client.force_login(mentee.member)
    assert "Ask Mira" in client.get(suggestions_of(mentee)).text
    Block.objects.create(blocker=mentor.member, blocked=mentee.member)
    assert "Mira" not in client.get(suggestions_of(mentee)).text
    assert client.get(ask_url(mentee, mentor)).status_code == 404
    assert client.post(ask_url(mentee, mentor), {"note": "Please"}).status_code == 404


def test_who_was_not_asked_by_the_other_one_reads_of_a_proposal(client, program_staff, mentee, mentor):
    proposals.propose(actor=program_staff, mentor=mentor, mentee=mentee)
    for participant in (mentor, mentee):
        client.force_login(participant.member)
        text = client.get(reverse("mentorship:participation", args=[participant.uuid])).text
        assert '<span class="person__line">A proposal for a pair</span>' in text


def test_a_question_across_a_block_is_not_shown_among_those_that_wait(client, asked, mentee, mentor):
    client.force_login(mentee.member)
    page = reverse("mentorship:participation", args=[mentee.uuid])
    assert url("proposal", asked) in client.get(page).text
    Block.objects.create(blocker=mentor.member, blocked=mentee.member)
    assert url("proposal", asked) not in client.get(page).text


def test_an_empty_list_says_what_stood_in_the_way(client, round_page, mentee):
    make_participant(round_page, "Ada", "mentor", member=make_member("Ada", languages={"cs": "fluent"}))
    make_participant(round_page, "Bea", "mentor", member=make_member("Bea", hours=[(6, 0, 60)]))
    client.force_login(mentee.member)
    text = client.get(suggestions_of(mentee)).text
    assert "1 mentor speaks none of your languages well enough." in text
    assert "1 mentor has too few hours in common with you." in text


def test_who_is_not_approved_sees_no_mentors(client, round_page, mentor):
    mentee = make_participant(round_page, "Nora", state="submitted")
    client.force_login(mentee.member)
    text = client.get(suggestions_of(mentee)).text
    assert ("Nobody can be asked right now" in text, "Mira" in text) == (True, False)


def test_a_mentor_is_asked_with_a_note(client, mentee, mentor):
    client.force_login(mentee.member)
    assert "Ask Mira" in client.get(ask_url(mentee, mentor)).text
    answer = client.post(ask_url(mentee, mentor), {"note": "Please"})
    proposal = Proposal.objects.get()
    assert (answer.headers["Location"], proposal.note) == (url("proposal", proposal), "Please")
    assert client.post(ask_url(mentee, mentor), {"note": "Twice"}).headers["Location"] == url(
        "proposal", proposal
    )
    assert "You have asked" in client.get(suggestions_of(mentee)).text


def test_a_refusal_stands_on_the_form_and_the_note_is_kept(client, mentee, mentor):
    client.force_login(mentee.member)
    Participant.objects.filter(pk=mentor.pk).update(seats_taken=1)
    answer = client.post(ask_url(mentee, mentor), {"note": "Please < me"})
    assert (answer.status_code, Proposal.objects.count()) == (200, 0)
    assert "The last free place has been taken." in answer.text
    assert "Please &lt; me" in answer.text
    assert "This field is required." in client.post(ask_url(mentee, mentor), {"note": " "}).text


def test_a_stranger_finds_neither_suggestions_nor_proposals(client, make_member, mentee, mentor, asked):
    client.force_login(make_member("Rosa"))
    for address in (suggestions_of(mentee), ask_url(mentee, mentor), url("proposal", asked)):
        assert client.get(address).status_code == 404
    for name in ("proposal-accept", "proposal-decline", "proposal-withdraw"):
        assert client.post(url(name, asked), {"code": "time"}).status_code == 404
    assert Proposal.objects.get().state == "open"


def test_a_mentor_has_no_suggestions(client, mentor):
    client.force_login(mentor.member)
    assert client.get(suggestions_of(mentor)).status_code == 404


def test_the_proposal_says_who_why_and_when(client, asked, mentor):
    client.force_login(mentor.member)
    text = client.get(url("proposal", asked)).text
    assert "Nora asks you" in text
    assert "I would like to learn with you." in text
    assert "You cover the topic they need: Git." in text
    assert "4 hours a week, on your clock (Europe/Prague)." in text
    assert text.count('<td class="is-both">') == 4
    assert "Yes, let us begin" in text
    assert "private-nora" not in text


def test_the_hours_are_shown_on_the_readers_own_clock(client, round_page, mentor):
    london = make_member("Nora", zone="Europe/London", hours=[(1, 1020, 1140), (3, 1020, 1140)])
    mentee = make_participant(round_page, "Nora", member=london)
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="x")
    rows = {}
    for member in (mentor.member, london):
        client.force_login(member)
        text = client.get(url("proposal", proposal)).text
        rows[member.display_name] = [hour for hour in ("17:00", "18:00", "19:00") if f">{hour}</th>" in text]
    assert rows == {"Mira": ["18:00", "19:00"], "Nora": ["17:00", "18:00"]}


def test_a_question_is_asked_and_answered_on_the_page_before_the_yes(client, asked, mentor, mentee):
    form = {"token": str(uuid4()), "text": "Why <b>me</b>?"}
    client.force_login(mentor.member)
    assert "Ask Nora something first" in client.get(url("proposal", asked)).text
    assert "This field is required." in client.post(url("proposal-words", asked), {**form, "text": " "}).text
    found = [client.post(url("proposal-words", asked), form).headers["Location"] for _twice in range(2)]
    assert found == [f"{url('proposal', asked)}#words"] * 2
    client.force_login(mentee.member)
    assert "Why &lt;b&gt;me&lt;/b&gt;?" in client.get(url("proposal", asked)).text
    assert client.get(url("proposal-words", asked)).status_code == 405
    proposals.withdraw(proposal=asked, member=mentee.member)
    late = client.post(url("proposal-words", asked), {"token": str(uuid4()), "text": "My words"})
    assert ("It now stands at: Withdrawn." in late.text, "My words" in late.text) == (True, True)
    assert ProposalMessage.objects.count() == 1
    client.force_login(make_member("Rosa"))
    assert client.post(url("proposal-words", asked), form).status_code == 404


def test_a_yes_leads_to_the_pair(client, asked, mentor):
    client.force_login(mentor.member)
    answer = client.post(url("proposal-accept", asked))
    asked.refresh_from_db()
    pair = reverse("mentorship:pairing", args=[asked.pairing.uuid])
    assert answer.headers["Location"] == pair
    assert client.post(url("proposal-accept", asked)).headers["Location"] == pair
    assert "To your pair" in client.get(url("proposal", asked)).text


def test_a_yes_that_comes_too_late_is_explained_on_the_page(client, asked, mentor):
    participants.withdraw(participant=mentor)
    client.force_login(mentor.member)
    answer = client.post(url("proposal-accept", asked))
    assert answer.status_code == 200
    assert "That is no longer possible. It now stands at: No longer possible." in answer.text


def test_a_no_needs_a_reason_and_the_newcomer_reads_kind_words_only(client, asked, mentor, mentee):
    client.force_login(mentor.member)
    assert "This field is required." in client.post(url("proposal-decline", asked), {"code": ""}).text
    client.post(url("proposal-decline", asked), {"code": "hours", "note": "In <b>spring</b>"})
    client.force_login(mentee.member)
    text = client.get(url("proposal", asked)).text
    assert "Our hours do not fit well enough" not in text
    assert "That says nothing about you." in text
    assert "In &lt;b&gt;spring&lt;/b&gt;" in text


def test_a_request_is_taken_back_by_who_asked_only(client, asked, mentor, mentee):
    client.force_login(mentor.member)
    assert client.post(url("proposal-withdraw", asked)).status_code == 404
    client.force_login(mentee.member)
    assert client.post(url("proposal-withdraw", asked)).status_code == 302
    assert Proposal.objects.get().state == "withdrawn"


def test_no_get_answers_for_anybody(client, asked, mentor):
    client.force_login(mentor.member)
    for name in ("proposal-accept", "proposal-decline", "proposal-withdraw"):
        assert client.get(url(name, asked)).status_code == 405
    assert Proposal.objects.get().state == "open"


def queries(client, address) -> int:
    client.get(address)  # prepares what all readers share
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("mentors", [1, 3])
def test_suggestions_cost_the_same_for_one_mentor_and_for_three(mentors, client, round_page, mentee):
    for number in range(mentors):
        make_participant(round_page, f"Mentor {number}", "mentor")
    client.force_login(mentee.member)
    assert queries(client, suggestions_of(mentee)) == 13


@pytest.mark.parametrize("needed", [1, 3])
def test_a_proposal_costs_the_same_for_one_topic_and_for_three(needed, client, round_page, mentor):
    mentee = make_participant(round_page, "Nora", topics=("Git", "SQL", "Django")[:needed])
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="x")
    client.force_login(mentor.member)
    assert queries(client, url("proposal", proposal)) == 8


def test_a_round_that_is_gone_leaves_its_records_readable(client, mentee):
    RoundPage.objects.all().delete()
    client.force_login(mentee.member)
    assert client.get(suggestions_of(mentee)).status_code == 404
    assert client.get(reverse("mentorship:participation", args=[mentee.uuid])).status_code == 200
