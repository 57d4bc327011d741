from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import emails
from cms.models import Block, Event, Message
from mentorship import line, match_publishing, match_words
from mentorship.exceptions import NotNow, RoundOver
from mentorship.models import MatchRun, Participant, Proposal, RoundPage
from mentorship.services import (
    lapses,
    leftovers,
    match_pins,
    match_runs,
    participants,
    proposals,
    publications,
)
from tests.factories.matching import make_crowd, make_run, pairs_of
from tests.factories.mentorship import make_participant, make_round


@pytest.fixture
def crowd(round_page):
    return {one.member.display_name: one for one in make_crowd(round_page)}


@pytest.fixture
def run(round_page, crowd):
    return make_run(round_page)


@pytest.fixture
def publish(program_staff):
    def act(run: MatchRun) -> dict[str, int]:
        match_runs.publish(actor=program_staff, run=run)
        match_publishing.publish(run.pk)
        run.refresh_from_db()
        return run.stats.get("publication", {})

    return act


def asked(**more) -> dict[str, str]:
    rows = Proposal.objects.filter(**more).order_by("pk")
    return dict(rows.values_list("mentee__member__display_name", "mentor__member__display_name"))


def letters(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=f"mentorship.{kind}").order_by("recipient__display_name")
    return list(rows.values_list("recipient__display_name", flat=True))


def test_publishing_asks_both_sides_of_every_pair_and_tells_who_is_left_over(run, publish):
    pairs = pairs_of(run)
    assert publish(run) == {"proposed": 2, "standing": 0, "skipped": 0, "left_over": 2}
    assert (run.state, asked(source="run", state="open", run=run)) == ("published", pairs)
    everybody = sorted([*pairs.keys(), *pairs.values()])
    assert (letters("proposal_received"), letters("proposal_reminder")) == (everybody, everybody)
    left = {"Nora", "Olga", "Pia", "Quinn"} - pairs.keys()
    assert set(letters("left_over")) == left
    assert (
        set(Participant.objects.filter(priority_tier=1).values_list("member__display_name", flat=True))
        == left
    )
    assert Event.objects.filter(verb="opened").count() == 2


def test_the_letter_to_who_is_left_over_tells_the_place_and_goes_out_only_while_it_is_true(
    run, publish, crowd
):
    publish(run)
    told = Message.objects.get(kind="mentorship.left_over", recipient__display_name="Quinn")
    subject, text = emails.preview(told)
    assert subject == "No mentor for you this time, and what happens now"
    assert "you are number 2 in line" in " ".join(text.split())
    participants.withdraw(participant=crowd["Quinn"])
    assert emails.preview(told) is None


def test_publishing_twice_is_publishing_once(run, publish, program_staff):
    first = publish(run)
    assert publish(run) == first
    assert match_publishing.publish_due() == 0
    assert Proposal.objects.count() == 2
    with pytest.raises(NotNow):
        match_runs.discard(actor=program_staff, run=run)


def test_whoever_has_left_or_no_longer_fits_is_passed_over_and_named(round_page, crowd, run, publish):
    pairs = pairs_of(run)
    first, second = pairs
    participants.withdraw(participant=crowd[first])
    Block.objects.create(blocker=crowd[second].member, blocked=crowd[pairs[second]].member)
    assert publish(run) == {"proposed": 0, "standing": 0, "skipped": 2, "left_over": 3}
    told = dict(run.edges.exclude(violations=[]).values_list("mentee__member__display_name", "violations"))
    assert told == {first: ["not_ready"], second: ["unavailable"]}
    assert run.leftovers.filter(cause="passed_over").get().mentee == crowd[second]


def test_a_mentor_who_gave_a_place_away_meanwhile_is_not_asked_beyond_it(round_page, crowd, run, publish):
    pairs = pairs_of(run)
    mentor = crowd[pairs["Nora"]] if "Nora" in pairs else crowd["Ada"]
    Participant.objects.filter(pk=mentor.pk).update(seats_taken=1)
    assert publish(run)["skipped"] == 1
    assert mentor.member.display_name not in asked().values()


def test_a_question_that_stands_is_not_asked_again(round_page, crowd, publish):
    proposals.request(mentee=crowd["Nora"], mentor=crowd["Ada"], note="")
    run = make_run(round_page)
    assert publish(run) == {"proposed": 1, "standing": 1, "skipped": 0, "left_over": 2}
    assert asked(source="run").keys() & {"Nora"} == set()


def test_a_draft_stays_a_draft_when_whoever_published_it_may_not_any_more(run, program_staff, publish):
    match_runs.publish(actor=program_staff, run=run)
    program_staff.groups.clear()
    assert match_publishing.publish_due() == 0
    run.refresh_from_db()
    assert (run.state, run.error, Proposal.objects.count()) == ("draft", "not_allowed", 0)
    with pytest.raises(PermissionDenied):
        match_runs.publish(actor=run.published_by, run=run)


