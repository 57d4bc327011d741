"""A pair on hold: who may do what in which state, and what rests meanwhile."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.utils import timezone

from cms import reporting
from cms.chores import all_chores
from cms.exceptions import CaseClosed
from cms.models import Block, CaseNote, Event, Message
from cms.services import blocks, cases, messages
from mentorship.exceptions import MentorshipError, NotNow
from mentorship.models import Exclusion, Pairing, Participant, Proposal
from mentorship.services import (
    due_pairs,
    exclusions,
    holds,
    nudges,
    pair_course,
    pair_meetings,
    pair_papers,
    pair_thread,
    pairings,
    proposals,
    questions,
)
from tests.factories.mentorship import make_pair, make_participant
from tests.factories.safety import make_report, make_safeguard

STATES = ["active", "paused", "held", "completed", "ended"]
VERBS = {"hold": holds.hold, "release": holds.release, "end": holds.end}
ALLOWED = {
    ("active", "hold"): "held",
    ("paused", "hold"): "held",
    ("held", "hold"): "held",
    ("active", "release"): "active",
    ("paused", "release"): "paused",
    ("held", "release"): "paused",
    ("held", "end"): "ended",
    ("ended", "end"): "ended",
}


@pytest.fixture
def pair(round_page):
    return make_pair(round_page)


@pytest.fixture
def mira(pair):
    return pair.mentor.member


@pytest.fixture
def nora(pair):
    return pair.mentee.member


@pytest.fixture
def sara(db):
    return make_safeguard()


def put(pair, state: str) -> None:
    held_from = "paused" if state == "held" else ""
    ended_at = timezone.now() if state in {"completed", "ended"} else None
    Pairing.objects.filter(pk=pair.pk).update(state=state, held_from=held_from, ended_at=ended_at)
    Participant.objects.update(seats_taken=0 if ended_at else 1)


def told(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=f"mentorship.{kind}").order_by("pk")
    return [row.recipient.name for row in rows]


def test_who_may_hold_release_and_end_in_every_state(pair, mira, nora, sara, program_staff, make_member):
    """(state, verb, role): allowed, refused with a code, or not there at all."""
    tess = make_safeguard("Tess")
    report = make_report(nora, mira, tess)
    asking = make_report(nora, mira, text="And again.")
    type(asking).objects.filter(pk=asking.pk).update(stops_contact=True)
    asking.refresh_from_db()
    roles = {
        "safeguarding": (sara, report),
        "who asked for it": (nora, asking),
        "who reported": (nora, report),
        "reported": (mira, report),
        "named in safeguarding": (tess, report),
        "program staff": (program_staff, report),
        "stranger": (make_member("Zoe"), report),
    }
    found, expected = {}, {}
    for state, verb, role in product(STATES, VERBS, roles):
        put(pair, state)
        actor, case = roles[role]
        try:
            found[state, verb, role] = VERBS[verb](pairing=pair, actor=actor, report=case).state
        except NotNow as refusal:
            found[state, verb, role] = refusal.code
        except Pairing.DoesNotExist:
            found[state, verb, role] = 404
        may = role == "safeguarding" or (role == "who asked for it" and verb == "hold")
        expected[state, verb, role] = ALLOWED.get((state, verb), "not_now") if may else 404
    assert found == expected


def test_a_case_about_others_gives_no_say_over_this_pair(pair, sara, make_member):
    with pytest.raises(Pairing.DoesNotExist):
        holds.hold(pairing=pair, actor=sara, report=make_report(make_member("Zoe"), make_member("Max")))


def test_a_report_that_asks_for_it_stops_everything_at_once(pair, mira, nora, sara, mailoutbox):
    pair_thread.write(pairing=pair, member=nora, text="Hello", token=uuid4())
    soon = timezone.now() + timedelta(days=2)
    meeting = pair_meetings.propose(pairing=pair, member=nora, starts_at=soon, minutes=60)
    Message.objects.all().delete()
    pair_meetings.confirm(meeting=meeting, member=mira)
    report = make_report(nora, mira, text="Canary", stops_contact=True)
    pair.refresh_from_db()
    assert (pair.state, pair.held_from, list(Participant.objects.values_list("seats_taken", flat=True))) == (
        "held",
        "active",
        [1, 1],
    )
    assert [pairings.may_see_contact(pairing=pair, member=who) for who in (mira, nora)] == [False, False]
    for act in (
        lambda: pair_thread.write(pairing=pair, member=mira, text="Why?", token=uuid4()),
        lambda: pair_meetings.cancel(meeting=meeting, member=mira),
        lambda: pair_course.resume(pairing=pair, member=mira),
        lambda: pairings.reveal_contact(pairing=pair, member=mira),
        lambda: pairings.end(pairing=pair, member=mira, code="time"),
    ):
        with pytest.raises(MentorshipError):
            act()
    # What waited to be sent is not sent; both read the same few words, which name nobody.
    messages.send_due()
    letters = {
        mail.to[0]: mail
        for mail in mailoutbox
        if "@example.org" in mail.to[0] and "report" not in mail.subject
    }
    assert sorted(letters) == ["mira@example.org", "nora@example.org"]
    bodies = {letter.body.replace("Mira", "X").replace("Nora", "X") for letter in letters.values()}
    assert (len(bodies), [word for word in ("Canary", "report") for body in bodies if word in body]) == (
        1,
        [],
    )
    Pairing.objects.update(waiting_since=timezone.now() - timedelta(days=40))
    assert (nudges.queue_due(), all_chores()["pairs completed"]()) == (0, 0)
    # Events tell what happened to the pair, not by whom; the log of the case does.
    assert list(Event.objects.filter(verb="held").values_list("actor", "before", "after", "data")) == [
        (None, "active", "held", {})
    ]
    assert list(report.log.values_list("action", flat=True)) == ["opened", "acted", "acted"]


def test_a_pair_that_is_let_go_on_is_as_it_was_and_whoever_waits_begins_anew(pair, mira, nora, sara):
    pair_course.finish(pairing=pair, member=nora)
    report = make_report(nora, mira)
    cases.act(report=report, actor=sara, code=f"hold:{pair.uuid}")
    Pairing.objects.update(done_asked_at=timezone.now() - timedelta(days=8))
    assert all_chores()["pairs completed"]() == 0
    cases.act(report=report, actor=sara, code=f"release:{pair.uuid}")
    pair.refresh_from_db()
    assert (pair.state, pair.held_from, all_chores()["pairs completed"]()) == ("active", "", 0)
    assert pairings.may_see_contact(pairing=pair, member=mira)
    assert (told("pair_held"), told("pair_released")) == (["Mira", "Nora"], ["Mira", "Nora"])


def test_a_pair_that_ends_from_hold_frees_the_seats_and_never_shows_contact_again(pair, mira, nora, sara):
    report = make_report(nora, mira, stops_contact=True)
    Block.objects.all().delete()  # it is the hold that hides it
    cases.act(report=report, actor=sara, code=f"end:{pair.uuid}")
    pair.refresh_from_db()
    assert (pair.state, pairings.may_see_contact(pairing=pair, member=mira), told("pair_ended")) == (
        "ended",
        False,
        ["Mira", "Nora"],
    )
    seats = dict(Participant.objects.values_list("role", "seats_taken"))
    assert (seats, Participant.objects.get(role="mentee").priority_tier) == ({"mentor": 0, "mentee": 0}, 1)


def test_handlers_keep_two_apart_or_one_out_and_take_it_back(pair, round_page, mira, nora, sara):
    report, ada = make_report(nora, mira), make_participant(round_page, "Ada", "mentor")
    ben = make_participant(round_page, "Ben", capacity=2)
    asked = proposals.request(mentee=ben, mentor=ada, note="x")
    for _twice in range(2):
        exclusions.keep_apart(actor=sara, one=ben.member, other=ada.member)
    asked.refresh_from_db()
    assert (asked.state, told("superseded"), Exclusion.objects.count()) == ("superseded", [], 1)
    labels = {offer.partition(":")[0] for offer in offered(report)}
    cases.act(report=report, actor=sara, code=f"bar:{mira.pk}")
    cases.act(report=report, actor=sara, code=f"apart:{mira.pk}")
    now = {offer.partition(":")[0] for offer in offered(report)}
    assert (labels, now) == ({"hold", "apart", "bar"}, {"end", "lift"})
    for exclusion in exclusions.standing(members=[mira.pk, nora.pk]):
        cases.act(report=report, actor=sara, code=f"lift:{exclusion.pk}")
    again = {offer.partition(":")[0] for offer in offered(report)}
    assert again == {"release", "end", "apart", "bar"}
    cases.close(report=report, actor=sara, outcome="Done.")
    with pytest.raises(CaseClosed):
        cases.act(report=report, actor=sara, code=f"hold:{pair.uuid}")


def offered(report) -> list[str]:
    return [offer.code for offer in reporting.offered(report)]


def test_the_thread_is_read_by_handlers_only_on_hold_and_the_log_says_so(pair, mira, nora, sara):
    pair_thread.write(pairing=pair, member=mira, text="Come over", token=uuid4())
    report = make_report(nora, mira)
    assert offered(report)[0] == f"hold:{pair.uuid}"
    cases.act(report=report, actor=sara, code=f"hold:{pair.uuid}")
    assert [(piece.who, piece.text) for piece in cases.read_words(report=report, actor=sara)] == [
        ("Mira", "Come over")
    ]
    assert CaseNote.objects.filter(report=report).last().text == "Read what the two wrote to each other."


def test_no_report_is_lost_to_a_pair_that_ends_at_the_same_moment(pair, mira, nora, sara, monkeypatch):
    pairings.end(pairing=pair, member=mira, code="time")
    monkeypatch.setattr(holds, "concerned", lambda report: [pair])  # as it was read a moment before
    report = make_report(nora, mira, stops_contact=True)
    assert [row.action for row in report.log.all()] == ["opened", "acted"]  # the block alone
    assert (Block.objects.count(), pairings.may_see_contact(pairing=pair, member=mira)) == (1, False)


def test_what_was_asked_on_a_proposal_is_read_by_handlers_of_a_report_about_it(round_page, sara):
    mira, nora = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    asked = proposals.request(mentee=nora, mentor=mira, note="Please")
    questions.write(proposal=asked, member=mira.member, text="Where do you live?", token=uuid4())
    place = reporting.find(kind="proposal", key=asked.uuid, member=nora.member)
    elsewhere = make_report(nora.member, mira.member, text="Elsewhere")
    of_nobody = make_report(nora.member, place=place)
    report = make_report(nora.member, mira.member, place=place)
    found = [reporting.pieces(each) for each in (elsewhere, of_nobody, report)]
    assert [[(piece.who, piece.text) for piece in pieces] for pieces in found] == [
        [],
        [],
        [("Nora", "Please"), ("Mira", "Where do you live?")],
    ]


def test_a_block_in_a_live_pair_hides_and_freezes_and_either_may_end_it(
    pair, round_page, mira, nora, mailoutbox
):
    other = make_participant(round_page, "Ada", "mentor")
    Participant.objects.filter(pk=pair.mentee_id).update(capacity=2)
    pair.mentee.refresh_from_db()
    asked = proposals.request(mentee=pair.mentee, mentor=other, note="x")
    pair_thread.write(pairing=pair, member=mira, text="Hello", token=uuid4())
    blocks.block(blocker=nora, blocked=mira)
    blocks.block(blocker=nora, blocked=other.member)
    asked.refresh_from_db()
    Pairing.objects.update(waiting_since=timezone.now() - timedelta(days=40))
    assert (asked.state, told("superseded"), nudges.queue_due()) == ("superseded", [], 0)
    messages.send_due()
    assert [
        mail.subject for mail in mailoutbox if "written" in mail.subject or "asks you" in mail.subject
    ] == []
    for who in (mira, nora):
        assert not pairings.may_see_contact(pairing=pair, member=who)
        with pytest.raises(MentorshipError):
            pair_thread.write(pairing=pair, member=who, text="x", token=uuid4())
    assert pairings.end(pairing=pair, member=nora, code="other").state == "ended"
    assert Proposal.objects.open().count() == 0


def test_no_letter_about_the_other_one_goes_out_once_something_has_come_between(
    pair, mira, nora, sara, mailoutbox
):
    pair_papers.write_down(pairing=pair, member=nora, version=0, often="Once a week")
    Pairing.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert due_pairs.ask_due() == 2
    Message.objects.filter(kind="mentorship.pair_due").update(due_at=timezone.now())
    blocks.block(blocker=nora, blocked=mira)
    Pairing.objects.update(due_on=timezone.localdate())
    assert due_pairs.ask_due() == 0
    Pairing.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    messages.send_due()
    subjects = ("What you and", "The time you planned")
    assert [mail.subject for mail in mailoutbox if mail.subject.startswith(subjects)] == []
