import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cms.models import Chapter, ChapterRole, Event, Member, Message
from mentorship.exceptions import BelowSeatsTaken, DecidedAlready, Incomplete, ReasonMissing, RoundClosed
from mentorship.models import Participant, RoundPage
from mentorship.services import participants
from tests.factories.mentorship import make_member, make_participant, make_round, make_topic


@pytest.fixture
def staff(program_staff):
    return program_staff


def draft_of(round_page, member, role="mentee", **more):
    return participants.save_draft(member=member, round_page=round_page, role=role, facts={}, **more)


def test_the_first_save_makes_a_draft_and_the_second_changes_it(round_page):
    member, topic = make_member("Nora"), make_topic("Git")
    first = draft_of(round_page, member, "mentor", topics={topic.translation_key: (2, 1)})
    second = participants.save_draft(
        member=member,
        round_page=round_page,
        role="mentor",
        facts={"goals": "To help", "capacity": 3},
        topics={topic.translation_key: (3, 2)},
    )
    assert (second.pk, second.state, second.goals, second.capacity) == (first.pk, "draft", "To help", 3)
    assert list(second.topics.values_list("topic_key", "level", "priority")) == [
        (topic.translation_key, 3, 2)
    ]
    assert list(Event.objects.values_list("verb", flat=True)) == ["started"]


def test_a_topic_no_longer_named_is_forgotten(round_page):
    member, topic = make_member("Nora"), make_topic("Git")
    draft_of(round_page, member, topics={topic.translation_key: (2, 1)})
    assert draft_of(round_page, member, topics={}).topics.count() == 0


def test_a_round_that_is_not_open_takes_no_new_draft_but_keeps_the_old(round_page):
    member = make_member("Nora")
    draft_of(round_page, member)
    RoundPage.objects.filter(pk=round_page.pk).update(kind="dated")
    round_page.refresh_from_db()
    assert draft_of(round_page, member).state == "draft"
    with pytest.raises(RoundClosed):
        draft_of(round_page, make_member("Mira"))


def test_an_application_with_gaps_is_not_sent_and_says_what_is_missing(round_page, make_member):
    participant = draft_of(round_page, make_member(""))
    with pytest.raises(Incomplete) as refusal:
        participants.submit(participant=participant, consent=False)
    assert refusal.value.missing == {
        "about": ["The name you want to be called by.", "What you want to reach."],
        "topics": ["At least one topic."],
        "time": ["At least one language.", "Your weekly hours."],
        "send": [
            "How the other person reaches you once you both said yes.",
            "Your agreement to the code of conduct.",
        ],
    }
    assert Participant.objects.get().state == "draft"


def test_sending_twice_is_sending_once(round_page):
    participant = make_participant(round_page, "Nora", state="draft")
    first = participants.submit(participant=participant, consent=True)
    second = participants.submit(participant=participant, consent=True)
    assert (first.state, second.submitted_at, first.consent.version) == (
        "submitted",
        first.submitted_at,
        second.consent.version,
    )
    assert Event.objects.filter(verb="submitted").count() == 1


def test_nobody_is_sent_to_a_closed_round(round_page):
    participant = make_participant(round_page, "Nora", state="draft")
    RoundPage.objects.filter(pk=round_page.pk).update(live=False)
    with pytest.raises(RoundClosed):
        participants.submit(participant=participant, consent=True)


def test_a_decision_is_told_once_with_its_reason(round_page, staff):
    participant = make_participant(round_page, "Nora", state="submitted")
    participants.waitlist(actor=staff, participant=participant, reason=" In March  we have more mentors. ")
    participants.waitlist(actor=staff, participant=participant, reason="In March we have more mentors. ")
    with pytest.raises(DecidedAlready):
        participants.waitlist(actor=staff, participant=participant, reason="Again")
    participant.refresh_from_db()
    assert (participant.state, participant.decision_reason) == (
        "waitlisted",
        "In March we have more mentors.",
    )
    assert list(Message.objects.values_list("kind", "recipient__display_name")) == [
        ("mentorship.waitlisted", "Nora")
    ]


@pytest.mark.parametrize("verb", [participants.waitlist, participants.reject])
def test_a_no_needs_a_reason(verb, round_page, staff):
    participant = make_participant(round_page, "Nora", state="submitted")
    with pytest.raises(ReasonMissing):
        verb(actor=staff, participant=participant, reason="  ")
    assert Participant.objects.get().state == "submitted"


def test_a_mentor_cannot_offer_fewer_places_than_are_taken(round_page):
    mentor = make_participant(round_page, "Mira", "mentor", capacity=3)
    Participant.objects.filter(pk=mentor.pk).update(seats_taken=2)
    with pytest.raises(BelowSeatsTaken) as refusal:
        participants.save_draft(
            member=mentor.member, round_page=round_page, role="mentor", facts={"capacity": 1}
        )
    assert str(refusal.value.message).startswith("You work with 2 people now")


def organizer_of(chapter: Chapter, name: str) -> Member:
    member = make_member(name)
    ChapterRole.objects.create(chapter=chapter, member=member, kind="organizer", since=timezone.now().date())
    return member


def test_a_chapter_organizer_decides_in_rounds_of_their_own_chapter_only(home):
    here, there = (Chapter.objects.create(name=name, city=name, country="CZ") for name in ("Brno", "Praha"))
    round_page = make_round(chapter=here)
    mine, stranger = organizer_of(here, "Olga"), organizer_of(there, "Petra")
    participant = make_participant(round_page, "Nora", state="submitted")
    with pytest.raises(PermissionDenied):
        participants.approve(actor=stranger, participant=participant)
    assert participants.approve(actor=mine, participant=participant).state == "approved"


def test_a_chapter_organizer_of_old_decides_nothing(home):
    chapter = Chapter.objects.create(name="Brno", city="Brno", country="CZ")
    member = organizer_of(chapter, "Olga")
    ChapterRole.objects.update(until=timezone.now().date())
    participant = make_participant(make_round(chapter=chapter), "Nora", state="submitted")
    with pytest.raises(PermissionDenied):
        participants.approve(actor=member, participant=participant)
