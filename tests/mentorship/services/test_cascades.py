from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms import emails
from cms.models import Block, Event, Member, Message
from mentorship.models import Participant, Preference, Proposal, RoundPage
from mentorship.services import lapses, pauses, proposals
from tests.factories.mentorship import make_participant


@pytest.fixture
def ranked(round_page, mentee):
    """Three mentors on Nora's list, in the order of their names."""
    mentors = [make_participant(round_page, name, "mentor") for name in ("Ada", "Bea", "Cleo")]
    for rank, mentor in enumerate(mentors, 1):
        Preference.objects.create(participant=mentee, member=mentor.member, rank=rank)
    return mentors


@pytest.fixture
def asked(mentee, ranked) -> Proposal:
    return proposals.request(mentee=mentee, mentor=ranked[0], note="Dear Ada")


def lapse(proposal: Proposal) -> Proposal:
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    return proposal


def rows() -> list[tuple[str, str, str]]:
    found = Proposal.objects.order_by("pk").values_list("mentor__member__display_name", "source", "state")
    return list(found)


def decline(proposal: Proposal, **more) -> Proposal:
    return proposals.decline(proposal=proposal, member=proposal.mentor.member, code="time", **more)


def letters(proposal: Proposal, name: str) -> dict[str, str]:
    """What one person reads about one proposal: subject -> text."""
    told = Message.objects.filter(recipient__display_name=name, context__proposal=proposal.pk)
    return dict(found for message in told if (found := emails.preview(message)))


def test_a_no_asks_the_next_choice_at_once_and_without_the_note_to_another(asked, ranked):
    decline(asked)
    decline(asked)
    following = Proposal.objects.get(source="cascade")
    assert rows() == [("Ada", "request", "declined"), ("Bea", "cascade", "open")]
    assert (following.after, following.note, following.mentee_answer, following.mentor_answer) == (
        asked,
        "",
        "yes",
        "waiting",
    )
    assert list(Event.objects.filter(verb="opened").values_list("actor", "data")) == [
        (asked.mentee.member_id, {}),
        (None, {"after": str(asked.uuid)}),
    ]
    told = letters(asked, "Nora")
    assert list(told) == ["Ada cannot be part of this pair"]
    assert "The next mentor on your list has been asked for you: Bea." in told.popitem()[1]
    assert list(letters(following, "Bea")) == [
        "Nora asks you to be their mentor",
        "Nora still waits for your answer",
    ]


def test_a_request_nobody_answers_asks_the_next_choice_until_the_list_is_over(asked):
    for _ in range(4):
        Proposal.objects.open().update(expires_at=timezone.now() - timedelta(minutes=1))
        lapses.expire_due()
    assert rows() == [
        ("Ada", "request", "expired"),
        ("Bea", "cascade", "expired"),
        ("Cleo", "cascade", "expired"),
    ]


def test_the_cascade_passes_over_who_was_asked_and_whom_a_rule_keeps_away(round_page, mentee, ranked, asked):
    proposals.withdraw(
        proposal=proposals.request(mentee=mentee, mentor=ranked[1], note=""), member=mentee.member
    )
    Block.objects.create(blocker=ranked[2].member, blocked=mentee.member)
    dora = make_participant(round_page, "Dora", "mentor")
    Preference.objects.create(participant=mentee, member=dora.member, rank=4)
    decline(asked)
    assert rows()[2:] == [("Dora", "cascade", "open")]


def test_nobody_is_asked_when_the_newcomer_ended_it_or_the_round_or_the_organizers_decide(
    round_page, mentee, ranked, asked
):
    cases = {
        "withdrawn": lambda: proposals.withdraw(proposal=asked, member=mentee.member),
        "declined by the newcomer": lambda: proposals.decline(
            proposal=asked, member=mentee.member, code="time"
        ),
        "organizers": lambda: (Proposal.objects.update(source="organizer"), decline(asked)),
        "closed": lambda: (RoundPage.objects.update(requests_open=False), decline(asked)),
        "no seat": lambda: (Participant.objects.filter(pk=mentee.pk).update(seats_taken=1), decline(asked)),
    }
    found = {}
    for name, act in cases.items():
        with transaction.atomic():
            act()
            found[name] = Proposal.objects.filter(source="cascade").count()
            transaction.set_rollback(True)
        asked.refresh_from_db()
    assert found == dict.fromkeys(cases, 0)


