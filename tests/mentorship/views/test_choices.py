from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Block, Member
from mentorship.models import Exclusion, Participant, Phase, Preference, Proposal, RoundPage
from mentorship.services import proposals
from tests.factories.mentorship import make_member, make_participant


def url(name, participant) -> str:
    return reverse(f"mentorship:{name}", args=[participant.uuid])


def queries(client, address) -> int:
    client.get(address)  # prepares what all readers share
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_a_newcomer_puts_mentors_in_order(client, mentee, mentor):
    client.force_login(mentee.member)
    assert "Your list of mentors" in client.get(url("choices", mentee)).text
    field = f"place-{mentor.uuid}"
    assert client.post(url("choices", mentee), {field: "1", "place-x": "2"}).status_code == 302
    assert list(Preference.objects.values_list("member", "rank")) == [(mentor.member_id, 1)]
    assert '<option value="1" selected>First choice</option>' in client.get(url("choices", mentee)).text
    client.post(url("choices", mentee), {field: "0"})
    assert '<option value="0" selected>Rather not</option>' in client.get(url("choices", mentee)).text
    assert client.get(reverse("mentorship:suggestions", args=[mentee.uuid])).text.count("Mira") == 0


def test_a_place_given_twice_is_a_sentence_and_nothing_is_lost(client, round_page, mentee, mentor):
    other = make_participant(round_page, "Ada", "mentor")
    client.force_login(mentee.member)
    answer = client.post(url("choices", mentee), {f"place-{mentor.uuid}": "2", f"place-{other.uuid}": "2"})
    assert "Give each place on your list to one mentor only." in answer.text
    assert answer.text.count('<option value="2" selected>') == 2
    assert "Select a valid choice" in client.post(url("choices", mentee), {f"place-{mentor.uuid}": "9"}).text
    assert Preference.objects.count() == 0


def test_a_mentor_puts_newcomers_in_order_and_reads_no_word_they_wrote(client, round_page, mentor, mentee):
    Participant.objects.filter(pk=mentee.pk).update(goals="Hush", employer="ACME")
    client.force_login(mentor.member)
    assert "Say whom you would like to help" in client.get(url("participation", mentor)).text
    text = client.get(url("newcomers", mentor)).text
    secrets = ("Hush", "ACME", "private-nora", "nora@example.org")
    assert ("You cover the topic they need: Git." in text, [word for word in secrets if word in text]) == (
        True,
        [],
    )
    field = f"place-{mentee.uuid}"
    assert client.post(url("newcomers", mentor), {field: "1"}).status_code == 302
    assert "First choice" in client.get(url("newcomers", mentor)).text
    assert "Select a valid choice" in client.post(url("newcomers", mentor), {field: "9"}).text
    RoundPage.objects.update(requests_open=False)
    assert "the organizers make the pairs" in client.get(url("newcomers", mentor)).text
    client.force_login(mentee.member)
    assert [client.get(url("newcomers", one)).status_code for one in (mentor, mentee)] == [404, 404]
    assert Preference.objects.get().rank == 1


def test_a_round_that_is_over_says_so_to_its_mentors(client, round_page, mentor, mentee, monkeypatch):
    monkeypatch.setattr(RoundPage, "phase", Phase.OVER)
    client.force_login(mentor.member)
    assert "This round is over" in client.get(url("newcomers", mentor)).text
    posted = client.post(url("newcomers", mentor), {f"place-{mentee.uuid}": "1"})
    assert ("This round is over" in posted.text, Preference.objects.count()) == (True, 0)


@pytest.mark.parametrize("waiting", [1, 10])
def test_a_mentors_list_costs_the_same_for_one_newcomer_and_for_ten(waiting, client, round_page, mentor):
    for number in range(waiting):
        make_participant(round_page, f"Newcomer {number}")
    client.force_login(mentor.member)
    assert queries(client, url("newcomers", mentor)) == 14


