from uuid import uuid4

import pytest

from cms.models import Block, ChapterRole, Event, Message
from cms.services.messages import send_due
from learning.meetup_exceptions import MeetupCancelled, MeetupStarted, SlotNotYours, SlotTaken, TooEarly
from learning.models import TalkSlot
from learning.services import meetups, rsvps, slots
from tests.factories import groups as make


@pytest.fixture
def olga(make_member):
    made = make_member("Olga")
    ChapterRole.objects.create(chapter=make.chapter(), member=made, kind="organizer", since="2024-01-01")
    return made


@pytest.fixture
def slot(olga) -> TalkSlot:
    meetup = make.meetup(helpers=2)
    return slots.add(actor=olga, meetup=meetup, kind="lightning", minutes=10, key=uuid4())


def again(slot: TalkSlot) -> TalkSlot:
    """The row as another request reads it."""
    return TalkSlot.objects.select_related("meetup").get(pk=slot.pk)


def told() -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind__startswith="learning.slot").select_related("recipient").order_by("pk")
    return [(row.recipient.display_name, row.kind.removeprefix("learning.slot_")) for row in rows]


def test_the_same_offer_twice_is_one_slot(slot, olga):
    for _time in range(2):
        slots.add(actor=olga, meetup=slot.meetup, kind="lightning", minutes=10, key=slot.uuid)
    assert TalkSlot.objects.count() == 1


def test_of_two_who_claim_at_once_one_has_it(slot, make_member):
    ada, bea = make_member("Ada"), make_member("Bea")
    stale = again(slot)
    slots.claim(member=ada, slot=slot, title="Loops")
    with pytest.raises(SlotTaken):
        slots.claim(member=bea, slot=stale, title="Files")
    row = again(slot)
    assert (row.speaker, row.title, row.state, told()) == (ada, "Loops", "claimed", [("Olga", "claimed")])


def test_claiming_twice_is_once(slot, member):
    for _time in range(2):
        slots.claim(member=member, slot=again(slot), title="Loops")
    assert (told(), Event.objects.filter(verb="claimed").count()) == ([("Olga", "claimed")], 1)


def test_a_first_talk_is_told_to_the_helpers_of_the_evening(slot, member, make_member):
    rsvps.respond(meetup=slot.meetup, member=make_member("Hal"), mode="room", role="helper")
    slots.claim(member=member, slot=slot, title="Loops", is_first_time=True)
    assert told() == [("Olga", "claimed"), ("Hal", "first_time")]


def test_an_organizer_says_yes_once_and_the_speaker_hears_of_it_once(slot, olga, member):
    slots.claim(member=member, slot=slot, title="Loops")
    for _time in range(2):
        slots.confirm(actor=olga, slot=again(slot))
    assert (again(slot).state, told()) == ("confirmed", [("Olga", "claimed"), ("Rosa", "confirmed")])


@pytest.mark.parametrize(
    ("by_speaker", "kind"), [(True, ("Olga", "given_back")), (False, ("Rosa", "declined"))]
)
def test_given_back_or_declined_it_is_free_again_and_empty(by_speaker, kind, slot, olga, member):
    slots.claim(member=member, slot=slot, title="Loops", notes="A table", is_first_time=True)
    for _time in range(2):
        slots.free(actor=member if by_speaker else olga, slot=again(slot))
    row = again(slot)
    assert (row.state, row.speaker, row.title, row.notes, row.is_first_time) == ("open", None, "", "", False)
    assert told() == [("Olga", "claimed"), kind]


def test_a_slot_somebody_has_is_not_taken_off_and_one_that_is_free_is(slot, olga, member):
    slots.claim(member=member, slot=slot, title="Loops")
    with pytest.raises(SlotNotYours):
        slots.withdraw(actor=olga, slot=again(slot))
    slots.free(actor=member, slot=slot)
    for _time in range(2):
        slots.withdraw(actor=olga, slot=again(slot))
    with pytest.raises(SlotTaken):
        slots.claim(member=member, slot=again(slot), title="Loops")
    with pytest.raises(SlotNotYours):
        slots.confirm(actor=olga, slot=again(slot))


def test_a_talk_is_given_at_the_meetup_and_not_before(slot, olga, member):
    slots.claim(member=member, slot=slot, title="Loops")
    slots.confirm(actor=olga, slot=slot)
    with pytest.raises(TooEarly):
        slots.note_given(actor=olga, slot=slot)
    make.over(slot.meetup)
    for _time in range(2):
        slots.note_given(actor=olga, slot=again(slot))
    assert again(slot).state == "done"
    with pytest.raises(SlotNotYours):
        slots.free(actor=member, slot=again(slot))


def test_nothing_is_offered_or_claimed_when_it_has_begun_or_is_cancelled(slot, olga, member):
    meetups.cancel(actor=olga, meetup=slot.meetup)
    with pytest.raises(MeetupCancelled):
        slots.claim(member=member, slot=again(slot), title="Loops")
    over = make.over(make.meetup(in_days=9))
    with pytest.raises(MeetupStarted):
        slots.add(actor=olga, meetup=over, kind="lightning", minutes=10, key=uuid4())


def test_the_letters_say_who_and_what_while_it_is_so(slot, olga, member, make_member, mailoutbox):
    rsvps_kind = "learning.rsvp_confirmed"
    rsvps.respond(meetup=slot.meetup, member=make_member("Hal"), mode="room", role="helper")
    Message.objects.filter(kind=rsvps_kind).delete()
    slots.claim(member=member, slot=slot, title="Loops", is_first_time=True)
    send_due()
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["olga@example.org"], "Somebody wants to speak: Loops"),
        (["hal@example.org"], "A first talk, with you at hand: Loops"),
    ]
    body = " ".join(mailoutbox[0].body.split())
    words = ("Rosa would like to speak", "It is their first time speaking", "/organize/")
    assert [each in body for each in words] == [True, True, True]
    slots.confirm(actor=olga, slot=slot)
    slots.free(actor=member, slot=slot)
    send_due()  # what was confirmed is no longer so; only the free slot is told of
    assert [mail.subject for mail in mailoutbox[2:]] == ["A slot is free again at Weekly meeting 1"]


def test_no_letter_crosses_a_block(slot, olga, member, mailoutbox):
    Block.objects.create(blocker=member, blocked=olga)
    slots.claim(member=member, slot=slot, title="Loops")
    send_due()
    assert mailoutbox == []
