import pytest

from cms.models import Block, Event
from mentorship.exceptions import NotNow, RankTwice
from mentorship.models import Participant, Preference
from mentorship.services import choices
from tests.factories.mentorship import make_participant


@pytest.fixture
def mentors(round_page):
    return [make_participant(round_page, name, "mentor") for name in ("Ada", "Bea", "Cleo")]


def kept(mentee) -> list[tuple]:
    rows = Preference.objects.filter(participant=mentee).order_by("avoid", "rank")
    return list(rows.values_list("member__display_name", "rank", "avoid"))


def offered(mentee, round_page) -> list[tuple]:
    found = choices.offered(mentee=mentee, round_page=round_page)
    return [(choice.other.member.display_name, choice.place) for choice in found]


def test_a_list_is_written_anew_each_time_and_twice_is_once(round_page, mentee, mentors):
    ada, bea, cleo = (mentor.member_id for mentor in mentors)
    for _ in range(2):
        choices.choose(mentee=mentee, places={bea: 1, ada: 2, cleo: choices.AVOID})
    assert kept(mentee) == [("Bea", 1, False), ("Ada", 2, False), ("Cleo", None, True)]
    assert offered(mentee, round_page) == [("Bea", 1), ("Ada", 2), ("Cleo", choices.AVOID)]
    assert list(Event.objects.filter(verb="chose").values_list("data", flat=True)) == [{"ranked": 2}]
    choices.choose(mentee=mentee, places={ada: 1, bea: None})
    assert kept(mentee) == [("Ada", 1, False), ("Cleo", None, True)]
    choices.choose(mentee=mentee, places={cleo: None})
    assert kept(mentee) == []


def test_only_mentors_of_the_round_stand_on_a_list(mentee, mentors, make_member):
    stranger = make_member("Stranger")
    choices.choose(mentee=mentee, places={stranger.pk: 1, mentee.member_id: 2, mentors[0].member_id: 3})
    assert kept(mentee) == [("Ada", 3, False)]


def test_a_place_is_given_once_and_only_up_to_five(mentee, mentors):
    ada, bea, _cleo = (mentor.member_id for mentor in mentors)
    for places in ({ada: 1, bea: 1}, {ada: 6}, {ada: -1}):
        with pytest.raises(RankTwice):
            choices.choose(mentee=mentee, places=places)
    assert kept(mentee) == []


def test_who_is_not_approved_keeps_no_list(mentee, mentors):
    Participant.objects.filter(pk=mentee.pk).update(state="waitlisted")
    with pytest.raises(NotNow):
        choices.choose(mentee=mentee, places={mentors[0].member_id: 1})


def test_a_block_takes_a_mentor_off_the_page(round_page, mentee, mentors):
    choices.choose(mentee=mentee, places={mentors[0].member_id: 1})
    Block.objects.create(blocker=mentors[0].member, blocked=mentee.member)
    assert offered(mentee, round_page) == [("Bea", None), ("Cleo", None)] or offered(mentee, round_page) == [
        ("Cleo", None),
        ("Bea", None),
    ]
