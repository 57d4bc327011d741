import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cms.models import Availability, Block, Event, Member
from mentorship.exceptions import NotNow, PinsClash
from mentorship.matching import Price
from mentorship.models import MatchEdge, Participant
from mentorship.services import match_boards, match_pins, match_runs, participants, proposals
from mentorship.services.match_rows import pins_of as pins_taken_over
from tests.factories.matching import make_crowd, make_run, pairs_of
from tests.factories.mentorship import make_completed_pair, make_participant


@pytest.fixture
def crowd(round_page):
    return {one.member.display_name: one for one in make_crowd(round_page)}


@pytest.fixture
def run(round_page, crowd):
    return make_run(round_page)


@pytest.fixture
def set_pin(run, crowd, program_staff):
    def act(mentee: str, mentor: str, pin: str) -> Price:
        found = match_pins.set_pin(
            actor=program_staff, run=run, mentee=crowd[mentee], mentor=crowd[mentor], pin=pin
        )
        run.refresh_from_db()
        return found.price

    return act


def left_over(run) -> set[str]:
    return set(run.leftovers.values_list("mentee__member__display_name", flat=True))


def outsider(run) -> str:
    """Who fits and got nobody."""
    return run.leftovers.get(cause="seats").mentee.member.display_name


def refused(act, *args) -> str:
    with pytest.raises(PinsClash) as refusal:
        act(*args)
    return str(refusal.value.message)


def test_a_pair_kept_together_moves_others_and_tells_its_price(run, set_pin):
    mentee, before = outsider(run), pairs_of(run)
    price = set_pin(mentee, "Bea", "keep")
    after = pairs_of(run)
    assert (after[mentee], len(after), price) == ("Bea", 2, Price(0, 0, 0))
    assert left_over(run) == {"Quinn", *(before.keys() - after.keys())}
    edge = run.edges.get(pin="keep")
    assert (edge.chosen, edge.price, len(edge.reasons)) == (
        True,
        {"priority": 0, "people": 0, "points": 0},
        6,
    )
    assert set_pin(mentee, "Bea", "keep") == price
    assert Event.objects.filter(verb="pinned").count() == 1


def test_keeping_a_worse_pair_costs_points_and_freeing_it_wins_them_back(round_page, crowd, program_staff):
    Participant.objects.filter(pk=crowd["Ada"].pk).update(stage=0)
    run = make_run(round_page)
    pairs = pairs_of(run)
    with_ada = next(name for name, mentor in pairs.items() if mentor == "Ada")
    act = {"actor": program_staff, "run": run, "mentee": crowd[with_ada], "mentor": crowd["Ada"]}
    forbidden = match_pins.set_pin(**act, pin="forbid").price
    assert (forbidden.people, with_ada in left_over(run) or pairs_of(run)[with_ada] == "Bea") == (0, True)
    assert match_pins.set_pin(**act, pin="none").price == forbidden
    assert run.edges.exclude(pin="none").count() == 0


def test_keeping_apart_the_only_mentor_who_fits_costs_a_person(round_page, program_staff):
    only, mentor = make_participant(round_page, "Nora"), make_participant(round_page, "Ada", "mentor")
    run = make_run(round_page)
    found = match_pins.set_pin(actor=program_staff, run=run, mentee=only, mentor=mentor, pin="forbid")
    assert (found.price.people, found.changes) == (1, [(only.pk, mentor.pk, None)])
    assert (run.leftovers.get().cause, run.edges.get().chosen) == ("forbidden", False)


def test_a_trial_keeps_nothing(run, crowd):
    before = pairs_of(run)
    found = match_pins.foresee(run=run, mentee=crowd[outsider(run)], mentor=crowd["Bea"], pin="keep")
    assert len(found.changes) == 2
    assert (pairs_of(run), run.edges.exclude(pin="none").count()) == (before, 0)


