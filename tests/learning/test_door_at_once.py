"""The door and the desk when several people press at the same moment, over real connections: one row, one winner."""

from uuid import uuid4

import pytest

from cms.models import Event
from learning.desk_exceptions import TakenByOther
from learning.door_exceptions import TooManyTries, WrongCode
from learning.models import RSVP, Attendance, CodeTries, DoorMark, HelpRequest
from learning.services import desk, door, door_codes, rsvps, walk_ins
from learning.services.desk import Question
from tests.factories import groups as make
from tests.learning.test_at_once import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def tried(call, *refusals):
    """What came of it: the row, or the code of the refusal."""

    def run():
        try:
            return call()
        except refusals as refusal:
            return refusal.code

    return run


def test_at_a_door_with_two_phones_everything_counts_once(make_member, member):
    olga = make.organizer(make.chapter(), make_member("Olga"))
    planned = make.meetup()
    rsvps.respond(meetup=planned, member=member, mode="room")
    evening, key = make.on(planned), uuid4()
    given = {"actor": olga, "meetup": evening}
    at_once(*[lambda: door.mark(**given, member=member, state="present", key=key)] * 4)
    assert (Attendance.objects.count(), DoorMark.objects.count()) == (1, 1)
    at_once(*[lambda: door.undo(**given, key=key)] * 4)
    assert Attendance.objects.count() == 0

    at_once(
        lambda: door.mark(**given, member=member, state="late", key=uuid4()),
        lambda: door.arrive(member=member, meetup=evening),
        lambda: door.mark(**given, member=member, state="late", key=uuid4()),
    )
    assert Attendance.objects.values_list("state", flat=True).get() in {"late", "present"}

    guest = uuid4()
    tokens = at_once(*[lambda: walk_ins.add(**given, name="R.", key=guest).token] * 3)
    assert sorted(map(bool, tokens)) == [False, False, True]
    (token,) = filter(None, tokens)
    at_once(*[lambda: walk_ins.claim(token=token, member=member)] * 3)
    assert list(Attendance.objects.values_list("member", "guest_name")) == [(member.pk, "")]

    guess = tried(lambda: door_codes.enter(member=olga, meetup=evening, code="x"), WrongCode, TooManyTries)
    told = at_once(*[guess] * 10)
    assert (sorted(told), CodeTries.objects.get().tries) == (["too-many-tries"] * 2 + ["wrong-code"] * 8, 8)

    make.over(evening, days=2)
    RSVP.objects.create(meetup=evening, member=olga, state="confirmed", answered_at=evening.starts_at)
    assert sorted(at_once(*[door.close_due] * 3)) == [0, 0, 1]
    assert Attendance.objects.filter(state="absent").count() == 1


def test_of_two_helpers_at_once_one_has_it_and_one_asks_once(make_member, member):
    group = make.group()
    hangout = make.on(make.meetup(kind="hangout", group=group))
    helpers = [make_member(name) for name in ("Hana", "Sam", "Kim")]
    at_once(*[lambda: desk.ask(member=member, meetup=hangout, question=Question("stuck"), key=uuid4())] * 4)
    row = HelpRequest.objects.get()
    told = at_once(
        *[
            tried(lambda who=who: desk.claim(helper=who, request=HelpRequest.objects.get()).pk, TakenByOther)
            for who in helpers
        ]
    )
    assert sorted(map(str, told)) == sorted([str(row.pk), "taken-by-other", "taken-by-other"])
    at_once(*[lambda: desk.happy(actor=member, request=HelpRequest.objects.get())] * 3)
    claims = Event.objects.filter(object=f"learning.helprequest:{row.uuid}").exclude(verb="changed")
    assert list(claims.order_by("pk").values_list("verb", flat=True)) == ["asked", "claimed", "happy"]
