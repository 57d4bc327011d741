import pytest

from cms.models import Block, Event
from mentorship.exceptions import NotNow, RankTwice, RoundOver
from mentorship.models import Participant, Phase, Preference, RoundPage
from mentorship.services import newcomers, suggestions
from mentorship.services.choices import AVOID
from tests.factories.mentorship import make_member, make_participant


@pytest.fixture
def waiting(round_page):
    return [make_participant(round_page, name) for name in ("Ada", "Bea", "Cleo")]


def offered(mentor, round_page) -> list[tuple]:
    found = newcomers.offered(mentor=mentor, round_page=round_page)
    return sorted((choice.other.member.display_name, choice.place) for choice in found)


def test_a_mentor_is_shown_who_waits_and_fits_and_why(round_page, mentor, waiting):
    Participant.objects.filter(pk=waiting[0].pk).update(seats_taken=1)
    Participant.objects.filter(pk=waiting[1].pk).update(state="submitted")
    make_participant(round_page, "Dora", member=make_member("Dora", hours=[(6, 0, 60)]))
    Participant.objects.filter(pk=mentor.pk).update(
        seats_taken=1
    )  # wishes hold for when a place is free again
    assert offered(mentor, round_page) == [("Cleo", None)]
    reasons = newcomers.offered(mentor=mentor, round_page=round_page)[0].reasons
    assert reasons[0] == "You cover the topic they need: Git."


def test_neither_blocks_nor_what_newcomers_wish_for_show(round_page, mentor, waiting):
    before = [choice.other.pk for choice in newcomers.offered(mentor=mentor, round_page=round_page)]
    Preference.objects.create(
        participant=Participant.objects.get(pk=before[-1]), member=mentor.member, rank=1
    )
    assert [choice.other.pk for choice in newcomers.offered(mentor=mentor, round_page=round_page)] == before
    Preference.objects.all().delete()
    Block.objects.create(blocker=waiting[0].member, blocked=mentor.member)
    Preference.objects.create(participant=waiting[1], member=mentor.member, avoid=True)
    assert offered(mentor, round_page) == [("Cleo", None)]


def test_wishes_are_kept_count_in_the_score_and_avoiding_is_silent(round_page, mentor, waiting):
    ada, bea, cleo = (one.member_id for one in waiting)

    def score(mentee) -> list[int]:
        found = suggestions.for_mentee(mentee=mentee, round_page=round_page).suggestions
        return [one.score for one in found]

    before = score(waiting[0])
    for _twice in range(2):
        newcomers.choose(mentor=mentor, round_page=round_page, places={ada: 1, bea: 2, cleo: AVOID})
    assert offered(mentor, round_page) == [("Ada", 1), ("Bea", 2), ("Cleo", AVOID)]
    assert (score(waiting[0]) > before, score(waiting[2])) == (True, [])
    assert list(Event.objects.filter(verb="chose").values_list("data", flat=True)) == [{"ranked": 2}]


def test_only_newcomers_of_the_round_and_each_place_once(round_page, mentor, waiting):
    stranger = make_member("Stranger")
    places = {stranger.pk: 1, mentor.member_id: 2, waiting[0].member_id: 3}
    newcomers.choose(mentor=mentor, round_page=round_page, places=places)
    assert list(Preference.objects.values_list("member", "rank")) == [(waiting[0].member_id, 3)]
    with pytest.raises(RankTwice):
        newcomers.choose(
            mentor=mentor,
            round_page=round_page,
            places={waiting[0].member_id: 1, waiting[1].member_id: 1},
        )


def test_who_is_not_approved_and_a_round_that_is_over_take_no_wishes(
    round_page, mentor, waiting, monkeypatch
):
    places = {waiting[0].member_id: 1}
    Participant.objects.filter(pk=mentor.pk).update(state="waitlisted")
    with pytest.raises(NotNow):
        newcomers.choose(mentor=mentor, round_page=round_page, places=places)
    monkeypatch.setattr(RoundPage, "phase", Phase.OVER)
    with pytest.raises(RoundOver):
        newcomers.choose(mentor=mentor, round_page=round_page, places=places)
    assert Preference.objects.count() == 0