def test_pins_that_cannot_be_are_refused_with_the_names_of_what_clashes(run, crowd, set_pin):
    set_pin("Nora", "Ada", "keep")
    both = [
        f"{one} and {other}"
        for one, other in (("Ada", "Bea"), ("Bea", "Ada"), ("Nora", "Olga"), ("Olga", "Nora"))
    ]
    assert refused(set_pin, "Nora", "Bea", "keep") in [
        f"Nora is to be kept with several mentors: {names}. Keep one." for names in both
    ]
    assert refused(set_pin, "Olga", "Ada", "keep") in [
        f"Ada has 1 free place and is to be kept with {names}." for names in both
    ]
    assert refused(set_pin, "Quinn", "Ada", "keep") == (
        "Quinn and Ada cannot be paired: too few hours in common."
    )


def test_a_pair_that_a_secret_forbids_is_refused_without_telling_it(round_page, crowd, program_staff):
    Block.objects.create(blocker=crowd["Ada"].member, blocked=crowd["Nora"].member)
    run = make_run(round_page)
    act = {"actor": program_staff, "run": run, "mentee": crowd["Nora"], "mentor": crowd["Ada"]}
    with pytest.raises(PinsClash) as refusal:
        match_pins.set_pin(**act, pin="keep")
    assert str(refusal.value.message) == "Nora and Ada cannot be paired: not available."


def test_who_has_been_asked_is_left_alone(round_page, crowd, program_staff):
    proposals.request(mentee=crowd["Nora"], mentor=crowd["Ada"], note="")
    run = make_run(round_page)
    with pytest.raises(PinsClash, match="pins_clash"):
        match_pins.set_pin(
            actor=program_staff, run=run, mentee=crowd["Nora"], mentor=crowd["Ada"], pin="forbid"
        )


def test_only_organizers_pin_and_only_in_a_draft(run, crowd, member, program_staff):
    act = {"run": run, "mentee": crowd["Nora"], "mentor": crowd["Ada"], "pin": "keep"}
    with pytest.raises(PermissionDenied):
        match_pins.set_pin(actor=member, **act)
    match_runs.discard(actor=program_staff, run=run)
    with pytest.raises(NotNow):
        match_pins.set_pin(actor=program_staff, **act)


def test_the_next_run_takes_over_pins_and_drops_those_of_who_has_left(round_page, run, crowd, set_pin):
    set_pin("Nora", "Ada", "keep")
    set_pin("Olga", "Bea", "forbid")
    participants.withdraw(participant=crowd["Nora"])
    following = make_run(round_page)
    assert sorted(pin for pin in pins_taken_over(following).values()) == ["forbid"]
    assert len(following.stats["dropped"]) == 1
    assert pairs_of(following).get("Olga") in {None, "Ada"}
    changed = {(one.kind, one.mentee) for one in match_boards.changes_of(run=following)}
    assert ("lost", "Nora") in changed


