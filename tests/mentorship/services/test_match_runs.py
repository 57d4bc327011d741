from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.models import Event
from mentorship import match_work
from mentorship.exceptions import AlreadyMatching, NotNow, WeightsRefused
from mentorship.matching import round as matching_round
from mentorship.matching.refusals import OutOfBounds
from mentorship.models import MatchRun, Participant
from mentorship.services import match_runs, participants, proposals
from tests.factories.matching import make_crowd, make_run, pairs_of
from tests.factories.mentorship import make_member, make_participant

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(round_page):
    return {one.member.display_name: one for one in make_crowd(round_page)}


@pytest.fixture
def start(round_page, program_staff):
    def ask(**more):
        weights = {**match_runs.default_weights(round_page), **more}
        return match_runs.start(actor=program_staff, round_page=round_page, weights=weights, wake=False)

    return ask


def left_over(run) -> dict[str, str]:
    return dict(run.leftovers.values_list("mentee__member__display_name", "cause"))


def state(run) -> tuple[str, str]:
    run.refresh_from_db()
    return run.state, run.error


def test_a_run_keeps_pairs_candidates_and_why_somebody_is_left_over(round_page, crowd):
    run = make_run(round_page)
    assert (run.state, run.stats["mentees"], run.stats["served"], run.edges.count()) == ("draft", 4, 2, 6)
    assert sorted(pairs_of(run).values()) == ["Ada", "Bea"]
    assert sorted(left_over(run).values()) == ["rules", "seats"]
    assert left_over(run)["Quinn"] == "rules"
    assert [len(edge.reasons) for edge in run.edges.filter(chosen=True)] == [6, 6]
    assert list(
        Event.objects.filter(object__startswith="mentorship.matchrun").values_list("verb", "after")
    ) == [
        ("asked for", "waiting"),
        ("done", "draft"),
    ]


def test_whoever_stands_in_line_comes_first_and_the_same_people_give_the_same_pairs(round_page, crowd):
    Participant.objects.filter(pk__in=[crowd["Nora"].pk, crowd["Pia"].pk]).update(priority_tier=1)
    first, second = make_run(round_page), make_run(round_page)
    assert pairs_of(first) == pairs_of(second)
    assert sorted(pairs_of(first)) == ["Nora", "Pia"]
    assert first.input_hash == second.input_hash


def test_an_open_proposal_keeps_its_pair_and_its_seat(round_page, crowd):
    proposals.request(mentee=crowd["Nora"], mentor=crowd["Ada"], note="")
    run = make_run(round_page)
    assert pairs_of(run)["Nora"] == "Ada"
    assert list(run.edges.filter(asked=True).values_list("mentee", "chosen")) == [(crowd["Nora"].pk, True)]


def test_the_same_input_is_recognized_and_anything_else_is_not(round_page, crowd):
    weights = match_runs.default_weights(round_page)
    assert match_runs.same_as_before(round_page=round_page, weights=weights) is None
    run = make_run(round_page)
    assert match_runs.same_as_before(round_page=round_page, weights=weights) == run
    other = {**weights, "needs": 20, "hours": 40}
    assert match_runs.same_as_before(round_page=round_page, weights=other) is None
    participants.withdraw(participant=crowd["Nora"])
    assert match_runs.same_as_before(round_page=round_page, weights=weights) is None


def test_a_round_of_nobody_of_no_mentors_or_of_no_common_language_ends_well(round_page):
    assert (make_run(round_page).state, make_run(round_page).stats["mentees"]) == ("draft", 0)
    make_participant(round_page, "Nora")
    assert left_over(make_run(round_page)) == {"Nora": "no_mentors"}
    czech = make_member("Ada", languages={"cs": "fluent"})
    make_participant(round_page, "Ada", "mentor", member=czech)
    run = make_run(round_page)
    assert (run.state, left_over(run), run.leftovers.get().detail["rule"]) == (
        "draft",
        {"Nora": "rules"},
        "no_shared_language",
    )


def test_one_run_at_a_time_and_only_for_who_organizes_the_round(round_page, start, member):
    run = start()
    with pytest.raises(AlreadyMatching):
        start()
    with pytest.raises(PermissionDenied):
        match_runs.start(actor=member, round_page=round_page, weights=run.weights)
    with pytest.raises(PermissionDenied):
        match_runs.cancel(actor=member, run=run)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchRun.objects.create(round_key=round_page.round_key)


def test_weights_that_do_not_sum_to_100_are_refused_with_their_sum(start):
    with pytest.raises(WeightsRefused) as refusal:
        start(needs=41)
    assert "These sum to 101." in str(refusal.value.message)
    with pytest.raises(WeightsRefused):
        start(needs=-10, hours=70)