@pytest.mark.logs_errors
def test_a_draft_stays_a_draft_when_publishing_fails_as_nobody_thought_of(run, publish, monkeypatch):
    monkeypatch.setattr(publications, "explain", Mock(side_effect=ZeroDivisionError("a fault of ours")))
    publish(run)
    assert (run.state, Proposal.objects.count()) == ("draft", 0)
    assert "the log of the site says what" in match_words.failure(run.error)
    monkeypatch.undo()
    publish(run)
    assert (run.state, Proposal.objects.count()) == ("published", 2)


def test_publishing_costs_the_same_statements_for_more_pairs(round_page, crowd, publish, program_staff):
    def statements(run: MatchRun) -> int:
        match_runs.publish(actor=program_staff, run=run)
        with CaptureQueriesContext(connection) as queries:
            match_publishing.publish(run.pk)
        return len(queries)

    few = statements(make_run(round_page))
    other = make_round("Winter")
    for name in ("Rita", "Sara", "Tina", "Uma"):
        make_participant(other, name)
        make_participant(other, f"{name} too", "mentor")
    make_participant(other, "Vera")
    assert (few, statements(make_run(other))) == (26, 26)


@pytest.fixture
def scarce(round_page, crowd):
    """A run with a place to spare: Cleo takes whom somebody else turned down."""
    make_participant(round_page, "Cleo", "mentor", topics=("Git",), stage=2, formats=["chat"])
    Participant.objects.filter(pk=crowd["Pia"].pk).update(state="withdrawn")
    return make_run(round_page)


def test_a_no_of_a_mentor_asks_the_next_best_of_the_run_and_the_newcomer_too(scarce, publish):
    publish(scarce)
    first = Proposal.objects.get(mentee__member__display_name="Nora")
    proposals.decline(proposal=first, member=first.mentor.member, code="time")
    following = Proposal.objects.get(source="cascade")
    assert (following.run, following.after, following.mentee_answer, following.is_request) == (
        scarce, first, "waiting", False,
    )  # fmt: skip
    assert following.mentor.member.display_name == "Cleo"  # the other one's place is spoken for
    told = Message.objects.get(kind="mentorship.declined")
    assert "We have proposed somebody else to you: Cleo." in emails.preview(told)[1]


def test_with_nobody_left_to_ask_the_newcomer_stands_first_in_the_next_run(run, publish):
    publish(run)
    mine = Proposal.objects.order_by("pk").first()
    proposals.decline(proposal=mine, member=mine.mentor.member, code="time")
    assert not Proposal.objects.filter(source="cascade").exists()
    assert (leftovers.keep_in_line(), leftovers.keep_in_line()) == (1, 0)
    mine.mentee.refresh_from_db()
    assert mine.mentee.priority_tier == 1
    told = Message.objects.get(kind="mentorship.declined")
    assert "you stand first in the next matching" in emails.preview(told)[1]


def test_a_newcomer_who_says_no_is_not_asked_about_somebody_else_at_once(scarce, publish):
    publish(scarce)
    mine = Proposal.objects.get(mentee__member__display_name="Nora")
    proposals.decline(proposal=mine, member=mine.mentee.member, code="time")
    assert (Proposal.objects.filter(source="cascade").count(), leftovers.keep_in_line()) == (0, 0)


def test_time_that_runs_out_asks_the_next_only_where_the_mentor_was_silent(scarce, publish):
    publish(scarce)
    one, other = Proposal.objects.order_by("pk")
    proposals.accept(proposal=one, member=one.mentor.member)
    Proposal.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    lapses.expire_due()
    assert set(Proposal.objects.filter(source="cascade").values_list("after", flat=True)) == {other.pk}
    assert "has run out" in emails.preview(Message.objects.filter(kind="mentorship.expired").first())[0]


def test_requests_that_are_closed_do_not_stop_the_cascade_of_a_run(scarce, publish):
    publish(scarce)
    RoundPage.objects.update(requests_open=False)
    first = Proposal.objects.get(mentee__member__display_name="Nora")
    proposals.decline(proposal=first, member=first.mentor.member, code="time", pause=True)
    assert Proposal.objects.filter(source="cascade").count() == 1


def test_the_line_goes_by_the_day_of_the_application_and_into_the_next_round(round_page, run, publish, crowd):
    publish(run)
    left = [one.mentee for one in run.leftovers.select_related("mentee").order_by("mentee__submitted_at")]
    assert [line.place_of(one) for one in left] == [1, 2]
    assert line.place_of(crowd["Ada"]) is None
    draft = participants.save_draft(
        member=left[0].member, round_page=make_round("Winter"), role="mentee", facts={"goals": "To go on"}
    )
    assert draft.priority_tier == 1


def test_a_pair_that_is_made_takes_the_newcomer_out_of_the_line(run, publish):
    Participant.objects.filter(role="mentee").update(priority_tier=1)
    publish(run)
    mine = Proposal.objects.order_by("pk").first()
    for side in (mine.mentor, mine.mentee):
        proposals.accept(proposal=mine, member=side.member)
    mine.mentee.refresh_from_db()
    assert line.place_of(mine.mentee) is None