def test_a_list_changed_while_the_answer_came_is_read_again(asked, mentee, ranked):
    Preference.objects.filter(participant=mentee, member=ranked[1].member).delete()
    decline(asked)
    assert rows()[1:] == [("Cleo", "cascade", "open")]


def test_the_database_refuses_a_second_successor(asked, ranked, mentee):
    decline(asked)
    following = Proposal.objects.get(source="cascade")
    for fields in ({"after": asked}, {"after": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.create(
                round_key=asked.round_key,
                mentor=ranked[2],
                mentee=mentee,
                source="cascade",
                expires_at=following.expires_at,
                **fields,
            )


def test_the_reminder_comes_at_half_time_to_who_has_not_answered(mentee, asked):
    reminder = Message.objects.get(kind="mentorship.proposal_reminder")
    wait = reminder.due_at - asked.created_at
    assert reminder.recipient == asked.mentor.member
    assert timedelta(days=3, hours=11) < wait < timedelta(days=3, hours=22)  # a night may lie between
    assert "waits for your answer until" in emails.preview(reminder)[1]
    decline(asked)
    assert emails.preview(reminder) is None


def test_an_organizers_proposal_reminds_only_the_side_that_still_waits(mentee, mentor):
    staff = Member.objects.create_superuser("staff@example.org")
    proposal = proposals.propose(actor=staff, mentor=mentor, mentee=mentee)
    proposals.accept(proposal=proposal, member=mentor.member)
    told = {
        message.recipient.display_name: emails.preview(message) is not None
        for message in Message.objects.filter(kind="mentorship.proposal_reminder")
    }
    assert told == {"Mira": False, "Nora": True}


def test_two_questions_unanswered_in_a_row_begin_a_break_and_one_click_ends_it(round_page, mentor):
    for name in ("Nora", "Olga"):
        newcomer = make_participant(round_page, name)
        lapse(proposals.request(mentee=newcomer, mentor=mentor, note=""))
        lapses.expire_due()
    mentor.refresh_from_db()
    assert (mentor.is_paused, mentor.lapses) == (True, 2)
    letter = Message.objects.get(kind="mentorship.paused")
    assert emails.preview(letter)[0] == "You take a break as a mentor"
    mentor = pauses.resume(mentor=mentor)
    assert (mentor.is_paused, mentor.lapses, emails.preview(letter)) == (False, 0, None)
    assert list(Event.objects.filter(verb__in=["paused", "resumed"]).values_list("verb", "actor")) == [
        ("paused", None),
        ("resumed", mentor.member_id),
    ]


def test_an_answer_between_two_lapses_keeps_the_mentor_in(round_page, mentor):
    for name, act in (("Nora", lapse), ("Olga", decline), ("Pia", lapse)):
        act(proposals.request(mentee=make_participant(round_page, name), mentor=mentor, note=""))
        lapses.expire_due()
    mentor.refresh_from_db()
    assert (mentor.is_paused, mentor.lapses) == (False, 1)


def test_a_newcomer_who_does_not_answer_an_organizer_is_not_the_mentors_lapse(mentee, mentor):
    staff = Member.objects.create_superuser("staff@example.org")
    proposal = proposals.propose(actor=staff, mentor=mentor, mentee=mentee)
    proposals.accept(proposal=proposal, member=mentor.member)
    lapse(proposal)
    lapses.expire_due()
    mentor.refresh_from_db()
    assert mentor.lapses == 0


def test_a_no_can_begin_a_break_with_the_same_click(asked, ranked):
    decline(asked, pause=True)
    ranked[0].refresh_from_db()
    assert (ranked[0].is_paused, ranked[0].lapses, rows()[1:]) == (True, 0, [("Bea", "cascade", "open")])
    assert pauses.pause(mentor=ranked[0]).paused_at == ranked[0].paused_at


def test_the_database_holds_that_two_lapses_are_a_break(mentor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=mentor.pk).update(lapses=2)
