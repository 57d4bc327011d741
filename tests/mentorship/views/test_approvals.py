"""The organizers' screens: the list, one application with and without its name, decisions, and who may see them."""

import re

import pytest
from django.urls import reverse

from cms.models import Message
from mentorship.models import Participant, RoundPage
from mentorship.services import answers, scoring, wishes
from tests.factories.mentoring import make_question, make_score
from tests.factories.mentorship import make_participant


@pytest.fixture
def staff(client, program_staff):
    client.force_login(program_staff)
    return program_staff


@pytest.fixture
def scored(round_page):
    RoundPage.objects.filter(pk=round_page.pk).update(scored=True)
    round_page.refresh_from_db()
    return round_page


def at(participant, name="application"):
    return reverse(f"mentorship:{name}", args=[participant.round_key, participant.uuid])


def listing(round_page):
    return reverse("mentorship:approvals", args=[round_page.round_key])


def test_each_decision_leads_to_the_next_one_and_the_last_to_the_list(client, staff, round_page):
    nora, zora = (make_participant(round_page, name, state="submitted") for name in ("Nora", "Zora"))
    page = client.get(listing(round_page)).text
    assert page.index("Nora") < page.index("Zora")
    assert client.post(at(nora, "application-decide"), {"verb": "approve"}).headers["Location"] == at(zora)
    answer = client.post(
        at(zora, "application-decide"), {"verb": "waitlist", "reason": "In May"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == listing(round_page)
    assert "Zora: On the waitlist. They have a mail." in answer.text
    states = dict(Participant.objects.values_list("member__display_name", "state"))
    assert states == {"Nora": "approved", "Zora": "waitlisted"}
    # From the waitlist to a place
    assert "Zora" in client.get(listing(round_page) + "?state=waitlisted").text
    client.post(at(zora, "application-decide"), {"verb": "approve"})
    zora.refresh_from_db()
    assert (zora.state, zora.decision_reason) == ("approved", "")


def test_an_application_says_everything_organizers_may_know_and_nothing_more(client, staff, round_page):
    question = make_question(round_page, "Needs", sensitive=True)
    link = make_question(round_page, "Link", "link")
    nora = make_participant(round_page, "Nora", state="submitted", employer="Hush Ltd")
    asked = answers.questions(round_key=nora.round_key, role="mentee")
    values = {question.translation_key: "A <quiet> corner", link.translation_key: "https://example.org/me"}
    answers.keep(participant=nora, asked=asked, values=values)
    page = client.get(at(nora)).text
    assert "A &lt;quiet&gt; corner" in page
    assert "Organizers only" in page
    assert '<a href="https://example.org/me" rel="noopener nofollow ugc">' in page
    inspect = client.get(f"/admin/participant/inspect/{nora.pk}/").text
    assert "A &lt;quiet&gt; corner" in inspect
    assert [secret for secret in ("Hush Ltd", "private-nora", "nora@") if secret in page + inspect] == []


def test_changes_are_asked_for_read_made_and_sent_again_at_the_old_place(
    client, staff, round_page, mailoutbox
):
    nora = make_participant(round_page, "Nora", state="submitted")
    client.post(at(nora, "application-decide"), {"verb": "ask-changes", "reason": "Which week?"})
    assert [message.kind for message in Message.objects.all()] == ["mentorship.changes"]
    client.force_login(nora.member)
    status = client.get(reverse("mentorship:participation", args=[nora.uuid])).text
    assert "Which week?" in status
    assert "Organizers ask you to change your mentoring application" in client.get("/today/").text
    send = reverse("mentorship:apply", args=[nora.round_key, "mentee", "send"])
    assert "Send to the organizers" in client.get(send).text
    RoundPage.objects.filter(pk=round_page.pk).update(  # closed in the meantime, and it can be sent all the same
        kind="dated", opens_on="2020-01-01", closes_on="2020-01-02", matching_on="2099-01-01",
        starts_on="2099-02-01", ends_on="2099-03-01",
    )  # fmt: skip
    assert client.post(send, {"contact": "me"}).status_code == 302
    again = Participant.objects.get()
    assert (again.state, again.submitted_at, again.decision_reason) == (
        "submitted",
        nora.submitted_at,
        "Which week?",
    )


def test_a_refused_decision_says_why_beside_it_and_keeps_what_was_typed(client, staff, round_page):
    nora = make_participant(round_page, "Nora", state="submitted")
    url = at(nora, "application-decide")
    assert "Say in a sentence why." in client.post(url, {"verb": "reject", "reason": " "}).text
    long = client.post(url, {"verb": "reject", "reason": "x" * 1001}).text
    assert ("Keep it below a thousand letters." in long, "x" * 1001 in long) == (True, True)
    Participant.objects.update(state="rejected", decision_reason="No mentor for Git")
    late = client.post(url, {"verb": "reject", "reason": "Somebody else’s words"}).text
    shown = ["Yours were not sent." in late, "Somebody else’s words" in late, "No mentor for Git" in late]
    assert shown == [True, True, True]
    Participant.objects.update(state="withdrawn")
    answer = client.post(url, {"verb": "reject", "reason": "In spring"})
    assert (answer.status_code, "It now stands at: Withdrawn." in answer.text) == (200, True)
    assert Message.objects.count() == 0
    assert client.post(url, {"verb": "delete"}).status_code == 404


def test_ones_own_application_is_read_but_neither_scored_nor_decided(client, staff, scored):
    own = make_participant(scored, "", member=staff, state="submitted")
    page = client.get(at(own)).text
    assert ("somebody else reads it and decides" in page, 'name="verb"' in page) == (True, False)
    answer = client.post(at(own, "application-decide"), {"verb": "approve"})
    assert "somebody else reads it and decides" in answer.text
    for name in ("application-score", "application-aside"):
        client.post(at(own, name), {"clear": 5, "fitting": 5, "ready": 5})
    own.refresh_from_db()
    assert (own.state, own.scores.count()) == ("submitted", 0)


WRITER = re.compile(r"Nora|she/her|Hush|nora@|private-nora", re.IGNORECASE)


def test_a_reviewer_reads_without_the_name_scores_and_then_sees_everything(client, staff, scored, with_group):
    make_question(scored, "Link", "link")
    make_question(scored, "Needs", sensitive=True)
    nora = make_participant(
        scored, "Nora", state="submitted", employer="Hush Ltd", goals="Nora of Hush wants to go on"
    )
    nora.member.pronouns = "she/her"
    nora.member.save(update_fields=["pronouns"])
    asked = answers.questions(round_key=nora.round_key, role="mentee")
    values = dict(
        zip([one.key for one in asked], ["https://example.org/nora", "Nora needs rest"], strict=True)
    )
    answers.keep(participant=nora, asked=asked, values=values)
    make_score(nora, with_group("Program staff", "Petra"), 2, note="Thin")
    before = client.get(listing(scored)).text + client.get(at(nora)).text
    before += (
        client.get("/admin/participant/").text
        + client.get(f"/admin/participant/inspect/{nora.pk}/", follow=True).text
    )
    assert (WRITER.findall(before), "Thin" in before, "2.0 of 5" in before) == ([], False, False)
    assert "[…] of […] wants to go on" in before
    looked_for, row = "/admin/participant/?q=Nora", f"inspect/{nora.pk}/"
    assert row not in client.get(looked_for).text
    make_participant(scored, "Abel", state="approved")
    by_name = client.get("/admin/participant/?ordering=-shown").text
    assert by_name.index("Abel") < by_name.index(row)  # a place in the alphabet would tell, too
    half = client.post(at(nora, "application-score"), {"clear": 4, "note": "Kept <b>"})
    assert ("Choose a point on this line." in half.text, "Kept &lt;b&gt;" in half.text) == (True, True)
    answer = client.post(
        at(nora, "application-score"), {"clear": 4, "fitting": 4, "ready": 4, "note": "Good"}, follow=True
    )
    assert all(words in answer.text for words in ("Nora", "she/her", "Thin", "Good"))
    assert "3.0 of 5, 2 scores from 2.0 to 4.0 (spread 2.0)" in answer.text
    assert "Nora" in client.get("/admin/participant/").text
    assert row in client.get(looked_for).text
    client.force_login(nora.member)
    mine = client.get(reverse("mentorship:participation", args=[nora.uuid])).text
    assert [word for word in ("Thin", "Good", "3.0 of 5") if word in mine] == []


def test_who_steps_aside_reads_the_name_and_scores_no_more(client, staff, scored):
    nora = make_participant(scored, "Nora", state="submitted")
    assert "Nora" in client.post(at(nora, "application-aside"), follow=True).text
    answer = client.post(at(nora, "application-score"), {"clear": 5, "fitting": 5, "ready": 5}, follow=True)
    assert "You have scored this application." in answer.text
    assert nora.scores.get().is_aside


def test_an_organizer_keeps_two_apart_by_choosing_from_the_list(client, staff, round_page):
    nora, mira = (
        make_participant(round_page, "Nora", state="submitted"),
        make_participant(round_page, "Mira", "mentor"),
    )
    wishes.write(participant=nora, words="Mira from work")
    page = client.get(at(nora)).text
    assert ("Mira from work" in page, f'value="{mira.uuid}"' in page) == (True, True)
    for other in ("", "x", str(nora.uuid)):
        assert (
            "Choose somebody from the list."
            in client.post(at(nora, "application-apart"), {"other": other}, follow=True).text
        )
    client.post(at(nora, "application-apart"), {"other": str(mira.uuid)})
    assert list(nora.preferences.values_list("member", "avoid")) == [(mira.member_id, True)]


def test_nobody_else_finds_any_of_it_and_no_get_changes_anything(
    client, round_page, make_member, program_staff
):
    nora = make_participant(round_page, "Nora", state="submitted")
    posts = ("application-decide", "application-score", "application-aside", "application-apart")
    for member in (make_member("Rosa"), nora.member):
        client.force_login(member)
        assert [client.get(url).status_code for url in (listing(round_page), at(nora))] == [404, 404]
        assert [client.post(at(nora, name), {"verb": "approve"}).status_code for name in posts] == [404] * 4
    client.force_login(program_staff)
    assert [client.get(at(nora, name)).status_code for name in posts] == [405] * 4
    draft = make_participant(round_page, "Dora", state="draft")
    assert client.get(at(draft)).status_code == 404
    assert "Dora" not in client.get(listing(round_page)).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    number, client, staff, scored, with_group, django_assert_num_queries
):
    petra = with_group("Program staff", "Petra")
    for place in range(number):
        one = make_participant(scored, f"Nora {place}", state="submitted")
        make_score(one, petra, 2)
        scoring.step_aside(reviewer=staff, participant=one)
    client.get(listing(scored))
    for query in ("", "?order=score"):
        with django_assert_num_queries(12):
            client.get(listing(scored) + query)


def test_an_application_costs_the_same_for_one_and_for_three_answers(
    client, staff, scored, django_assert_num_queries
):
    nora = make_participant(scored, "Nora", state="submitted")
    make_participant(scored, "Zora", state="submitted")
    scoring.step_aside(reviewer=staff, participant=nora)
    client.get(at(nora))
    for number in (1, 3):
        while scored.questions.count() < number:
            make_question(scored, f"Question {scored.questions.count()}")
        asked = answers.questions(round_key=nora.round_key, role="mentee")
        answers.keep(participant=nora, asked=asked, values={one.key: "x" for one in asked})
        with django_assert_num_queries(20):
            client.get(at(nora))


def test_today_tells_organizers_who_waits_for_them_and_nobody_else(client, staff, round_page):
    make_participant(round_page, "Nora", state="submitted")
    make_participant(round_page, "", member=staff, state="submitted")
    assert "1 application waits in Autumn" in client.get("/today/").text
    client.force_login(make_participant(round_page, "Zora").member)
    assert "waits in Autumn" not in client.get("/today/").text
