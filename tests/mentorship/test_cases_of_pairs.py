"""What a case, a decision to keep two apart, or a block means for a pair that runs, and for one that is over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from cms import reporting
from cms.exceptions import CaseClosed, NotOffered
from cms.models import Block, CaseNote, Event, Message, Report
from cms.services import blocks, cases, messages
from learning.models import Certificate
from mentorship.exceptions import StillApart, Unavailable
from mentorship.models import Pairing, PairThanks, Participant, Proposal
from mentorship.services import closings, holds, pair_course, pair_papers, pair_thread, pairings
from tests.factories.mentorship import make_completed_pair, make_pair, make_participant
from tests.factories.safety import make_report, make_safeguard


@pytest.fixture
def sara(db):
    return make_safeguard()


def sides(pair):
    return pair.mentor.member, pair.mentee.member


def in_contact(pair) -> list[bool]:
    pair = Pairing.objects.for_listing().get(pk=pair.pk)
    return [pairings.may_see_contact(pairing=pair, member=who) for who in sides(pair)]


def test_the_words_of_a_pair_that_is_over_are_read_while_a_case_about_it_is_open(
    round_page, sara, make_member
):
    pair = make_completed_pair(round_page)
    mira, nora = sides(pair)
    closings.thank(pairing=pair, member=mira, text="Thanks, Nora")
    about_others = make_report(make_member("Max"), mira)
    with pytest.raises(NotOffered):
        cases.read_words(report=about_others, actor=sara)
    report = make_report(nora, mira)
    read = [(piece.who, piece.text) for piece in cases.read_words(report=report, actor=sara)]
    assert read == [("Nora", "Hello"), ("Mira", "Hello"), ("Mira", "Thanks, Nora")]
    assert CaseNote.objects.filter(report=report).last().text == "Read what the two wrote to each other."
    for who in (mira, nora, make_member("Zoe")):
        with pytest.raises(Report.DoesNotExist):
            cases.read_words(report=report, actor=who)
    cases.close(report=report, actor=sara, outcome="Done.")
    report.refresh_from_db()
    with pytest.raises(CaseClosed):
        cases.read_words(report=report, actor=sara)
    assert reporting.pieces(report) == []


def test_the_thread_of_a_pair_at_work_is_read_by_nobody(round_page, sara):
    pair = make_pair(round_page)
    mira, nora = sides(pair)
    pair_thread.write(pairing=pair, member=mira, text="Come over", token=uuid4())
    assert reporting.pieces(make_report(nora, mira)) == []


def test_two_whose_pair_is_over_reach_each_other_no_more_while_a_case_is_open(round_page, sara):
    pair = make_completed_pair(round_page)
    mira, nora = sides(pair)
    assert in_contact(pair) == [True, True]
    report = make_report(nora, mira)
    assert in_contact(pair) == [False, False]
    for who in (mira, nora):
        with pytest.raises(Unavailable):
            closings.thank(pairing=pair, member=who, text="Thanks")
    cases.close(report=report, actor=sara, outcome="Nothing was wrong.")
    assert in_contact(pair) == [True, True]
    closings.thank(pairing=pair, member=nora, text="Thanks")
    assert PairThanks.objects.count() == 1


def test_a_case_about_one_of_them_and_somebody_else_leaves_the_pair_as_it_is(round_page, make_member):
    pair = make_completed_pair(round_page)
    mira, nora = sides(pair)
    make_report(make_member("Max"), mira)
    make_report(nora, make_member("Zoe"))
    assert in_contact(pair) == [True, True]
    make_report(make_member("Ada"), mira, nora)
    assert in_contact(pair) == [False, False]


def test_the_page_of_a_pair_that_is_over_keeps_its_ways_to_meet_while_a_case_is_open(client, round_page):
    pair = make_pair(round_page)
    mira, nora = sides(pair)
    pair_papers.write_down(pairing=pair, member=mira, version=0, place="call.example/mira")
    for who in (mira, nora):
        pair_course.finish(pairing=pair, member=who)
    client.force_login(nora)
    ways = [reverse(f"mentorship:{name}", args=[pair.uuid]) for name in ("pairing", "pair-guide")]
    seen = [["call.example" in client.get(way).text for way in ways]]
    make_report(mira, nora)
    seen.append(["call.example" in client.get(way).text for way in ways])
    assert seen == [[True, True], [False, False]]
    refused = client.post(reverse("mentorship:pairing-contact", args=[pair.uuid])).text
    assert ("private-mira" in refused, "Contact details are not shown right now." in refused) == (False, True)


def test_keeping_two_apart_puts_their_pair_on_hold_at_once_and_ends_what_is_asked(
    round_page, sara, mailoutbox
):
    pair = make_pair(round_page)
    mira, nora = sides(pair)
    # The other way round in the same round: Nora is asked to be Mira's mentor.
    guide, seeker = (
        make_participant(round_page, name, role, member=member)
        for name, role, member in (("Nora", "mentor", nora), ("Mira", "mentee", mira))
    )
    asked = Proposal.objects.create(
        round_key=round_page.round_key,
        mentor=guide,
        mentee=seeker,
        source="request",
        mentee_answer="yes",
        expires_at=timezone.now() + timedelta(days=3),
    )
    Message.objects.all().delete()
    report = make_report(nora, mira)
    cases.act(report=report, actor=sara, code=f"apart:{mira.pk}")
    pair.refresh_from_db()
    asked.refresh_from_db()
    assert (pair.state, pair.held_from, asked.state, in_contact(pair)) == (
        "held",
        "active",
        "superseded",
        [False, False],
    )
    line = CaseNote.objects.filter(report=report, action="acted").get().text
    assert line == "Nora and Mira are kept apart in mentoring. Pair on hold: Mira · Nora."
    assert list(Event.objects.filter(verb="held").values_list("actor", "before", "after", "data")) == [
        (None, "active", "held", {})
    ]
    messages.send_due()
    subjects = [mail.subject for mail in mailoutbox if "report" not in mail.subject]
    assert subjects == ["About a pair of yours: On hold"] * 2


def test_a_pair_of_two_who_are_kept_apart_goes_on_only_once_that_is_taken_back(round_page, sara):
    pair = make_pair(round_page)
    mira, nora = sides(pair)
    report = make_report(nora, mira)
    cases.act(report=report, actor=sara, code=f"apart:{mira.pk}")
    offered = {offer.code.partition(":")[0] for offer in reporting.offered(report)}
    with pytest.raises(StillApart):
        holds.release(pairing=pair, actor=sara, report=report)
    lift = next(offer.code for offer in reporting.offered(report) if offer.code.startswith("lift:"))
    cases.act(report=report, actor=sara, code=lift)
    pair.refresh_from_db()
    assert (offered, pair.state) == ({"end", "bar", "lift"}, "held")
    cases.act(report=report, actor=sara, code=f"release:{pair.uuid}")
    pair.refresh_from_db()
    assert (pair.state, in_contact(pair)) == ("active", [True, True])


def test_silence_completes_nothing_across_a_block_and_waits_anew_without_it(round_page):
    pair = make_pair(round_page)
    mira, nora = sides(pair)
    for who in (mira, nora):
        pair_thread.write(pairing=pair, member=who, text="Hello", token=uuid4())
    pair_course.finish(pairing=pair, member=mira)
    blocks.block(blocker=nora, blocked=mira)
    Block.objects.create(blocker=mira, blocked=nora)
    Pairing.objects.update(done_asked_at=timezone.now() - timedelta(days=8))
    assert pair_course.complete_due() == 0
    blocks.unblock(blocker=nora, blocked_pk=mira.pk)
    assert pair_course.complete_due() == 0  # the other block stands
    blocks.unblock(blocker=mira, blocked_pk=nora.pk)
    assert (pair_course.complete_due(), Certificate.objects.count()) == (0, 0)
    Pairing.objects.update(done_asked_at=timezone.now() - timedelta(days=8))
    assert (pair_course.complete_due(), Certificate.objects.count()) == (1, 2)


def test_a_page_across_a_block_does_not_say_that_silence_completes_the_pair(client, round_page):
    pair = make_pair(round_page)
    mira, nora = sides(pair)
    pair_course.finish(pairing=pair, member=mira)
    client.force_login(nora)
    address, words = reverse("mentorship:pairing", args=[pair.uuid]), "the pair is complete on"
    before = words in client.get(address).text
    blocks.block(blocker=nora, blocked=mira)
    assert (before, words in client.get(address).text) == (True, False)


def test_no_letter_names_the_other_one_across_a_block(round_page, mailoutbox):
    done, ended = make_completed_pair(round_page), make_pair(round_page, "Ada", "Ben")
    mira, nora = sides(done)
    ada, ben = sides(ended)
    pairings.end(pairing=ended, member=ben, code="other")
    for one, other in ((nora, mira), (ben, ada)):
        blocks.block(blocker=one, blocked=other)
    messages.send_due()
    told = sorted((mail.to[0].partition("@")[0], mail.subject) for mail in mailoutbox)
    assert told == [
        ("ada", "About a pair of yours: Ended"),
        ("mira", "Your pair is complete"),
        ("nora", "Your pair is complete"),
    ]
    others = {"ada": "Ben", "mira": "Nora", "nora": "Mira"}
    assert [others[mail.to[0].partition("@")[0]] in mail.body for mail in mailoutbox] == [False] * 3


def test_ending_a_pair_is_asked_about_once_before_it_is_done(client, round_page, sara, make_member):
    pair = make_pair(round_page)
    mira, nora = sides(pair)
    report = make_report(nora, mira)
    client.force_login(sara)
    address = reverse("cms:case-act", args=[report.uuid])
    client.post(address, {"code": f"hold:{pair.uuid}"})
    form = {"code": f"end:{pair.uuid}"}
    asked = client.post(address, form).text
    pair.refresh_from_db()
    assert (pair.state, "cannot be brought back" in asked, "Yes, do it" in asked) == ("held", True, True)
    for _twice in range(2):
        answer = client.post(address, {**form, "sure": "yes"})
    pair.refresh_from_db()
    assert (pair.state, "no longer possible" in answer.text) == ("ended", True)
    client.force_login(make_member("Zoe"))
    assert client.post(address, form).status_code == 404
    assert set(Participant.objects.values_list("seats_taken", flat=True)) == {0}
