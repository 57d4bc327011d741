from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from cms.models import Message
from learning import schedule
from learning.models import RSVP, Meetup
from learning.services import meetups, memberships, rsvps, rules
from learning.services.rules import Wish
from tests.factories import groups as make

# A Tuesday well ahead, so that a rule of four weeks is all to come.
TUESDAY = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday() + 1)


def wish(**changes) -> Wish:
    facts = {
        "kind": "weekly_meeting",
        "weekday": 1,
        "clock": time(18),
        "minutes": 90,
        "first": TUESDAY,
        "last": TUESDAY + timedelta(days=27),
        **changes,
    }
    return Wish(**facts)


@pytest.fixture
def group(db):
    return make.group(seats_room=2)


@pytest.fixture
def organizer(make_member):
    return make_member("Olga")


def days(group) -> list[tuple[date, str]]:
    return list(group.meetups.order_by("starts_at").values_list("local_date", "state"))


def told(effects) -> list[tuple[str, str]]:
    return [(effect.what, effect.why) for effect in effects]


def test_a_rule_makes_its_meetups_numbered_with_the_seats_of_the_group(group, organizer):
    rules.add(actor=organizer, group=group, wish=wish(skip=frozenset({TUESDAY + timedelta(days=7)})))
    assert days(group) == [(TUESDAY + timedelta(days=nth), "planned") for nth in (0, 14, 21)]
    assert [meetup.name for meetup in group.meetups.order_by("starts_at")] == [
        "Weekly meeting 1",
        "Weekly meeting 2",
        "Weekly meeting 3",
    ]
    assert [(pool.kind, pool.capacity) for pool in group.meetups.first().pools.all()] == [
        ("room", 2),
        ("helper", None),
    ]


def test_a_preview_writes_nothing_and_names_what_clashes(group, organizer):
    make.meetup(group=group, day=TUESDAY, clock=time(19), title="The panel")
    effects = rules.preview(group=group, wish=wish())
    assert told(effects) == [("new", "")] * 4
    assert [effect.clashes for effect in effects] == [("The panel",), (), (), ()]
    assert Meetup.objects.count() == 1


def test_a_change_of_weekday_moves_each_meetup_within_its_week_and_keeps_it(group, organizer):
    rule = rules.add(actor=organizer, group=group, wish=wish())
    before = list(group.meetups.order_by("starts_at").values_list("uuid", flat=True))
    effects = rules.change(actor=organizer, rule=rule, wish=wish(weekday=2))
    assert told(effects) == [("moved", "")] * 4
    assert list(group.meetups.order_by("starts_at").values_list("uuid", flat=True)) == before
    assert [day for day, _state in days(group)] == [TUESDAY + timedelta(days=7 * nth + 1) for nth in range(4)]
    again = rules.change(actor=organizer, rule=rule, wish=wish(weekday=2))
    assert told(again) == [("same", "")] * 4


def test_answered_and_hand_edited_meetups_are_left_alone_unless_named(group, organizer, member):
    rule = rules.add(actor=organizer, group=group, wish=wish())
    first, second, *_rest = group.meetups.order_by("starts_at")
    rsvps.respond(meetup=first, member=member, mode="room")
    meetups.change_place(actor=organizer, meetup=second, venue=None, online_url="https://example.org/room")
    effects = rules.change(actor=organizer, rule=rule, wish=wish(clock=time(19)))
    assert told(effects) == [("kept", "answered"), ("kept", "edited"), ("moved", ""), ("moved", "")]
    effects = rules.change(actor=organizer, rule=rule, wish=wish(clock=time(19)), touch={first.uuid})
    assert told(effects) == [("moved", ""), ("kept", "edited"), ("same", ""), ("same", "")]
    first.refresh_from_db()
    assert (first.local_time, RSVP.objects.get().state) == (time(19), "confirmed")
    assert Message.objects.filter(kind="learning.meetup_moved").count() == 1


def test_a_meetup_the_rule_no_longer_has_is_cancelled_and_comes_back_when_named(group, organizer):
    rule = rules.add(actor=organizer, group=group, wish=wish())
    shorter = wish(last=TUESDAY + timedelta(days=13))
    assert told(rules.change(actor=organizer, rule=rule, wish=shorter)) == [
        ("same", ""),
        ("same", ""),
        ("gone", ""),
        ("gone", ""),
    ]
    assert [state for _day, state in days(group)] == ["planned", "planned", "cancelled", "cancelled"]
    third = group.meetups.order_by("starts_at")[2]
    effects = rules.change(actor=organizer, rule=rule, wish=wish(), touch={third.uuid})
    assert told(effects) == [("same", ""), ("same", ""), ("moved", ""), ("kept", "cancelled")]
    assert [state for _day, state in days(group)] == ["planned", "planned", "planned", "cancelled"]


def test_a_rule_of_centuries_is_refused_and_nothing_is_written(group, organizer):
    with pytest.raises(schedule.TooManyDates):
        rules.add(actor=organizer, group=group, wish=wish(last=date.max))
    assert (group.rules.count(), group.meetups.count()) == (0, 0)


def test_members_have_their_default_answer_to_what_is_planned_later(group, organizer, make_member):
    for name in ("Ada", "Bea", "Cleo"):
        memberships.join(group=group, member=make_member(name), mode="room")
    rules.add(actor=organizer, group=group, wish=wish(last=TUESDAY))
    assert list(RSVP.objects.order_by("pk").values_list("member__display_name", "state")) == [
        ("Ada", "confirmed"),
        ("Bea", "confirmed"),
        ("Cleo", "waitlisted"),
    ]


def test_a_change_makes_and_moves_nothing_into_the_past(group, organizer):
    begun = TUESDAY - timedelta(days=28)
    rule = rules.add(actor=organizer, group=group, wish=wish(first=begun, interval=2))
    make.over(group.meetups.order_by("starts_at").first(), days=20)
    before = {meetup.uuid: meetup.starts_at for meetup in group.meetups.all()}
    effects = rules.change(actor=organizer, rule=rule, wish=wish(first=begun))
    now = timezone.now()
    assert {each.occurrence.starts_at > now for each in effects if each.what == "new"} == {True}
    assert {each.what for each in effects if each.meetup and each.meetup.starts_at < now} <= {"kept", "same"}
    kept = {meetup.uuid: meetup.starts_at for meetup in group.meetups.filter(uuid__in=before)}
    assert kept == before