def test_no_list_and_no_directory_for_strangers_mentors_and_the_unapproved(
    client, mentee, mentor, round_page
):
    waiting = make_participant(round_page, "Olga", state="submitted")
    found = {}
    for who, member in (
        ("stranger", make_member("Rosa")),
        ("mentor", mentor.member),
        ("self", waiting.member),
    ):
        client.force_login(member)
        found[who] = [
            client.get(url(name, one)).status_code
            for one in (mentee, waiting)
            for name in ("choices", "directory")
        ]
    assert found == {"stranger": [404] * 4, "mentor": [404] * 4, "self": [404] * 4}


def test_a_break_is_taken_and_ended_with_one_click_and_only_by_the_mentor(client, mentee, mentor):
    client.force_login(mentee.member)
    for name in ("participation-pause", "participation-resume"):
        assert client.post(url(name, mentor)).status_code == 404
        assert client.post(url(name, mentee)).status_code == 404
    client.force_login(mentor.member)
    assert client.get(url("participation-pause", mentor)).status_code == 405
    for _ in range(2):
        client.post(url("participation-pause", mentor))
    assert "I am back" in client.get(url("participation", mentor)).text
    client.post(url("participation-resume", mentor))
    assert "I am back" not in client.get(url("participation", mentor)).text
    assert Participant.objects.get(pk=mentor.pk).paused_at is None


def test_a_no_with_a_break_from_the_form(client, mentee, mentor):
    asked = proposals.request(mentee=mentee, mentor=mentor, note="x")
    client.force_login(mentor.member)
    address = reverse("mentorship:proposal-decline", args=[asked.uuid])
    assert "I take a break" in client.get(reverse("mentorship:proposal", args=[asked.uuid])).text
    client.post(address, {"code": "time", "pause": "on"})
    assert Participant.objects.get(pk=mentor.pk).is_paused


def names(client, reader, query="") -> list[str]:
    answer = client.get(url("directory", reader) + query)
    return [card["entry"].mentor.member.display_name for card in answer.context["cards"]]


@pytest.fixture
def shelf(round_page):
    """Mentors who want to be listed: one who shares four hours, one with none, one who speaks Czech, one who is full."""
    return {
        "Ada": make_participant(round_page, "Ada", "mentor", listed=True, employer="ACME"),
        "Bea": make_participant(
            round_page, "Bea", "mentor", listed=True, member=make_member("Bea", hours=[(6, 0, 60)])
        ),
        "Cleo": make_participant(
            round_page,
            "Cleo",
            "mentor",
            listed=True,
            formats=["call", "review"],
            topics=("SQL",),
            member=make_member("Cleo", hours=[(1, 1080, 1200)], languages={"cs": "fluent"}),
        ),
        "Dora": make_participant(round_page, "Dora", "mentor", listed=True, seats_taken=1),
    }


def test_the_directory_lists_who_wants_to_be_listed_and_nothing_private(client, mentee, mentor, shelf):
    make_hidden = {"state": "rejected", "paused_at": mentor.created_at, "consent": None}
    client.force_login(mentee.member)
    assert names(client, mentee) == ["Ada", "Cleo", "Bea", "Dora"]
    text = client.get(url("directory", mentee)).text
    assert [word for word in ("private-ada", "ACME", "ada@example.org", "Mira") if word in text] == []
    assert ("4 hours a week" in text, "No free place" in text, text.count("Ask ")) == (True, True, 3)
    for field, value in make_hidden.items():
        before = getattr(shelf["Ada"], field)
        Participant.objects.filter(pk=shelf["Ada"].pk).update(**{field: value})
        assert names(client, mentee) == ["Cleo", "Bea", "Dora"]
        Participant.objects.filter(pk=shelf["Ada"].pk).update(**{field: before})
    client.force_login(shelf["Ada"].member)
    assert names(client, shelf["Ada"]) == ["Cleo", "Bea", "Dora"]
    assert "Ask Bea" not in client.get(url("directory", shelf["Ada"])).text


