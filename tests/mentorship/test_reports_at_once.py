"""A report, sent twice at the same moment, against everything else the two of a pair may do right then."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from cms.models import Block, Event, Member, Message, Report
from cms.services import farewells
from mentorship.exceptions import MentorshipError
from mentorship.models import Exclusion, Pairing, Participant
from mentorship.services import exclusions, pair_course, pair_thread, pairings, proposals
from tests.factories.mentorship import make_pair, make_participant
from tests.factories.safety import make_report, make_safeguard

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def together(*calls) -> None:
    gate = Barrier(len(calls))

    def run(call) -> None:
        try:
            gate.wait(timeout=30)
            call()
        except MentorshipError:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        list(pool.map(run, calls))


def test_a_report_is_one_and_stops_contact_whatever_happens_beside_it(round_page):
    make_safeguard()
    pair, token = make_pair(round_page), uuid4()
    mira, nora = pair.mentor.member, pair.mentee.member

    def report():
        make_report(nora, mira, token=token, stops_contact=True)

    together(
        report,
        report,
        lambda: pair_thread.write(pairing=pair, member=mira, text="x", token=uuid4()),
        lambda: pair_course.finish(pairing=pair, member=mira),
        lambda: pair_course.pause(pairing=pair, member=mira),
        lambda: pairings.end(pairing=pair, member=mira, code="time"),
    )
    pair = Pairing.objects.for_listing().get()
    assert (Report.objects.count(), Block.objects.count(), pair.state in {"held", "ended"}) == (1, 1, True)
    assert [pairings.may_see_contact(pairing=pair, member=who) for who in (mira, nora)] == [False, False]
    assert set(Participant.objects.values_list("seats_taken", flat=True)) == {
        1 if pair.state == "held" else 0
    }
    assert Message.objects.filter(kind="cms.case_opened").count() == 1

    together(*[lambda who=who: farewells.leave(member=who) for who in (mira, nora, mira, nora)])
    assert set(Member.objects.exclude(left_at=None).values_list("pk", flat=True)) == {mira.pk, nora.pk}
    assert set(Participant.objects.values_list("seats_taken", "state")) == {(0, "withdrawn")}


def test_two_who_are_kept_apart_are_no_pair_at_work_whoever_says_yes_at_that_moment(round_page):
    sara, tess = make_safeguard(), make_safeguard("Tess")
    mentor, mentee = make_participant(round_page, "Mira", "mentor"), make_participant(round_page, "Nora")
    proposal = proposals.request(mentee=mentee, mentor=mentor, note="x")

    def keep_apart(actor):
        exclusions.keep_apart(actor=actor, one=mentee.member, other=mentor.member)

    together(
        lambda: proposals.accept(proposal=proposal, member=mentor.member),
        lambda: keep_apart(sara),
        lambda: keep_apart(tess),
    )
    proposal.refresh_from_db()
    states = list(Pairing.objects.values_list("state", flat=True))
    assert (proposal.state, states) in [("accepted", ["held"]), ("superseded", [])]
    assert Exclusion.objects.count() == 1
    assert Event.objects.filter(verb="held").count() == len(states)