def test_the_database_itself_keeps_apart_what_is_kept_apart(run):
    edge = run.edges.filter(chosen=True).first()
    for fields in ({"pin": "forbid"}, {"score": 10_001}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MatchEdge.objects.filter(pk=edge.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        run.edges.filter(mentee=edge.mentee).update(chosen=True)


def test_keeping_somebody_apart_who_has_left_or_is_placed_meanwhile_changes_nothing_else(run, crowd, set_pin):
    before = pairs_of(run)
    left = outsider(run)
    run.edges.filter(mentee__in=[crowd[left].pk, crowd["Quinn"].pk]).delete()
    participants.withdraw(participant=crowd[left])
    Participant.objects.filter(pk=crowd["Quinn"].pk).update(seats_taken=1)
    nothing = Price(0, 0, 0)
    assert (set_pin(left, "Bea", "forbid"), set_pin("Quinn", "Bea", "forbid")) == (nothing, nothing)
    assert pairs_of(run) == before


def test_newcomers_who_are_done_do_not_count_as_waiting(round_page, crowd):
    make_completed_pair(round_page, "Max", "Nils")
    key = round_page.round_key
    assert match_boards.numbers_of(round_keys=[key]) == {key: (4, 3)}


def test_who_has_left_or_is_placed_meanwhile_is_kept_with_nobody_and_the_sentence_says_why(
    run, crowd, set_pin
):
    mentee, mentor = next(iter(pairs_of(run).items()))
    Participant.objects.filter(pk=crowd[mentee].pk).update(seats_taken=1)
    crowd[mentee].refresh_from_db()
    assert refused(set_pin, mentee, mentor, "keep") == (
        f"{mentee} and {mentor} cannot be paired: {mentee} has a mentor by now."
    )
    left = outsider(run)
    crowd[left] = participants.withdraw(participant=crowd[left])
    assert f"{left} has left the round" in refused(set_pin, left, mentor, "keep")
    Member.objects.filter(pk=crowd[mentor].member_id).update(is_active=False)
    crowd[mentee].seats_taken = 0
    crowd[mentee].save()
    assert "one of them cannot be reached" in refused(set_pin, mentee, mentor, "keep")
    assert run.edges.exclude(pin="none").count() == 0


def test_freeing_a_pair_whose_place_another_pin_waits_for_wins_nothing(round_page, program_staff):
    mentor = make_participant(round_page, "Ada", "mentor", capacity=2)
    first, second = (make_participant(round_page, name) for name in ("Nora", "Olga"))
    run = make_run(round_page)
    act = {"actor": program_staff, "run": run, "mentor": mentor}
    match_pins.set_pin(**act, mentee=first, pin="keep")
    match_pins.set_pin(**act, mentee=second, pin="keep")
    run.edges.filter(mentee=second).update(score=1)
    Participant.objects.filter(pk=mentor.pk).update(capacity=1)  # of the two pins only one can be honored now
    freed = [
        match_pins.foresee(run=run, mentor=mentor, mentee=one, pin="none").price for one in (first, second)
    ]
    assert freed == [Price(), Price()]


def test_all_pins_together_have_a_price_of_their_own(run, crowd, set_pin):
    assert match_pins.price_of_all(run=run) == Price()
    for mentor in ("Ada", "Bea"):
        for mentee in ("Nora", "Olga", "Pia"):
            if (crowd[mentee].pk, crowd[mentor].pk) in set(run.edges.values_list("mentee", "mentor")):
                set_pin(mentee, mentor, "forbid")
    assert match_pins.price_of_all(run=run).people == 2
    set_pin("Nora", "Bea", "none")
    assert match_pins.price_of_all(run=run).people == 1


def test_keeping_apart_whom_the_rules_keep_apart_anyway_is_free_and_can_be_undone(
    round_page, run, crowd, set_pin
):
    before = pairs_of(run)
    assert set_pin("Quinn", "Ada", "forbid") == Price()
    assert run.edges.get(pin="forbid").violations == ["too_few_hours"]
    assert match_pins.price_of_all(run=run) == Price()
    assert match_pins.price_of_all(run=make_run(round_page)) == Price()
    assert set_pin("Quinn", "Ada", "none") == Price()
    assert (pairs_of(run), run.edges.filter(mentee=crowd["Quinn"]).count()) == (before, 0)


def test_a_pair_kept_apart_is_left_free_again_whatever_has_happened_since(run, crowd, set_pin):
    mentee, mentor = next(iter(pairs_of(run).items()))
    set_pin(mentee, mentor, "forbid")
    Availability.objects.filter(member=crowd[mentor].member).delete()
    assert set_pin(mentee, mentor, "none") == Price()
    assert run.edges.exclude(pin="none").count() == 0
    assert (mentee, mentor) not in pairs_of(run).items()


def test_a_pair_that_a_rule_forbids_since_the_run_is_not_kept(run, crowd, set_pin):
    (one, ada), (two, bea) = pairs_of(run).items()
    Availability.objects.filter(member=crowd[one].member).delete()
    assert refused(set_pin, one, ada, "keep") == f"{one} and {ada} cannot be paired: too few hours in common."
    Block.objects.create(blocker=crowd[bea].member, blocked=crowd[two].member)
    assert refused(set_pin, two, bea, "keep") == f"{two} and {bea} cannot be paired: not available."
    assert run.edges.exclude(pin="none").count() == 0