def test_the_directory_is_narrowed_by_topic_language_format_hours_and_room(client, mentee, shelf):
    client.force_login(mentee.member)
    sql = shelf["Cleo"].topics.get().topic_key
    found = {
        query: names(client, mentee, query)
        for query in (
            f"?topic={sql}",
            "?language=cs",
            "?format=review",
            "?hours=1",
            "?room=1",
            "?topic=x&language=y&format=z",
            "?page=9",
        )
    }
    everybody = ["Ada", "Cleo", "Bea", "Dora"]
    assert list(found.values()) == [
        ["Cleo"],
        ["Cleo"],
        ["Cleo"],
        ["Ada", "Cleo", "Dora"],
        ["Ada", "Cleo", "Bea"],
        everybody,
        everybody,
    ]
    answer = client.get(url("directory", mentee) + "?language=cs&hours=1&room=1")
    assert "Show all" in answer.text


def answer_after(mentor, mentee, *days, state: str = "declined", answer: str = "no") -> None:
    """What became of earlier requests, and how many days each took."""
    for count in days:
        began = timezone.now() - timedelta(days=60)
        row = Proposal.objects.create(
            round_key=mentor.round_key,
            mentor=mentor,
            mentee=mentee,
            source="request",
            state=state,
            mentor_answer=answer,
            mentee_answer="yes",
            expires_at=began,
            decided_at=began + timedelta(days=count),
        )
        Proposal.objects.filter(pk=row.pk).update(created_at=began)


def test_the_directory_says_how_soon_a_mentor_answers_once_there_are_three_answers(client, mentee, shelf):
    client.force_login(mentee.member)
    found = []

    def told() -> str:
        cards = client.get(url("directory", mentee)).context["cards"]
        return str(next(card["answers"] for card in cards if card["entry"].mentor == shelf["Ada"]))

    for days in ((1.5, 0.5), (6,), (6.5, 6.6)):
        answer_after(shelf["Ada"], mentee, *days)
        found.append(told())
    answer_after(shelf["Ada"], mentee, *[7] * 6, state="expired", answer="waiting")
    assert [*found, told()] == ["", "Usually answers within two days", "Usually answers within a week", ""]
    client.force_login(shelf["Ada"].member)
    text = client.get(url("participation", shelf["Ada"])).text
    assert "You answered 5 of 11 requests in the last year." in text


def test_people_apart_do_not_meet_in_the_directory(client, mentee, shelf):
    Block.objects.create(blocker=mentee.member, blocked=shelf["Ada"].member)
    Preference.objects.create(participant=shelf["Bea"], member=mentee.member, avoid=True)
    Preference.objects.create(participant=mentee, member=shelf["Cleo"].member, avoid=True)
    Exclusion.objects.create(member=mentee.member, other=shelf["Dora"].member)
    client.force_login(mentee.member)
    assert names(client, mentee) == []
    client.force_login(shelf["Ada"].member)
    text = client.get(url("directory", shelf["Ada"])).text
    assert "Nora" not in text


@pytest.mark.parametrize("mentors", [1, 3, 10])
def test_list_and_directory_cost_the_same_for_one_mentor_and_for_ten(mentors, client, round_page, mentee):
    for number in range(mentors):
        mentor = make_participant(round_page, f"Mentor {number}", "mentor", listed=True)
        if number < 3:
            Preference.objects.create(participant=mentee, member=mentor.member, rank=number + 1)
    client.force_login(mentee.member)
    assert (queries(client, url("directory", mentee)), queries(client, url("choices", mentee))) == (12, 16)


def test_organizers_read_the_reason_for_a_no_and_the_break(client, mentee, mentor):
    asked = proposals.request(mentee=mentee, mentor=mentor, note="x")
    proposals.decline(proposal=asked, member=mentor.member, code="hours", pause=True)
    client.force_login(Member.objects.create_superuser("staff@example.org"))
    text = client.get(reverse("participant:inspect", args=[mentor.pk])).text
    assert ("Our hours do not fit well enough" in text, "on a break since" in text) == (True, True)


def test_a_mentor_signs_up_for_the_list_on_the_last_step(client, mentor):
    client.force_login(mentor.member)
    address = reverse("mentorship:apply", args=[mentor.round_key, "mentor", "send"])
    given = {"capacity": "1", "contact": "chat", "draft": "1"}
    client.post(address, {**given, "listed": "on"})
    assert "You are on the list of mentors of this round." in client.get(url("participation", mentor)).text
    client.post(address, given)
    assert "You are not on the list of mentors" in client.get(url("participation", mentor)).text
