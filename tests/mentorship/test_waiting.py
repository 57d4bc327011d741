import pytest

from cms import rights
from mentorship import waiting
from mentorship.services import proposals
from tests.factories.mentorship import make_pair, make_participant


def titles(member) -> list[str]:
    return [str(line.title) for line in waiting.lines(member)]


def test_today_names_what_waits_for_a_mentor(mentee, mentor):
    assert titles(mentor.member) == []
    proposals.request(mentee=mentee, mentor=mentor, note="")
    assert titles(mentor.member) == ["Nora waits for your answer"]


def test_today_names_whose_turn_it_is(round_page):
    pair = make_pair(round_page)
    assert (titles(pair.mentor.member), titles(pair.mentee.member)) == ([], ["Your turn with Mira"])


def test_today_follows_an_application(round_page):
    found = {
        state: titles(make_participant(round_page, f"Nora {state}", state=state).member)
        for state in ("draft", "submitted", "approved", "waitlisted", "rejected", "withdrawn")
    }
    assert found == {
        "draft": ["Your mentoring application is a draft"],
        "submitted": ["Your mentoring application is with the organizers"],
        "approved": ["Mentors who fit you"],
        "waitlisted": ["You are on the waitlist for mentoring"],
        "rejected": [],
        "withdrawn": [],
    }


@pytest.mark.parametrize(("paired", "statements"), [(True, 3), (False, 1)])
def test_today_asks_a_fixed_number_of_times(
    round_page, member, paired, statements, django_assert_num_queries
):
    reader = make_pair(round_page).mentee.member if paired else member
    rights.held(reader)
    with django_assert_num_queries(statements):
        titles(reader)
