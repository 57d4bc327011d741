import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cms.models import Event
from mentorship import blind
from mentorship.exceptions import AlreadyScored, NotNow, OwnApplication
from mentorship.models import Participant, RoundPage, Score
from mentorship.services import approvals, participants, scoring, wishes
from mentorship.services.scoring import Tally
from tests.factories.mentoring import make_score
from tests.factories.mentorship import make_participant

FOURS = {"clear": 4, "fitting": 4, "ready": 4}


@pytest.fixture
def scored(round_page):
    RoundPage.objects.filter(pk=round_page.pk).update(scored=True)
    round_page.refresh_from_db()
    return round_page


@pytest.fixture
def nora(scored):
    return make_participant(scored, "Nora", state="submitted")


@pytest.fixture
def other_staff(with_group):
    return with_group("Program staff", "Petra")


def test_a_score_is_given_once_and_stays(nora, program_staff):
    first = scoring.give(reviewer=program_staff, participant=nora, points=FOURS, note=" Good ")
    assert scoring.give(reviewer=program_staff, participant=nora, points=FOURS, note="Good") == first
    for act in (
        lambda: scoring.give(reviewer=program_staff, participant=nora, points={**FOURS, "ready": 1}),
        lambda: scoring.step_aside(reviewer=program_staff, participant=nora),
    ):
        with pytest.raises(AlreadyScored):
            act()
    assert list(Score.objects.values_list("clear", "fitting", "ready", "note")) == [(4, 4, 4, "Good")]
    assert list(Event.objects.values_list("verb", flat=True)) == ["scored"]  # never how


def test_who_steps_aside_does_not_score_any_more(nora, program_staff):
    score = scoring.step_aside(reviewer=program_staff, participant=nora)
    assert (score.is_aside, score.points, scoring.tally([score])) == (True, None, None)
    with pytest.raises(AlreadyScored):
        scoring.give(reviewer=program_staff, participant=nora, points=FOURS)


def test_nobody_scores_their_own_nor_what_is_decided_nor_without_organizing(
    scored, program_staff, make_member
):
    own = make_participant(scored, "", member=program_staff, state="submitted")
    with pytest.raises(OwnApplication):
        scoring.give(reviewer=program_staff, participant=own, points=FOURS)
    with pytest.raises(OwnApplication):
        scoring.step_aside(reviewer=program_staff, participant=own)
    found = {}
    for state in Participant.State.values:
        one = make_participant(scored, f"Nora {state}", state=state)
        try:
            found[state] = scoring.give(reviewer=program_staff, participant=one, points=FOURS).points
        except NotNow:
            found[state] = None
        with pytest.raises(PermissionDenied):
            scoring.give(reviewer=make_member(f"Rosa {state}"), participant=one, points=FOURS)
    assert found == {
        "draft": None,
        "submitted": 4,
        "changes": 4,
        "approved": None,
        "waitlisted": None,
        "rejected": None,
        "withdrawn": None,
    }


def test_the_database_keeps_what_is_promised_of_scores(nora, program_staff):
    make_score(nora, program_staff)
    for fields in ({"clear": 6}, {"ready": 0}, {"clear": None}, {"applicant": program_staff}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Score.objects.update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_score(nora, program_staff)


def test_others_scores_are_seen_after_ones_own_and_so_is_the_name(nora, scored, program_staff, other_staff):
    make_score(nora, other_staff, 2)

    def seen():
        entry = approvals.entry(reviewer=program_staff, round_page=scored, participant=nora)
        return entry.is_hidden, entry.number, entry.tally

    assert seen() == (True, 1, None)
    scoring.give(reviewer=program_staff, participant=nora, points=FOURS)
    assert seen() == (False, 2, Tally(2, 3.0, 2.0, 4.0))
    assert seen()[2].spread == 2.0


def test_the_order_by_score_says_nothing_of_what_one_has_not_scored(scored, program_staff, other_staff):
    rows = {
        name: make_participant(scored, name, state="submitted") for name in ("Ada", "Bea", "Cleo", "Dora")
    }
    for name, points in (("Ada", 2), ("Bea", 5), ("Cleo", 4), ("Dora", 5)):
        make_score(rows[name], other_staff, points)
    for name in ("Ada", "Cleo"):
        make_score(rows[name], program_staff, 3)

    def order(reviewer):
        found = approvals.listed(reviewer=reviewer, round_page=scored, by_score=True)
        return [one.member.name for one in found]

    assert order(program_staff) == ["Cleo", "Ada", "Bea", "Dora"]
    assert order(other_staff) == ["Bea", "Dora", "Cleo", "Ada"]


def test_what_waits_for_a_reviewer_is_what_they_have_not_scored_and_not_written(scored, nora, program_staff):
    make_participant(scored, "", member=program_staff, state="submitted")
    scored_already = make_participant(scored, "Zora", state="submitted")
    scoring.give(reviewer=program_staff, participant=scored_already, points=FOURS)
    rounds = RoundPage.objects.filter(pk=scored.pk)
    assert list(scoring.hidden_from(reviewer=program_staff, rounds=rounds)) == [nora]


def test_names_are_left_out_of_what_people_wrote(round_page):
    nora = make_participant(round_page, "Nora de Witt", employer="Acme Tools", goals="")
    text = "I am NORA, Nora de Witt of Acme; nora.de.witt@example.org. The north is cold, de facto."
    assert blind.without_name(text, nora) == "I am […], […] of […]; […]. The north is cold, de facto."
    nora.member.display_name, nora.member.email, nora.employer = "", "", ""
    assert blind.without_name(text, nora) == text


def test_nobody_decides_on_their_own_application(round_page, program_staff):
    own = make_participant(round_page, "", member=program_staff, state="submitted")
    for act, more in (
        (participants.approve, {}),
        (participants.ask_changes, {"reason": "x"}),
        (participants.waitlist, {"reason": "x"}),
        (participants.reject, {"reason": "x"}),
    ):
        with pytest.raises(OwnApplication):
            act(actor=program_staff, participant=own, **more)
    own.refresh_from_db()
    assert own.state == "submitted"


def test_an_organizer_keeps_apart_whom_the_words_mean_and_the_log_does_not_say_whom(
    round_page, mentor, mentee, program_staff, make_member
):
    wishes.write(participant=mentee, words="Mira, from work")
    with pytest.raises(PermissionDenied):
        wishes.keep_apart(actor=make_member("Rosa"), participant=mentee, other=mentor)
    mentee.preferences.create(member=mentor.member, rank=1)
    for _time in range(2):
        wishes.keep_apart(actor=program_staff, participant=mentee, other=mentor)
    assert list(mentee.preferences.values_list("member", "rank", "avoid")) == [(mentor.member_id, None, True)]
    [event] = Event.objects.all()
    assert (event.verb, event.data) == ("kept apart", {})
    assert list(wishes.candidates(participant=mentee)) == []
