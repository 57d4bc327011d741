import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.models import Chapter, ChapterRole
from mentorship.models import MatchRun, Participant, Proposal, RoundPage
from mentorship.models.rounds import DATES
from mentorship.services import match_runs, participants
from tests.factories.matching import make_crowd, make_run, pairs_of
from tests.factories.mentorship import make_participant, make_round


@pytest.fixture
def crowd(round_page):
    return {one.member.display_name: one for one in make_crowd(round_page)}


@pytest.fixture
def run(round_page, crowd) -> MatchRun:
    return make_run(round_page)


@pytest.fixture
def staff(client, program_staff):
    client.force_login(program_staff)
    return client


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Do what was put off until the transaction is over: the work of the background."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def url(name: str, *args: object) -> str:
    return reverse(f"mentorship_{name}", args=args)


def words(response) -> str:
    text = response.content.decode()
    main = text[text.index('<div class="bench">') :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def pages(run: MatchRun, crowd) -> dict[str, str]:
    edge = run.edges.filter(chosen=True).first()
    return {
        "run": url("run", run.uuid),
        "pairs": url("run_pairs", run.uuid),
        "load": url("run_load", run.uuid),
        "pins": url("run_pins", run.uuid),
        "changes": url("run_changes", run.uuid),
        "newcomer": url("run_newcomer", run.uuid, crowd["Quinn"].uuid),
        "pair": url("run_pair", run.uuid, edge.mentee.uuid, edge.mentor.uuid),
        "round": url("matching_round", run.round_key),
    }


def test_every_page_says_what_it_is_for(staff, run, crowd):
    said = {name: words(staff.get(address)) for name, address in pages(run, crowd).items()}
    assert (
        "No mentor fits. Time is most often in the way: 2 of 2 mentors have too few hours in common."
        in said["run"]
    )
    assert "1 hour more on Tuesday evening (18:00 to 19:00): 2 mentors more would fit." in said["run"]
    assert all(f"{mentee} with {mentor}" in said["pairs"] for mentee, mentor in pairs_of(run).items())
    assert "Ada 1 0 1 0 3" in said["load"]
    assert "You have kept nobody together or apart." in said["pins"]
    assert "This is the first run of the round" in said["changes"]
    assert "No mentor passes the rules with them." in said["newcomer"]
    assert "Needs covered" in said["pair"]
    assert "4 hours a week, in English." in said["pair"]
    assert "Match this round" in said["round"]


def test_strangers_find_nothing_and_a_chapter_organizer_finds_their_own_rounds(
    client, member, run, crowd, round_page, make_member
):
    addresses = [*pages(run, crowd).values()]
    hanna = make_member("Hanna")
    chapter = Chapter.objects.create(name="Brno", city="Brno", country="CZ", timezone="Europe/Prague")
    ChapterRole.objects.create(chapter=chapter, member=hanna, kind="organizer", since="2026-01-01")
    client.force_login(hanna)
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(url("run_end", run.uuid, "publish")).status_code == 404
    assert client.get(url("matching")).status_code == 200
    RoundPage.objects.filter(pk=round_page.pk).update(chapter=chapter)
    assert {client.get(address).status_code for address in addresses} == {200}
    client.force_login(member)
    assert {client.get(address).status_code for address in addresses} == {302}  # not into the admin at all


def test_an_organizer_starts_a_run_and_the_same_again_only_when_asked(staff, round_page, crowd, at_once):
    address, weights = url("matching_round", round_page.round_key), match_runs.default_weights(round_page)
    with at_once():
        staff.post(address, weights)
    run = MatchRun.objects.get()
    assert (run.state, run.by.display_name) == ("draft", "Pavel")
    response = staff.post(address, weights, follow=True)
    assert response.redirect_chain == [(url("run", run.uuid), 302)]
    assert "Nothing has changed since this run" in str(list(response.context["messages"])[0])
    with at_once():
        staff.post(address, {**weights, "again": "True"})
    assert MatchRun.objects.count() == 2


def test_weights_that_do_not_sum_to_100_come_back_with_a_sentence(staff, round_page):
    weights = {**match_runs.default_weights(round_page), "needs": 41}
    response = staff.post(url("matching_round", round_page.round_key), weights)
    assert ("These sum to 101." in words(response), MatchRun.objects.count()) == (True, 0)
    response = staff.post(url("matching_round", round_page.round_key), {**weights, "needs": "x"})
    assert (response.status_code, MatchRun.objects.count()) == (200, 0)


def test_progress_is_shown_looked_at_again_and_cancelled(staff, round_page, crowd, program_staff):
    weights = match_runs.default_weights(round_page)
    run = match_runs.start(actor=program_staff, round_page=round_page, weights=weights, wake=False)
    MatchRun.objects.filter(pk=run.pk).update(state="running", done=40, total=200)
    page = staff.get(url("run", run.uuid))
    assert "40 of 200 newcomers compared with every mentor" in words(page)
    part = staff.get(url("run", run.uuid), headers={"HX-Request": "true"})
    assert ("<html" in part.text, "40 of 200" in part.text, "HX-Request" in part["Vary"]) == (
        False,
        True,
        True,
    )
    assert staff.get(url("run_pairs", run.uuid)).status_code == 404
    staff.post(url("run_end", run.uuid, "cancel"))
    assert "cancelled before it had a result" in words(staff.get(url("run", run.uuid)))
    assert staff.get(url("run", run.uuid), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_run_that_failed_says_so(staff, run):
    MatchRun.objects.filter(pk=run.pk).update(state="failed", error="no_sign")
    assert "stopped without a word" in words(staff.get(url("run", run.uuid)))


def test_a_pin_is_tried_kept_and_freed(staff, run, crowd):
    mentee, mentor = next(iter(pairs_of(run).items()))
    address = url("run_pair", run.uuid, crowd[mentee].uuid, crowd[mentor].uuid)
    tried = words(staff.get(address))
    assert "If you kept them apart" in tried
    assert f"{mentee} is left over; {mentor} was theirs" in tried or f"{mentee} gets" in tried
    assert run.edges.exclude(pin="none").count() == 0
    kept = staff.post(address, {"pin": "forbid"}, follow=True)
    assert f"{mentee} and {mentor} are kept apart." in str(list(kept.context["messages"])[0])
    assert "If you left them free again" in words(kept)
    assert "Keep apart" in words(staff.get(url("run_pins", run.uuid)))
    staff.post(address, {"pin": "none"})
    assert run.edges.exclude(pin="none").count() == 0
    assert staff.post(address, {"pin": "marry"}).status_code == 404


def test_two_pins_and_more_tell_what_they_cost_together(staff, run, crowd):
    pairs = pairs_of(run)
    for mentee, mentor in pairs.items():
        assert "Together" not in words(staff.get(url("run_pins", run.uuid)))
        staff.post(url("run_pair", run.uuid, crowd[mentee].uuid, crowd[mentor].uuid), {"pin": "keep"})
    assert "Together they cost nothing." in words(staff.get(url("run_pins", run.uuid)))


def test_a_pair_that_cannot_be_kept_says_why(staff, run, crowd):
    address = url("run_pair", run.uuid, crowd["Quinn"].uuid, crowd["Ada"].uuid)
    why = "Quinn and Ada cannot be paired: too few hours in common."
    assert why in words(staff.get(address))
    response = staff.post(address, {"pin": "keep"}, follow=True)
    assert why in str(list(response.context["messages"])[0])


def test_whoever_has_left_is_marked_before_publishing_and_named_after_it(staff, run, crowd, at_once):
    gone = next(iter(pairs_of(run)))
    participants.withdraw(participant=crowd[gone])
    assert f"{gone} has left the round" in words(staff.get(url("run_pairs", run.uuid), {"only": "marked"}))
    with at_once():
        staff.post(url("run_end", run.uuid, "publish"))
    said = words(staff.get(url("run_pairs", run.uuid), {"only": "skipped"}))
    assert "1 pair no longer fitted and was passed over." in said
    assert "passed over: has left, takes a break" in said
    assert said.startswith("left over 3 of 4 newcomers have a mentor 1")
    assert f"points on average {Proposal.objects.get().score / 100:.2f}" in said


def test_a_mark_says_whom_it_is_about_and_fits_their_side(staff, run, crowd):
    mentee, mentor = next(iter(pairs_of(run).items()))
    Participant.objects.filter(pk__in=[crowd[mentee].pk, crowd[mentor].pk]).update(seats_taken=F("capacity"))
    said = words(staff.get(url("run_pair", run.uuid, crowd[mentee].uuid, crowd[mentor].uuid)))
    assert f"{mentee} has a mentor by now" in said
    assert f"{mentor} has no free place any more" in said


def test_two_who_cannot_be_kept_together_can_still_be_kept_apart(staff, run, crowd):
    gone = run.leftovers.exclude(mentee=crowd["Quinn"]).get().mentee
    participants.withdraw(participant=gone)
    address = url("run_pair", run.uuid, gone.uuid, crowd["Ada"].uuid)
    said = words(staff.get(address))
    assert f"{gone.member.name} has left the round. Keep them apart" in said
    staff.post(address, {"pin": "forbid"})
    assert run.edges.get(mentee=gone, mentor=crowd["Ada"]).pin == "forbid"


def test_rounds_that_are_over_stand_last(staff, round_page):
    today = timezone.localdate()
    dates = dict(zip(DATES, (today - timedelta(days=9 - day) for day in range(5)), strict=True))
    make_round("A round gone by", kind=RoundPage.Kind.DATED, **dates)
    said = words(staff.get(url("matching")))
    assert said.index(round_page.title) < said.index("A round gone by")


def test_lists_are_searched_filtered_and_ordered(staff, run):
    def names(name: str, **query: str) -> int:
        return len(staff.get(url(name, run.uuid), query).context["rows"])

    found = [
        names("run", q="quinn"),
        names("run", cause="seats"),
        names("run_pairs", only="weak"),
        names("run_pairs", q="ada", order="strong"),
        names("run_pairs", only="asked"),
        names("run_load", q="bea"),
        names("run", page="99"),
    ]
    assert found == [1, 1, 0, 1, 0, 1, 2]


def test_lists_cost_the_same_for_one_row_and_for_three(staff, round_page):
    def counted() -> list[int]:
        run = make_run(round_page)
        found = []
        for name in ("run", "run_pairs", "run_load", "run_pins"):
            with CaptureQueriesContext(connection) as queries:
                staff.get(url(name, run.uuid))
            found.append(len(queries))
        return found

    make_participant(round_page, "Ada", "mentor")
    for name in ("Nora", "Olga"):
        make_participant(round_page, name)
    staff.get(url("matching"))
    few = counted()
    for name in ("Bea", "Cleo"):
        make_participant(round_page, name, "mentor")
    for name in ("Pia", "Rita", "Sara", "Tina"):
        make_participant(round_page, name)
    assert (few, counted()) == ([14, 14, 14, 13], [14, 14, 14, 13])


def test_a_newcomer_in_line_reads_their_place_and_what_would_help(client, staff, run, crowd, at_once):
    with at_once():
        staff.post(url("run_end", run.uuid, "publish"))
    quinn = Participant.objects.get(pk=crowd["Quinn"].pk)
    client.force_login(quinn.member)
    text = client.get(reverse("mentorship:participation", args=[quinn.uuid])).text
    assert "You are number 2 in line." in text
    assert "1 hour more on Tuesday evening" in text
