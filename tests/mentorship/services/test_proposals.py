from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cms.models import Availability, Block, Event, Member, MemberLanguage, Message
from cms.services import consents
from mentorship.exceptions import (
    Expired,
    MentorshipError,
    NotNow,
    RequestsClosed,
    RuleBroken,
    SaidNo,
    TooManyOpen,
)
from mentorship.models import Exclusion, Pairing, Participant, Preference, Proposal, RoundPage
from mentorship.services import lapses, pairings, participants, proposal_rows, proposals, suggestions
from tests.factories.mentorship import make_member, make_pair, make_participant, make_round


@pytest.fixture
def asked(mentee, mentor) -> Proposal:
    return proposals.request(mentee=mentee, mentor=mentor, note="I would like to learn with you.")


def messages() -> list[tuple[str, str]]:
    """What went out by now; reminders are planned for later."""
    told = Message.objects.exclude(kind="mentorship.proposal_reminder").order_by("pk")
    return list(told.values_list("kind", "recipient__display_name"))


def lapse(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def test_a_newcomer_asks_a_mentor_who_is_told_once(asked, mentor, mentee):
    assert (asked.state, asked.mentee_answer, asked.mentor_answer) == ("open", "yes", "waiting")
    assert asked.expires_at - asked.created_at > timedelta(days=6, hours=23)
    assert [reason["code"] for reason in asked.reasons] == [
        "needs",
        "hours",
        "wishes",
        "working",
        "stage",
        "chapter",
    ]
    assert asked.score == 40 * 100 + 20 * 100 + 20 * 50 + 10 * 100 + 5 * 100 + 5 * 50
    assert messages() == [("mentorship.proposal_received", "Mira")]
    assert list(Event.objects.filter(object=proposal_rows.identity(asked)).values_list("verb", "actor")) == [
        ("opened", mentee.member_id)
    ]


def test_asking_twice_is_asking_once(asked, mentor, mentee):
    assert proposals.request(mentee=mentee, mentor=mentor, note="Again") == asked
    assert Proposal.objects.count() == 1
    assert messages() == [("mentorship.proposal_received", "Mira")]


def test_a_fourth_open_request_is_refused(round_page, mentee):
    for name in ("Ada", "Bea", "Cleo"):
        proposals.request(mentee=mentee, mentor=make_participant(round_page, name, "mentor"), note="")
    with pytest.raises(TooManyOpen):
        proposals.request(mentee=mentee, mentor=make_participant(round_page, "Dora", "mentor"), note="")
    assert Proposal.objects.count() == 3


def test_a_yes_makes_a_pair_takes_both_seats_and_tells_both(asked, mentor, mentee):
    accepted = proposals.accept(proposal=asked, member=mentor.member)
    pairing = Pairing.objects.get()
    assert (accepted.state, pairing.proposal, pairing.state, pairing.waiting_on) == (
        "accepted",
        asked,
        "active",
        "mentee",
    )
    assert list(Participant.objects.order_by("pk").values_list("seats_taken", flat=True)) == [1, 1]
    assert messages()[1:] == [("mentorship.accepted", "Mira"), ("mentorship.accepted", "Nora")]


def test_a_second_yes_is_the_same_pair(asked, mentor):
    first = proposals.accept(proposal=asked, member=mentor.member)
    second = proposals.accept(proposal=asked, member=mentor.member)
    assert (first.pairing, Pairing.objects.count(), len(messages())) == (second.pairing, 1, 3)


def test_a_pair_ends_what_no_longer_fits_and_tells_who_asked(round_page, mentor, mentee, asked):
    other_mentor = make_participant(round_page, "Ada", "mentor")
    other_mentee = make_participant(round_page, "Bea")
    elsewhere = proposals.request(mentee=mentee, mentor=other_mentor, note="")
    late = proposals.request(mentee=other_mentee, mentor=mentor, note="")
    proposals.accept(proposal=asked, member=mentor.member)
    for proposal in (elsewhere, late):
        proposal.refresh_from_db()
    assert (elsewhere.state, late.state) == ("superseded", "superseded")
    assert ("mentorship.superseded", "Bea") in messages()
    assert ("mentorship.superseded", "Nora") not in messages()


def test_a_mentor_with_another_free_seat_keeps_the_other_requests(round_page, mentee):
    mentor = make_participant(round_page, "Ada", "mentor", capacity=2)
    first = proposals.request(mentee=mentee, mentor=mentor, note="")
    second = proposals.request(mentee=make_participant(round_page, "Bea"), mentor=mentor, note="")
    proposals.accept(proposal=first, member=mentor.member)
    second.refresh_from_db()
    assert second.state == "open"


def test_an_organizers_proposal_needs_two_yes(round_page, mentor, mentee):
    staff = Member.objects.create_superuser("staff@example.org")
    proposal = proposals.propose(actor=staff, mentor=mentor, mentee=mentee)
    assert messages() == [
        ("mentorship.proposal_received", "Mira"),
        ("mentorship.proposal_received", "Nora"),
    ]
    assert proposals.accept(proposal=proposal, member=mentor.member).state == "open"
    assert proposals.accept(proposal=proposal, member=mentee.member).state == "accepted"
    assert Pairing.objects.count() == 1


def test_a_no_comes_with_a_kind_reason_and_is_told_to_who_asked(asked, mentor):
    declined = proposals.decline(proposal=asked, member=mentor.member, code="time", note=" In spring again. ")
    assert (declined.state, declined.mentor_answer, declined.decline_code, declined.decline_note) == (
        "declined",
        "no",
        "time",
        "In spring again.",
    )
    assert messages()[1:] == [("mentorship.declined", "Nora")]
    assert proposals.decline(proposal=asked, member=mentor.member, code="other").decline_code == "time"


def test_a_no_stands_for_its_round_and_who_said_it_is_suggested_no_more(asked, mentor, mentee, round_page):
    assert [
        one.mentor for one in suggestions.for_mentee(mentee=mentee, round_page=round_page).suggestions
    ] == [mentor]
    proposals.decline(proposal=asked, member=mentor.member, code="time")
    with pytest.raises(SaidNo):
        proposals.request(mentee=mentee, mentor=mentor, note="Please")
    assert suggestions.for_mentee(mentee=mentee, round_page=round_page).suggestions == []


def test_a_request_taken_back_is_told_to_nobody(asked, mentee):
    assert proposals.withdraw(proposal=asked, member=mentee.member).state == "withdrawn"
    assert proposals.withdraw(proposal=asked, member=mentee.member).state == "withdrawn"
    assert messages()[1:] == []


def test_a_request_nobody_answers_expires_and_the_newcomer_is_told(asked):
    assert lapses.expire(proposal=asked).state == "open"
    lapse(asked)
    assert lapses.expire_due() == 1
    assert lapses.expire_due() == 0
    asked.refresh_from_db()
    assert asked.state == "expired"
    assert messages()[1:] == [("mentorship.expired", "Nora")]


def test_a_yes_that_comes_too_late_says_so(asked, mentor):
    lapse(asked)
    with pytest.raises(Expired):
        proposals.accept(proposal=asked, member=mentor.member)
    assert proposals.decline(proposal=asked, member=mentor.member, code="time").state == "declined"


def test_a_block_between_asking_and_answering_ends_the_proposal_without_a_word(asked, mentor, mentee):
    Block.objects.create(blocker=mentee.member, blocked=mentor.member)
    with pytest.raises(RuleBroken, match="unavailable") as refusal:
        proposals.accept(proposal=asked, member=mentor.member)
    assert str(refusal.value.message) == "This person is not available right now."
    assert lapses.expire_due() == 1
    asked.refresh_from_db()
    assert (asked.state, messages()[1:]) == ("superseded", [])


#: What may change between the question and the answer: how, and the code of the refusal.
def set_avoid(mentor, mentee):
    Preference.objects.create(participant=mentor, member=mentee.member, avoid=True)


def set_language(mentor, mentee):
    MemberLanguage.objects.filter(member=mentee.member).update(code="cs")


def set_hours(mentor, mentee):
    Availability.objects.filter(member=mentor.member).update(start=0, end=60)


def set_state(mentor, mentee):
    Participant.objects.filter(pk=mentee.pk).update(state="rejected")


def set_pause(mentor, mentee):
    Participant.objects.filter(pk=mentor.pk).update(paused_at=timezone.now())


def set_consent(mentor, mentee):
    Participant.objects.filter(pk=mentor.pk).update(consent=None)


def set_employer(mentor, mentee):
    Participant.objects.filter(pk=mentor.pk).update(employer="ACME  Labs")
    Participant.objects.filter(pk=mentee.pk).update(employer="acme labs", other_employer=True)


def set_exclusion(mentor, mentee):
    Exclusion.objects.create(member=mentee.member, other=mentor.member)


def set_bar(mentor, mentee):
    Exclusion.objects.create(member=mentee.member)


def set_inactive(mentor, mentee):
    Member.objects.filter(pk=mentee.member_id).update(is_active=False)


CHANGES = [
    (set_avoid, "unavailable"),
    (set_language, "no_shared_language"),
    (set_hours, "too_few_hours"),
    (set_state, "not_ready"),
    (set_pause, "not_ready"),
    (set_consent, "not_ready"),
    (set_employer, "unavailable"),
    (set_exclusion, "unavailable"),
    (set_bar, "unavailable"),
    (set_inactive, "not_ready"),
]


@pytest.mark.parametrize(("change", "code"), CHANGES)
def test_every_rule_is_asked_again_at_the_yes(change, code, asked, mentor, mentee):
    change(mentor, mentee)
    with pytest.raises(MentorshipError) as refusal:
        proposals.accept(proposal=asked, member=mentor.member)
    assert refusal.value.code == code
    assert (Pairing.objects.count(), Proposal.objects.get().state) == (0, "open")
    assert list(Participant.objects.values_list("seats_taken", flat=True)) == [0, 0]


@pytest.mark.parametrize(("change", "code"), CHANGES)
def test_every_rule_is_asked_at_the_question(change, code, mentor, mentee):
    change(mentor, mentee)
    with pytest.raises(MentorshipError) as refusal:
        proposals.request(mentee=mentee, mentor=mentor, note="")
    assert (refusal.value.code, Proposal.objects.count()) == (code, 0)


def test_a_full_mentor_cannot_be_asked(mentor, mentee):
    Participant.objects.filter(pk=mentor.pk).update(seats_taken=1)
    with pytest.raises(RuleBroken, match="no_free_seat"):
        proposals.request(mentee=mentee, mentor=mentor, note="")


def test_the_last_seat_gone_between_question_and_answer_is_a_sentence(asked, mentor):
    Participant.objects.filter(pk=mentor.pk).update(seats_taken=1)
    with pytest.raises(MentorshipError) as refusal:
        proposals.accept(proposal=asked, member=mentor.member)
    assert refusal.value.code == "no_free_seat"


def test_nobody_asks_themselves(round_page):
    member = make_member("Rosa")
    mentor = make_participant(round_page, "Rosa", "mentor", member=member)
    mentee = make_participant(round_page, "Rosa", "mentee", member=member)
    with pytest.raises(RuleBroken, match="same_person"):
        proposals.request(mentee=mentee, mentor=mentor, note="")


def test_a_pair_of_old_needs_both_wishes(round_page):
    pairing = make_pair(round_page)
    mentor, mentee = pairing.mentor, pairing.mentee
    pairings.end(pairing=pairing, member=mentor.member, code="time")
    with pytest.raises(RuleBroken, match="paired_before"):
        proposals.request(mentee=mentee, mentor=mentor, note="")
    Preference.objects.create(participant=mentor, member=mentee.member, rank=1)
    Preference.objects.create(participant=mentee, member=mentor.member, rank=1)
    assert proposals.request(mentee=mentee, mentor=mentor, note="").state == "open"


def test_a_new_version_of_the_code_of_conduct_asks_for_new_consent(asked, mentor, monkeypatch):
    monkeypatch.setitem(consents.CURRENT, consents.CODE_OF_CONDUCT, "2027-01")
    with pytest.raises(RuleBroken, match="not_ready"):
        proposals.accept(proposal=asked, member=mentor.member)


@pytest.mark.parametrize("fields", [{"requests_open": False}, {"kind": "dated"}])
def test_nobody_is_asked_when_the_round_does_not_take_requests(fields, round_page, mentor, mentee):
    RoundPage.objects.filter(pk=round_page.pk).update(**fields)
    with pytest.raises(RequestsClosed):
        proposals.request(mentee=mentee, mentor=mentor, note="")


def test_nobody_is_asked_across_rounds(mentee):
    stranger = make_participant(make_round("Spring"), "Ada", "mentor")
    with pytest.raises(RequestsClosed):
        proposals.request(mentee=mentee, mentor=stranger, note="")


def test_a_mentor_who_leaves_ends_their_proposals_and_the_newcomer_is_told(asked, mentor):
    participants.withdraw(participant=mentor)
    asked.refresh_from_db()
    assert (asked.state, messages()[1:]) == ("superseded", [("mentorship.superseded", "Nora")])


VERBS = {
    "accept": lambda proposal, member: proposals.accept(proposal=proposal, member=member),
    "decline": lambda proposal, member: proposals.decline(proposal=proposal, member=member, code="time"),
    "withdraw": lambda proposal, member: proposals.withdraw(proposal=proposal, member=member),
    "expire": lambda proposal, member: lapses.expire(proposal=proposal),
}
MOVES = {
    "open": lambda proposal: None,
    "lapsed": lapse,
    "accepted": lambda proposal: proposals.accept(proposal=proposal, member=proposal.mentor.member),
    "declined": lambda proposal: VERBS["decline"](proposal, proposal.mentor.member),
    "withdrawn": lambda proposal: VERBS["withdraw"](proposal, proposal.mentee.member),
    "expired": lambda proposal: (lapse(proposal), lapses.expire(proposal=proposal)),
    "superseded": lambda proposal: participants.withdraw(participant=proposal.mentor),
}
REFUSED, LATE, GONE = "not_now", "expired!", "gone"
#: (verb, who): what comes of it in each state of MOVES. A request of the newcomer stands for one they said yes to.
REQUESTED = {
    ("accept", "mentor"): ("accepted", LATE, "accepted", REFUSED, REFUSED, REFUSED, REFUSED),
    ("accept", "mentee"): ("open", "open", "accepted", REFUSED, REFUSED, REFUSED, REFUSED),
    ("decline", "mentor"): ("declined", "declined", REFUSED, "declined", REFUSED, REFUSED, REFUSED),
    ("decline", "mentee"): ("declined", "declined", REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    ("withdraw", "mentor"): (GONE,) * 7,
    ("withdraw", "mentee"): ("withdrawn", "withdrawn", REFUSED, REFUSED, "withdrawn", REFUSED, REFUSED),
    ("expire", "site"): ("open", "expired", "accepted", "declined", "withdrawn", "expired", "superseded"),
    **{
        (verb, who): (GONE,) * 7
        for verb in ("accept", "decline", "withdraw")
        for who in ("stranger", "organizer")
    },
}
#: The same where organizers proposed the pair and the mentor has said yes: the newcomer decides.
PROPOSED = {
    **REQUESTED,
    ("accept", "mentor"): ("open", "open", "accepted", REFUSED, REFUSED, REFUSED, REFUSED),
    ("accept", "mentee"): ("accepted", LATE, "accepted", REFUSED, REFUSED, REFUSED, REFUSED),
}
PROPOSED_MOVES = {
    **MOVES,
    "accepted": lambda proposal: proposals.accept(proposal=proposal, member=proposal.mentee.member),
}


def outcome(verb, proposal, member) -> str:
    try:
        return VERBS[verb](proposal, member).state
    except NotNow:
        return REFUSED
    except Expired:
        return LATE
    except Proposal.DoesNotExist:
        return GONE


@pytest.mark.parametrize(
    ("source", "table", "moves"),
    [("request", REQUESTED, MOVES), ("organizer", PROPOSED, PROPOSED_MOVES)],
)
def test_every_verb_in_every_state_by_everybody(source, table, moves, asked, make_member):
    """Each cell starts from the same rows; what it did is rolled back before the next."""
    if source == "organizer":
        Proposal.objects.update(source=source, mentor_answer="yes", mentee_answer="waiting")
    people = {
        "mentor": asked.mentor.member,
        "mentee": asked.mentee.member,
        "stranger": make_member("Stranger"),
        "organizer": Member.objects.create_superuser("staff@example.org"),
        "site": None,
    }
    found, unchanged = {}, []
    for verb, who in table:
        cells = []
        for state, move in moves.items():
            with transaction.atomic():
                move(Proposal.objects.select_related("mentor__member", "mentee__member").get(pk=asked.pk))
                before = Proposal.objects.get(pk=asked.pk)
                cells.append(outcome(verb, before, people[who]))
                after = Proposal.objects.get(pk=asked.pk)
                if cells[-1] in {REFUSED, LATE, GONE} and after.state != before.state:
                    unchanged.append((verb, who, state))
                transaction.set_rollback(True)
        found[verb, who] = tuple(cells)
    assert (found, unchanged) == (table, [])