def test_a_cancelled_run_is_noticed_by_its_worker_and_leaves_nothing(
    program_staff, round_page, crowd, start, monkeypatch
):
    run = start()
    original = match_work._Sign.__call__

    def cancelled_meanwhile(sign, done, total):
        match_runs.cancel(actor=program_staff, run=run)
        return original(sign, done, total)

    monkeypatch.setattr(match_work._Sign, "__call__", cancelled_meanwhile)
    assert match_work.work(run.pk) is False
    assert (state(run), run.edges.count(), run.leftovers.count()) == (("cancelled", ""), 0, 0)
    assert match_runs.cancel(actor=program_staff, run=run).state == "cancelled"
    assert match_work.work(run.pk) is False


def test_a_worker_that_died_is_found_out_and_the_round_can_be_matched_again(start, crowd):
    run = start()
    long_ago = timezone.now() - timedelta(minutes=10)
    MatchRun.objects.filter(pk=run.pk).update(state="running", tries=1, beat_at=long_ago)
    assert (match_runs.fail_silent(), match_runs.fail_silent()) == (1, 0)
    assert state(run) == ("failed", "no_sign")
    again = start()
    assert (match_work.work_due(), match_work.work_due()) == (1, 0)
    assert state(again) == ("draft", "")


def test_a_worker_that_comes_back_from_the_dead_stores_nothing(start, crowd, monkeypatch):
    run = start()
    solve = match_work.solve

    def late(*args):
        result = solve(*args)
        MatchRun.objects.filter(pk=run.pk).update(state="failed", error="no_sign", finished_at=timezone.now())
        return result

    monkeypatch.setattr(match_work, "solve", late)
    assert (match_work.work(run.pk), run.edges.count(), state(run)[0]) == (False, 0, "failed")


def test_a_round_beyond_the_bounds_of_the_objective_is_refused_before_it_is_solved(start, crowd, monkeypatch):
    def refuse(*args, **more):
        raise OutOfBounds("bounds", "too large")

    monkeypatch.setattr(matching_round.Edges, "solve", refuse)
    run = start()
    assert (match_work.work(run.pk), state(run)) == (False, ("failed", "bounds"))


def test_whatever_goes_wrong_is_kept_with_the_run(start, crowd, monkeypatch):
    monkeypatch.setattr(match_work, "solve", lambda *args: 1 / 0)
    run = start()
    assert (match_work.work(run.pk), state(run)) == (False, ("failed", "ZeroDivisionError: division by zero"))


def test_a_draft_is_discarded_once_and_then_only_its_pairs_are_left(program_staff, round_page, crowd):
    run = make_run(round_page)
    for _ in range(2):
        assert match_runs.discard(actor=program_staff, run=run).state == "discarded"
    assert run.edges.count() == 2
    with pytest.raises(NotNow):
        match_runs.cancel(actor=program_staff, run=run)


def test_a_run_reads_the_round_in_twelve_queries_however_many_people_there_are(start, round_page, crowd):
    def reads() -> int:
        run = start()
        with CaptureQueriesContext(connection) as queries:
            match_work.work(run.pk)
        return sum(query["sql"].lstrip("(").startswith("SELECT") for query in queries.captured_queries)

    few = reads()
    for name in ("Rita", "Sara", "Tina"):
        make_participant(round_page, name)
        make_participant(round_page, f"{name} too", "mentor")
    assert (few, reads()) == (10, 12)  # the second one looks at the run before and its pins


def test_the_command_waits_for_a_worker_that_was_quicker(round_page, crowd, monkeypatch):
    done = match_work.work
    monkeypatch.setattr(match_work, "work", lambda pk: MatchRun.objects.filter(pk=pk).exists())
    monkeypatch.setattr(
        "mentorship.management.commands.match.time.sleep", lambda _seconds: done(MatchRun.objects.get().pk)
    )
    out = StringIO()
    call_command("match", round_page.slug, stdout=out)
    assert "served: 2" in out.getvalue()


def test_the_command_does_the_same_from_a_shell(round_page, crowd):
    def said(*args) -> str:
        out = StringIO()
        call_command("match", round_page.slug, *args, stdout=out)
        return out.getvalue()

    assert ("served: 2" in said("--dry-run"), MatchRun.objects.count()) == (True, 0)
    assert '"served": 2' in said("--json", "--weights", "20,40,20,10,5,5")
    assert MatchRun.objects.get().weights["hours"] == 40
    for args, words in [
        (["nowhere"], "There is no single round"),
        ([round_page.slug, "--weights", "50,50"], "six whole numbers"),
        ([round_page.slug, "--weights", "50,20,20,10,5,5"], "These sum to 110"),
    ]:
        with pytest.raises(CommandError, match=words):
            call_command("match", *args)