def test_an_older_draft_asks_nobody_a_later_one_has_asked_and_nobody_who_said_no(
    round_page, crowd, run, publish, program_staff
):
    pairs = pairs_of(run)
    first, second = pairs
    later = make_run(round_page)
    match_pins.set_pin(
        actor=program_staff, run=later, mentee=crowd[first], mentor=crowd[pairs[second]], pin="keep"
    )
    publish(later)
    assert asked(run=later)[first] == pairs[second]
    refused = Proposal.objects.get(mentor=crowd[pairs[first]])
    proposals.decline(proposal=refused, member=refused.mentee.member, code="time")
    assert publish(run) == {"proposed": 0, "standing": 0, "skipped": 2, "left_over": 3}
    assert asked(run=run) == {}
    assert not run.leftovers.filter(mentee=crowd[first]).exists()  # a question waits for them


def test_a_place_somebody_has_asked_for_since_the_run_is_given_to_nobody_else(
    round_page, crowd, run, publish
):
    pairs = pairs_of(run)
    left = next(name for name in ("Nora", "Olga", "Pia") if name not in pairs)
    proposals.request(mentee=crowd[left], mentor=crowd["Ada"], note="")
    assert (publish(run)["skipped"], asked(run=run, mentor=crowd["Ada"])) == (1, {})


def test_nobody_is_asked_again_about_a_pair_one_of_them_said_no_to(round_page, crowd, run, publish):
    publish(run)
    mine = Proposal.objects.order_by("pk").first()
    proposals.decline(proposal=mine, member=mine.mentee.member, code="time")
    following = make_run(round_page)
    assert not following.edges.filter(mentee=mine.mentee, mentor=mine.mentor).exists()
    assert following.edges.filter(mentor=mine.mentor, chosen=True).count() == 1


def test_nothing_is_proposed_in_a_round_that_is_over(round_page, scarce, publish, program_staff):
    other = make_run(round_page)
    publish(scarce)
    match_runs.publish(actor=program_staff, run=other)
    names = ("opens_on", "closes_on", "matching_on", "starts_on", "ends_on")
    days = {name: timezone.localdate() - timedelta(days=9 - place) for place, name in enumerate(names)}
    RoundPage.objects.update(kind="dated", **days)
    assert match_publishing.publish_due() == 0
    other.refresh_from_db()
    assert (other.state, match_words.failure(other.error)) == ("draft", str(RoundOver.message))
    with pytest.raises(RoundOver):
        match_runs.publish(actor=program_staff, run=other)
    first = Proposal.objects.get(mentee__member__display_name="Nora")
    proposals.decline(proposal=first, member=first.mentor.member, code="time")
    assert Proposal.objects.filter(source="cascade").count() == 0


def test_who_lets_a_mentors_yes_run_out_is_not_put_first_and_the_mentor_is_told(run, publish):
    publish(run)
    mine = Proposal.objects.order_by("pk").first()
    proposals.accept(proposal=mine, member=mine.mentor.member)
    Proposal.objects.filter(pk=mine.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    lapses.expire_due()
    assert leftovers.keep_in_line() == 0
    assert set(letters("expired")) == {mine.mentor.member.name, mine.mentee.member.name}
    told = Message.objects.get(kind="mentorship.expired", recipient=mine.mentor.member)
    assert f"the proposal for you and {mine.mentee.member.name} has run out" in emails.preview(told)[1]


def test_an_organizers_proposal_keeps_the_promises_its_letters_make(crowd, program_staff):
    one, other = (
        proposals.propose(actor=program_staff, mentor=crowd[mentor], mentee=crowd[mentee])
        for mentor, mentee in (("Ada", "Nora"), ("Bea", "Olga"))
    )
    for proposal in (one, other):
        proposals.accept(proposal=proposal, member=proposal.mentee.member)
    proposals.decline(proposal=one, member=one.mentor.member, code="time")
    assert (
        "you stand first in the next matching"
        in emails.preview(Message.objects.get(kind="mentorship.declined"))[1]
    )
    Proposal.objects.filter(pk=other.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    lapses.expire_due()
    assert (letters("expired"), leftovers.keep_in_line()) == (["Olga"], 2)


def test_a_mentor_who_said_yes_is_told_when_the_newcomer_has_found_another_one(crowd, program_staff):
    one, other = (
        proposals.propose(actor=program_staff, mentor=crowd[mentor], mentee=crowd["Nora"])
        for mentor in ("Ada", "Bea")
    )
    proposals.accept(proposal=one, member=crowd["Ada"].member)
    for member in (crowd["Bea"].member, crowd["Nora"].member):
        proposals.accept(proposal=other, member=member)
    assert letters("superseded") == ["Ada"]
    subject, text = emails.preview(Message.objects.get(kind="mentorship.superseded"))
    assert (subject, "You stay in the round and need not do anything." in text, "Your request" in text) == (
        "Nora has no free place any more", True, False,
    )  # fmt: skip
